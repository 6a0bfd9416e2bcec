import type { LaterWords } from '../english/later.ts'
import { CHARACTERS, NEW_MESSAGES, OTHERS, ROOMS, counted, list, number } from './counting.ts'

export const later: LaterWords = {
  room: {
    failed: 'تعذّر فتح هذه الغرفة',
    notFound: {
      heading: 'لم نجد الغرفة',
      text: 'تغيّر اسمها أو حُذفت، أو هي مغلقة ولست عضوًا فيها.',
      link: 'اذهب إلى الردهة',
    },
    goTo: (room) => `إلى ${room}`,
    invitedToOne: 'دُعيت إلى غرفة واحدة فقط. اطلب دعوة جديدة.',
    gone: {
      left: (room) => ({ heading: `غادرت ${room}`, text: 'تبقى رسائلك هناك.' }),
      removed: (room) => ({
        heading: `أُخرجت من ${room}`,
        text: 'أخرجك مضيف أو مشرف. تبقى رسائلك هناك.',
      }),
      deleted: (room) => ({
        heading: `حُذفت ${room}`,
        text: 'حُذفت الغرفة وكل رسائلها.',
      }),
    },
  },

  skip: { messages: 'انتقل إلى الرسائل', writing: 'انتقل إلى حقل الرسالة' },

  reminder: (name, text) => `تذكير. ${name}: ${text}`,

  notice: {
    several: (count: number, room: string) => `رسائل جديدة في ${room}: ${number.format(count)}`,
    one: (room: string) => `رسالة جديدة في ${room}`,
    said: (name: string, text: string) => `${name}: ${text}`,
  },

  sharedComputer: 'لا تحتفظ بشيء هنا: آخرون يستخدمون هذا الحاسوب أيضًا',

  timeline: {
    you: 'أنت',
    joined: (names, others) => `انضم: ${list.format(others > 0 ? [...names, counted(others, OTHERS)] : names)}`,
    blocked: 'رسالة محجوبة',
    show: 'أظهر',
    hide: 'أخفِ',
    whole: 'أظهر الرسالة كاملة',
    less: 'أظهر أقل',
    notReacted: (emoji, why) => `تعذّرت إضافة ${emoji}: ${why}`,
    new: (count) => `${number.format(count)} جديد`,
    toNewest: 'انتقل إلى أحدث رسالة',
    announce: (name, text) => `${name}: ${text}`,
    announceMany: (count) => counted(count, NEW_MESSAGES),
  },

  sidebar: {
    markAllRead: 'اجعل كل الغرف مقروءة',
    arrange: 'رتّب الشريط الجانبي',
    emoji: 'رموز الدردشة',
  },

  allRead: {
    done: (rooms) => `صارت مقروءة: ${counted(rooms, ROOMS)}.`,
    nothing: 'كل شيء مقروء.',
    undo: 'تراجع',
  },

  favourite: {
    added: (room) => `أُضيفت \u2068${room}\u2069 إلى المفضّلة.`,
    removed: (room) => `أُزيلت \u2068${room}\u2069 من المفضّلة.`,
  },

  jump: {
    label: 'الذهاب إلى تاريخ',
    date: 'الذهاب إلى تاريخ',
    go: 'اذهب',
    lastWeek: 'قبل أسبوع',
    first: 'أول رسالة',
    none: 'لم يُرسل شيء بعد ذلك اليوم.',
  },

  request: {
    label: 'طلب',
    talk: (name) => `يريد ${name} التحدث إليك.`,
    room: (name) => `دعاك ${name} إلى هذه الغرفة.`,
    accept: 'قبول',
    decline: 'رفض',
    block: (name) => `حظر ${name}`,
  },

  connection: {
    rewound: 'استُعيدت هذه الدردشة من نسخة احتياطية. قد تكون رسائل حديثة ناقصة.',
    lostName: (was, now) => `صار الاسم «\u2068${was}\u2069» لأحد الأعضاء. اسمك الآن «\u2068${now}\u2069».`,
    otherName: 'اختر اسمًا آخر',
    over: {
      refused: 'لا يمكنك الانضمام إلى هذه الدردشة',
      banned: {
        heading: 'حُظرت من هذه الدردشة.',
        text: ({ until, reason }, sayTime) => {
          const when = until === undefined ? '' : ` حتى ${sayTime(until)}`
          return reason === '' ? `أنت محظور${when}.` : `أنت محظور${when}: \u2068${reason}\u2069`
        },
      },
      reasons: {
        signed_out: { heading: 'سُجّل خروجك.', text: 'يمكنك العودة في أي وقت.' },
        ended_elsewhere: {
          heading: 'سُجّل خروجك.',
          text: 'أُنهيت هذه الجلسة من جهاز آخر لك. ألم تكن أنت؟ سجّل الدخول وغيّر كلمة المرور.',
        },
        password_changed: {
          heading: 'تغيّرت كلمة مرورك.',
          text: 'سُجّل الخروج من أجهزتك الأخرى. سجّل الدخول بكلمة المرور الجديدة.',
        },
        left: { heading: 'غادرت هذه الدردشة.', text: 'صار اسمك متاحًا. يمكنك الانضمام من جديد في أي وقت.' },
        ended: { heading: 'انتهت جلستك.', text: 'انضم مجددًا لتتابع.' },
      },
    },
    joinAgain: 'انضم مجددًا',
    updated: 'حُدّث Earshot.',
  },

  draft: {
    sendsIn: (seconds) => `تُرسل بعد ${number.format(seconds)} ث`,
    failed: (why) => `لم تُرسل: ${why}`,
    retry: 'حاول مجددًا',
    sendNow: 'أرسل الآن',
    delete: 'حذف',
  },

  composer: {
    record: 'تسجيل رسالة صوتية',
    replyTo: (name) => `ردًا على ${name}`,
    editGone: 'حُذفت الرسالة وأنت تعدّلها. نصك هنا.',
    cancelReply: 'إلغاء الرد',
    left: (bytes, most) => `بقي ${number.format(bytes)} من ${number.format(most)}`,
    tooLong: (over) => `أطول من اللازم بمقدار ${counted(over, CHARACTERS)}`,
    visitor: (room) => `أنت تتصفّح ${room}.`,
    join: (room) => `انضم إلى ${room}`,
    archived: 'هذه الغرفة مؤرشفة وللقراءة فقط.',
    locked: 'هذه الغرفة مقفلة. يكتب فيها المضيفون والمشرفون فقط.',
    muted: (until) => `أنت مكتوم هنا حتى ${until}.`,
  },
}
