import { LOBBY } from '../../protocol/limits.ts'
import type { Boot, User } from '../../protocol/models.ts'

/** The page's first data. It comes from our own server, in the same version, so it is not checked again. */
export function readBoot(): Boot {
  const text = document.getElementById('boot')?.textContent ?? ''
  return JSON.parse(text) as Boot
}

/** The same data for the page's present user. Data for another user is left out. */
export function bootFor(boot: Boot, you: User | undefined): Boot {
  if (you && you.id === boot.you?.id) return { ...boot, you }
  const { you: _you, me: _me, preferences: _preferences, rooms: _rooms, page, ...rest } = boot
  const known: Boot = you ? { ...rest, you } : rest
  if (!page) return known
  // Every user has a seat in the lobby, and a newcomer has nothing to catch up on.
  const isMine = you !== undefined && page.room.id === LOBBY
  const room = isMine ? { ...page.room, role: 'member' as const, readSeq: page.room.lastSeq, mentions: 0 } : page.room
  return { ...known, page: { ...page, room } }
}
