import type { MailWords } from './mail-words.ts'

/** Isolates a name, which may run in the other direction. */
const own = (text: string): string => `\u2068${text}\u2069`

export const arabic: MailWords = {
  dir: 'rtl',
  hello: (name) => `مرحبًا ${own(name)}،`,
  confirm: {
    subject: (chat) => `أكّد عنوان بريدك في ${own(chat)}`,
    says: (chat) => `افتح هذا الرابط على جهاز سجّلت الدخول فيه إلى ${own(chat)}، فيصبح هذا العنوان عنوانك هناك.`,
    button: 'تأكيد العنوان',
    holds: 'يعمل الرابط مرة واحدة خلال يوم.',
  },
  sign_in: {
    subject: (chat) => `تسجيل الدخول إلى ${own(chat)}`,
    says: (chat) => `يسجّل هذا الرابط دخولك إلى ${own(chat)}.`,
    button: 'تسجيل الدخول',
    holds: 'يعمل الرابط مرة واحدة خلال 15 دقيقة. لا تعطه لأحد.',
  },
  password: {
    subject: (chat) => `كلمة مرور جديدة في ${own(chat)}`,
    says: (chat) => `تختار بهذا الرابط كلمة مرور جديدة في ${own(chat)}، ويُسجَّل خروجك من كل الأجهزة الأخرى.`,
    button: 'اختيار كلمة مرور جديدة',
    holds: 'يعمل الرابط مرة واحدة خلال ساعة. لا تعطه لأحد.',
  },
  changed: {
    subject: (chat) => `تغيّر عنوان بريدك في ${own(chat)}`,
    says: (chat) =>
      `لم تعد رسائل ${own(chat)} تصل إلى هذا العنوان: استُبدل أو أُزيل في حسابك. إن لم تفعل ذلك بنفسك فغيّر كلمة مرورك واطلب المساعدة من مالك الدردشة.`,
  },
  missed: {
    fromPeople: (names) => `رسائل من ${own(names)}`,
    inRoom: (room) => `إشارات وردود في ${own(room)}`,
    waiting: (count) => `رسائل غير مقروءة: ${own(count)}`,
    more: (count) => `وغيرها: ${own(count)}.`,
    open: 'فتح المحادثة',
  },
  weekly: {
    subject: (chat) => `أسبوعك في ${own(chat)}`,
    says: 'هذا ينتظرك دون قراءة:',
    room: (name, count) => `${own(name)}: ${own(count)}`,
  },
  stop: 'إيقاف هذه الرسائل',
  notYou: 'إن لم تطلب هذا فلا تفعل شيئًا: لا يتغير شيء دون الرابط.',
  noReply: 'لا أحد يقرأ الردود على هذه الرسالة.',
}
