import { numberingSystem } from '../ui/time.ts'
import { words } from '../words/first.ts'

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte']

/** A number of bytes for people: `1.2 MB`. */
export function sizeOf(bytes: number): string {
  const step = Math.min(UNITS.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3))
  const value = bytes / 1_000 ** step
  return new Intl.NumberFormat(words.locale, {
    style: 'unit',
    unit: UNITS[step]!,
    unitDisplay: step === 0 ? 'long' : 'short',
    maximumFractionDigits: value < 10 && step > 0 ? 1 : 0,
    numberingSystem,
  }).format(value)
}

export const numberOf = (value: number): string =>
  new Intl.NumberFormat(words.locale, { numberingSystem }).format(value)

/** The length of a recording: `1:05`. */
export function lengthOf(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds))
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`
}
