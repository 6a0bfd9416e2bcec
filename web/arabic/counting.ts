/** Counting in Arabic: six forms, of which one and two need no number. */

/** The reader's digits beside those that people write: one kind, so that a page does not mix them. */
export const LOCALE = 'ar-u-nu-latn'

export const number = new Intl.NumberFormat(LOCALE)
export const list = new Intl.ListFormat('ar', { type: 'conjunction' })
const plural = new Intl.PluralRules('ar')

export type Forms = Record<Intl.LDMLPluralRule, string>

/** In each form # stands for the number. */
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

export const BYTES: Forms = {
  zero: '0 بايت',
  one: 'بايت واحد',
  two: 'بايتين',
  few: '# بايتات',
  many: '# بايتًا',
  other: '# بايت',
}

export const MEMBERS: Forms = {
  zero: 'لا أعضاء',
  one: 'عضو واحد',
  two: 'عضوان',
  few: '# أعضاء',
  many: '# عضوًا',
  other: '# عضو',
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
  zero: 'لا رسالة لم تُكملها.',
  one: 'بدأت رسالة ولم تُكملها.',
  two: 'بدأت رسالتين ولم تُكملهما.',
  few: 'بدأت # رسائل ولم تُكملها.',
  many: 'بدأت # رسالة ولم تُكملها.',
  other: 'بدأت # رسالة ولم تُكملها.',
}
