/** What whoever is banned is told, in the moment of it and on every later try to come in. */
import type { BanNotice } from './models.ts'
import { readableTime } from './times.ts'

export const bannedSentence = (ban: BanNotice): string => `You are banned${untilAndWhy(ban)}`

/** The end of a sentence. */
export function untilAndWhy({ until, reason }: BanNotice): string {
  const when = until === undefined ? '' : ` until ${readableTime(until)}`
  return reason === '' ? `${when}.` : `${when}: ${reason.replace(/(?<![.!?…])$/u, '.')}`
}
