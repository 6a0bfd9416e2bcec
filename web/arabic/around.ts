import type { AroundWords } from '../words-around.ts'
import { BYTES, MEMBERS, MENTIONS, NEW_MESSAGES, OTHERS, REPORTS, UNREAD, counted, list, number } from './counting.ts'

export const around: AroundWords = {
  room: {
    menu: 'قائمة الغرفة',
    pinned: 'الرسائل المثبّتة',
    search: 'البحث في الرسائل',
    here: (count) => `${number.format(count)} هنا`,
    members: (count) => counted(count, MEMBERS),
    typing: (names) => {
      if (names.length > 3) return 'عدة أشخاص يكتبون…'
      return `${list.format(names)} ${names.length === 1 ? 'يكتب' : names.length === 2 ? 'يكتبان' : 'يكتبون'}…`
    },
    you: (name) => `أنت ${name}`,
    youAre: 'أنت',
    failed: 'تعذّر فتح هذه الغرفة',
    notFound: {
      heading: 'لا توجد غرفة كهذه',
      text: 'ربما تغيّر اسمها أو حُذفت، أو هي مغلقة ولست فيها.',
      link: 'اذهب إلى الردهة',
    },
    goTo: (room) => `إلى ${room}`,
    invitedToOne: 'دُعيت إلى غرفة واحدة فقط. بدعوة أخرى يمكنك أن تتابع.',
    gone: {
      left: (room) => ({ heading: `غادرت ${room}`, text: 'ما كتبته هناك باقٍ.' }),
      removed: (room) => ({
        heading: `أُخرجت من ${room}`,
        text: 'أخرجك مضيف أو مشرف. ما كتبته هناك باقٍ.',
      }),
      deleted: (room) => ({
        heading: `حُذفت ${room}`,
        text: 'زالت الغرفة وكل ما قيل فيها.',
      }),
    },
  },

  timeline: {
    blocked: 'رسالة محجوبة',
    show: 'أظهر',
    hide: 'أخفِ',
    whole: 'أظهر الرسالة كاملة',
    less: 'أظهر أقل',
    reply: (name) => `ردًا على ${name}`,
    replyMissing: 'الرسالة المردود عليها ليست هنا.',
    replyLoading: 'ردًا على…',
    reaction: (emoji, count) => `${emoji} ${number.format(count)}`,
    reacted: (names, others) => list.format(others > 0 ? [...names, counted(others, OTHERS)] : names),
    notReacted: (emoji, failure) => `لم يُقبل ${emoji}: ${failure.message}`,
    me: 'أنت',
    new: (count) => `${number.format(count)} جديد`,
    toNewest: 'إلى أحدث رسالة',
    announce: (name, text) => `${name}: ${text}`,
    announceMany: (count) => counted(count, NEW_MESSAGES),
  },

  sidebar: {
    label: 'الغرف والأشخاص',
    open: 'الغرف والأشخاص',
    openUnread: 'الغرف والأشخاص، هناك جديد',
    close: 'إغلاق',
    switch: 'الذهاب إلى غرفة أو شخص',
    inbox: 'الوارد',
    saved: 'المحفوظات',
    rooms: 'الغرف',
    directs: 'الرسائل المباشرة',
    archived: 'المؤرشفة',
    here: 'الموجودون الآن',
    browse: 'تصفّح الغرف',
    newRoom: 'غرفة جديدة',
    newDirect: 'رسالة جديدة',
    more: (count) => `و${number.format(count)} غيرهم`,
    unread: (count) => counted(count, UNREAD),
    mentions: (count) => counted(count, MENTIONS),
    moderation: 'الإشراف',
    reports: (count) => `، ${counted(count, REPORTS)}`,
  },

  connection: {
    reconnecting: 'جارٍ إعادة الاتصال…',
    connecting: 'جارٍ الاتصال…',
    offline: 'أنت غير متصل. يُرسل ما تكتبه عندما تعود.',
    catchingUp: 'جارٍ اللحاق بما فات…',
    rewound: 'أُعيد سجل هذه الدردشة إلى وقت سابق. ما تراه هو ما لدى الخادم.',
    over: {
      refused: 'لا يُسمح لك بالدخول',
      banned: {
        heading: 'حُظرت من هذه الدردشة.',
        text: ({ until, reason }, sayTime) => {
          const when = until === undefined ? '' : ` حتى ${sayTime(until)}`
          return reason === '' ? `أنت محظور${when}.` : `أنت محظور${when}: \u2068${reason}\u2069`
        },
      },
      reasons: {
        signed_out: { heading: 'سُجّل خروجك.', text: 'يمكنك الدخول مجددًا في أي وقت.' },
        ended_elsewhere: {
          heading: 'سُجّل خروجك.',
          text: 'أُنهيت هذه الجلسة من جهاز آخر لك. إن لم تكن أنت الفاعل فسجّل الدخول وغيّر كلمة المرور.',
        },
        password_changed: {
          heading: 'تغيّرت كلمة مرورك.',
          text: 'سُجّل الخروج من كل الأجهزة الأخرى. سجّل الدخول بكلمة المرور الجديدة.',
        },
        left: { heading: 'غادرت هذه الدردشة.', text: 'صار اسمك متاحًا. يمكنك الانضمام من جديد في أي وقت.' },
        ended: { heading: 'انتهت جلستك.', text: 'ادخل مجددًا لتتابع.' },
      },
    },
    joinAgain: 'انضم مجددًا',
    updated: 'حُدّث Earshot.',
  },

  draft: {
    waiting: 'في الانتظار',
    sending: 'جارٍ الإرسال…',
    sendsIn: (seconds) => `تُرسل بعد ${number.format(seconds)} ث`,
    failed: (failure) => `لم تُرسل: ${failure.message}`,
    retry: 'حاول مجددًا',
    sendNow: 'أرسل الآن',
    delete: 'حذف',
    notSaved: 'ليست محفوظة على هذا الجهاز: لا تغلق الصفحة قبل إرسالها.',
    waitingCount: (count) => `${number.format(count)} في الانتظار`,
  },

  theme: { system: 'المظهر: كالنظام', light: 'المظهر: فاتح', dark: 'المظهر: داكن' },

  composer: {
    replyTo: (name) => `ردًا على ${name}`,
    editGone: 'حُذفت الرسالة وأنت تعدّلها. كلماتك هنا.',
    cancelReply: 'بلا رد',
    left: (bytes, most) => `بقي ${number.format(bytes)} من ${number.format(most)}`,
    tooLong: (over) => `أطول من اللازم بمقدار ${counted(over, BYTES)}`,
    slow: (seconds) => `غرفة بطيئة: تُرسل الرسالة التالية بعد ${number.format(seconds)} ث`,
    visitor: (room) => `أنت تطّلع على ${room}.`,
    join: (room) => `انضم إلى ${room}`,
    archived: 'هذه الغرفة مؤرشفة: تُقرأ ولا يكتب فيها أحد بعد الآن.',
    locked: 'هذه الغرفة مقفلة. لا يكتب فيها إلا مضيفوها والمشرفون.',
    muted: (until) => `لا يمكنك الكتابة هنا حتى ${until}.`,
  },
}
