import type { Words } from '../words.ts'
import { SECONDS, UNSENT, LOCALE, counted, number } from './counting.ts'

export const words: Words = {
  locale: LOCALE,
  product: 'Earshot',
  title: (room) => `${room} · Earshot`,

  unreachable: 'تعذّر الوصول إلى الخادم. تحقّق من اتصالك ثم حاول مجددًا.',

  join: {
    heading: (room) => `انضم إلى ${room}`,
    label: 'اسمك',
    button: 'انضم',
    tryAgainIn: (seconds) => `حاول مجددًا بعد ${counted(seconds, SECONDS)}.`,
    password: 'كلمة المرور',
    hasPassword: 'لديّ كلمة مرور',
    signIn: 'تسجيل الدخول',
    signInHeading: 'تسجيل الدخول',
    isNew: 'أنا جديد هنا',
    isMe: 'هذا أنا: تسجيل الدخول',
    takeName: (name) => `خذ الاسم «${name}»`,
    invitation: 'الدعوة',
    invite: {
      heading: 'الدخول بدعوة فقط',
      text: 'يستطيع أي شخص موجود هنا أن يرسل إليك رابطًا. إن كان لديك رابط فافتحه أو ألصقه هنا.',
    },
    closed: {
      heading: 'تسجيل الدخول',
      text: 'لا يدخل إلى هنا إلا من له حساب. يُنشأ الحساب برابط من شخص موجود في الداخل.',
    },
  },

  room: {
    topicless: 'يسمعك كل من في الجوار.',
    unsent: (count) => counted(count, UNSENT),
    guest: 'ضيف',
    bot: 'برنامج',
    archived: 'مؤرشفة',
    locked: 'مقفلة',
    slow: (seconds) => `رسالة واحدة لكل شخص كل ${counted(seconds, SECONDS)}`,
    slowShort: (seconds) => `بطيئة ${number.format(seconds)} ث`,
  },

  timeline: {
    label: (room) => `الرسائل في ${room}`,
    loading: 'جارٍ تحميل الرسائل…',
    loadingOlder: 'جارٍ تحميل الرسائل الأقدم…',
    loadingNewer: 'جارٍ تحميل الرسائل الأحدث…',
    failed: (failure) => `تعذّر تحميل الرسائل: ${failure.message}`,
    retry: 'حاول مجددًا',
    start: (room) => `هنا تبدأ ${room}.`,
    empty: { heading: 'هدوء حتى الآن', text: 'لم يقل أحد شيئًا بعد. كن الأول.' },
    joinToRead: 'تظهر الرسائل بعد انضمامك.',
    newLine: 'جديد',
    today: 'اليوم',
    yesterday: 'أمس',
    edited: '(عُدّلت)',
    pinned: 'مثبّتة',
    deleted: 'حُذفت هذه الرسالة.',
    linkTo: '، رابط إلى هذه الرسالة',
    copy: 'نسخ',
    copied: 'نُسخ',
    copyFailed: 'لم يُنسخ',
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
    unloaded: 'تعذّر تحميل هذا الجزء من الصفحة.',
  },
}
