/** Counting in German. */

export const LOCALE = 'de'

export const number = new Intl.NumberFormat(LOCALE)
export const list = new Intl.ListFormat(LOCALE, { type: 'conjunction' })
const plural = new Intl.PluralRules(LOCALE)

export const counted = (count: number, one: string, other: string): string =>
  `${number.format(count)} ${plural.select(count) === 'one' ? one : other}`
