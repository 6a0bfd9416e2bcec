/** A user's recent emoji and skin tone. They are kept in this browser, for this user alone. */
import { keepForUser, recallForUser } from '../browser/user-storage.ts'

const RECENT = 'emoji'
const TONE = 'skin-tone'
/** Three rows. */
const MOST = 27

export const recentEmoji = (userId: string): string[] =>
  (recallForUser(userId, RECENT) ?? '').split('\n').filter((emoji) => emoji !== '')

/** The latest is first. */
export function keepRecent(userId: string, emoji: string): void {
  const others = recentEmoji(userId).filter((other) => other !== emoji)
  keepForUser(userId, RECENT, [emoji, ...others].slice(0, MOST).join('\n'))
}

export function skinTone(userId: string): number {
  const tone = Number.parseInt(recallForUser(userId, TONE) ?? '0', 10)
  return tone >= 0 && tone <= 5 ? tone : 0
}

export const keepSkinTone = (userId: string, tone: number): boolean => keepForUser(userId, TONE, String(tone))
