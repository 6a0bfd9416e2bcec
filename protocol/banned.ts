/** What whoever is banned is told, in the moment of it and on every later try to come in. */
import type { BanNotice } from './models.ts'
import { readableTime } from './times.ts'

/** Whoever knows where the reader is says the time in their own way. */
export const bannedSentence = (ban: BanNotice, sayTime = readableTime): string =>
  `You are banned${untilAndWhy(ban, sayTime)}`

/** The end of a sentence. */
export function untilAndWhy({ until, reason }: BanNotice, sayTime = readableTime): string {
  const when = until === undefined ? '' : ` until ${sayTime(until)}`
  return reason === '' ? `${when}.` : `${when}: ${reason.replace(/(?<![.!?…])$/u, '.')}`
}
