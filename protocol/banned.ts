/** The sentence for a banned user, at the ban and at every later try to sign in. */
import { readableTime } from './times.ts'

/** As much of a ban as its sentence says. */
export type BanTerms = { until?: string | undefined; reason: string }

/** `sayTime` writes the time for the reader's time zone, if that is known. */
export const bannedSentence = (ban: BanTerms, sayTime = readableTime): string =>
  `You are banned${untilAndWhy(ban, sayTime)}`

/** The end of the sentence: until when, and why. */
export function untilAndWhy({ until, reason }: BanTerms, sayTime = readableTime): string {
  const when = until === undefined ? '' : ` until ${sayTime(until)}`
  return reason === '' ? `${when}.` : `${when}: ${reason.replace(/(?<![.!?…])$/u, '.')}`
}
