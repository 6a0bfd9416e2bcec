/** Counting in Arabic: six forms, of which one and two need no number. */

/** Latin digits, as in the messages, so that a page does not mix two kinds. */
export const LOCALE = 'ar-u-nu-latn'

export const number = new Intl.NumberFormat(LOCALE)
export const list = new Intl.ListFormat('ar', { type: 'conjunction' })
const plural = new Intl.PluralRules('ar')

export type Forms = Record<Intl.LDMLPluralRule, string>

/** In each form, # is replaced by the number. */
export const counted = (count: number, forms: Forms): string =>
  forms[plural.select(count)].replace('#', number.format(count))

export const MESSAGES: Forms = {
  zero: 'لا رسائل',
  one: 'رسالة واحدة',
  two: 'رسالتان',
  few: '# رسائل',
  many: '# رسالة',
  other: '# رسالة',
}

export const NEW_MESSAGES: Forms = {
  zero: 'لا رسائل جديدة',
  one: 'رسالة جديدة',
  two: 'رسالتان جديدتان',
  few: '# رسائل جديدة',
  many: '# رسالة جديدة',
  other: '# رسالة جديدة',
}

export const SECONDS: Forms = {
  zero: '0 ثانية',
  one: 'ثانية واحدة',
  two: 'ثانيتين',
  few: '# ثوانٍ',
  many: '# ثانية',
  other: '# ثانية',
}

export const MINUTES: Forms = {
  zero: '0 دقيقة',
  one: 'دقيقة واحدة',
  two: 'دقيقتين',
  few: '# دقائق',
  many: '# دقيقة',
  other: '# دقيقة',
}

export const HOURS: Forms = {
  zero: '0 ساعة',
  one: 'ساعة واحدة',
  two: 'ساعتين',
  few: '# ساعات',
  many: '# ساعة',
  other: '# ساعة',
}

export const DAYS: Forms = {
  zero: '0 يوم',
  one: 'يوم واحد',
  two: 'يومين',
  few: '# أيام',
  many: '# يومًا',
  other: '# يوم',
}

export const FILES: Forms = {
  zero: 'لا ملفات',
  one: 'ملف واحد',
  two: 'ملفان',
  few: '# ملفات',
  many: '# ملفًا',
  other: '# ملف',
}

export const CHARACTERS: Forms = {
  zero: '0 حرف',
  one: 'حرف واحد',
  two: 'حرفين',
  few: '# أحرف',
  many: '# حرفًا',
  other: '# حرف',
}

export const MEMBERS: Forms = {
  zero: 'لا أعضاء',
  one: 'عضو واحد',
  two: 'عضوان',
  few: '# أعضاء',
  many: '# عضوًا',
  other: '# عضو',
}

export const ROOMS: Forms = {
  zero: 'لا غرف',
  one: 'غرفة واحدة',
  two: 'غرفتان',
  few: '# غرف',
  many: '# غرفة',
  other: '# غرفة',
}

export const PEOPLE: Forms = {
  zero: 'لا أحد',
  one: 'شخص واحد',
  two: 'شخصان',
  few: '# أشخاص',
  many: '# شخصًا',
  other: '# شخص',
}

export const OTHERS: Forms = {
  zero: 'لا أحد غيرهم',
  one: 'شخص آخر',
  two: 'شخصان آخران',
  few: '# آخرون',
  many: '# آخرون',
  other: '# آخرون',
}

export const MENTIONS: Forms = {
  zero: 'لا إشارات إليك',
  one: 'إشارة إليك',
  two: 'إشارتان إليك',
  few: '# إشارات إليك',
  many: '# إشارة إليك',
  other: '# إشارة إليك',
}

export const REPORTS: Forms = {
  zero: 'لا بلاغات مفتوحة',
  one: 'بلاغ مفتوح',
  two: 'بلاغان مفتوحان',
  few: '# بلاغات مفتوحة',
  many: '# بلاغًا مفتوحًا',
  other: '# بلاغ مفتوح',
}

export const UNREAD: Forms = {
  zero: 'لا شيء غير مقروء',
  one: 'رسالة غير مقروءة',
  two: 'رسالتان غير مقروءتين',
  few: '# رسائل غير مقروءة',
  many: '# رسالة غير مقروءة',
  other: '# رسالة غير مقروءة',
}

export const UNSENT: Forms = {
  zero: 'أُرسل كل شيء.',
  one: 'لم تُرسل رسالة واحدة بعد.',
  two: 'لم تُرسل رسالتان بعد.',
  few: 'لم تُرسل # رسائل بعد.',
  many: 'لم تُرسل # رسالة بعد.',
  other: 'لم تُرسل # رسالة بعد.',
}

export const BEGUN: Forms = {
  zero: 'ليست لديك مسودات غير مرسلة.',
  one: 'لديك مسودة غير مرسلة.',
  two: 'لديك مسودتان غير مرسلتين.',
  few: 'لديك # مسودات غير مرسلة.',
  many: 'لديك # مسودة غير مرسلة.',
  other: 'لديك # مسودة غير مرسلة.',
}

export const REMINDERS: Forms = {
  zero: 'لا تذكيرات',
  one: 'تذكير واحد',
  two: 'تذكيران',
  few: '# تذكيرات',
  many: '# تذكيرًا',
  other: '# تذكير',
}
