import type { FirstWords } from '../english/first.ts'
import { SECONDS, UNSENT, LOCALE, counted, number } from './counting.ts'

export const first: FirstWords = {
  locale: LOCALE,
  product: 'Earshot',
  title: (room, chat) => `${room} · ${chat}`,

  unreachable: 'تعذّر الوصول إلى الخادم. تحقّق من اتصالك ثم حاول مجددًا.',

  join: {
    heading: (room) => `انضم إلى ${room}`,
    label: 'اسمك',
    button: 'انضم',
    tryAgainIn: (seconds) => `حاول مجددًا بعد ${counted(seconds, SECONDS)}.`,
    password: 'كلمة المرور',
    hasPassword: 'سجّل الدخول بدلًا من ذلك',
    signIn: 'تسجيل الدخول',
    signInHeading: 'تسجيل الدخول',
    isNew: 'انضم ضيفًا',
    isMe: 'هذا أنا، سجّل الدخول',
    takeName: (name) => `انضم باسم «${name}»`,
    invitation: 'الدعوة',
    invite: {
      heading: 'الدخول بدعوة فقط',
      text: 'اطلب رابطًا من أحد الأعضاء. إن كان لديك رابط فافتحه أو ألصقه هنا.',
    },
    closed: {
      heading: 'تسجيل الدخول',
      text: 'تحتاج إلى حساب هنا. لتحصل عليه اطلب رابطًا من أحد الأعضاء.',
    },
  },

  room: {
    topicless: { open: 'يقرأ الجميع ما يُكتب هنا.', closed: 'يقرأ الأعضاء فقط ما يُكتب هنا.' },
    unsent: (count) => counted(count, UNSENT),
    guest: 'ضيف',
    bot: 'برنامج',
    archived: 'مؤرشفة',
    locked: 'مقفلة',
    slow: (seconds) => `يمكن لكل شخص الكتابة مرة كل ${counted(seconds, SECONDS)}`,
    slowShort: (seconds) => `بطيئة ${number.format(seconds)} ث`,
  },

  timeline: {
    label: (room) => `الرسائل في ${room}`,
    loading: 'جارٍ تحميل الرسائل…',
    loadingOlder: 'جارٍ تحميل الرسائل الأقدم…',
    loadingNewer: 'جارٍ تحميل الرسائل الأحدث…',
    failed: (why) => `تعذّر تحميل الرسائل: ${why}`,
    retry: 'حاول مجددًا',
    start: {
      open: (room) => `هذه بداية #${room}.`,
      closed: (room) => `هذه بداية ${room}.`,
      direct: (names) => `هذه بداية محادثتك مع ${names}.`,
    },
    empty: { heading: 'لا رسائل بعد', text: 'ألقِ التحية.' },
    joinToRead: 'انضم لتقرأ الرسائل.',
    newLine: 'جديد',
    today: 'اليوم',
    yesterday: 'أمس',
    edited: '(عُدّلت)',
    pinned: 'مثبّتة',
    forwarded: 'أُعيد توجيهها',
    saved: 'محفوظة',
    deleted: 'حُذفت هذه الرسالة.',
    filesDeleted: 'حُذفت ملفات هذه الرسالة.',
    linkTo: '، رابط إلى هذه الرسالة',
    copy: 'نسخ',
    copied: 'نُسخ',
    copyFailed: 'تعذّر النسخ',
  },

  draft: {
    signedOut: 'سُجّل خروجك قبل أن تُرسل هذه.',
  },

  composer: {
    label: 'الرسالة',
    placeholder: (room) => `اكتب في ${room}`,
    send: 'إرسال',
    hint: 'Enter للإرسال، وShift+Enter لسطر جديد',
  },

  connection: {
    signedOut: 'سُجّل خروجك.',
    dismiss: 'حسنًا',
    reload: 'إعادة التحميل',
  },

  broken: {
    heading: 'تعطّل شيء في هذه الصفحة',
    text: 'مسوداتك محفوظة. عادةً ما تفيد إعادة التحميل.',
    part: 'تعطّل شيء هنا. بقية الصفحة تعمل.',
    unloaded: 'تعذّر تحميل هذا الجزء من الصفحة.',
  },
}
