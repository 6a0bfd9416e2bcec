/**
 * What this browser keeps of the chat, to open it without a network: of one user, the latest one here, and no more than
 * `MOST_ROOMS` rooms with their last messages.
 */
import type { Boot, HistoryPage } from '../../protocol/models.ts'
import { basePath } from '../browser/base-path.ts'
import { answerOf, databaseOf } from '../browser/indexed-db.ts'
import { keep, recall } from '../browser/storage.ts'

const CHAT = 'chat'
const PAGES = 'pages'
const MOST_ROOMS = 30
const MOST_MESSAGES = 50
/** Of one room, in characters of JSON. A room of long messages keeps fewer of them. */
const MOST_CHARACTERS = 100_000

export type KeptChat = Pick<Boot, 'chat' | 'me' | 'preferences' | 'epoch'> & Required<Pick<Boot, 'you' | 'rooms'>>
type KeptPage = { roomId: string; slug: string; seenAt: number; page: HistoryPage }

const { get, write } = databaseOf(`earshot-kept${basePath}`, (made) => {
  made.createObjectStore(CHAT)
  made.createObjectStore(PAGES, { keyPath: 'roomId' })
})

/** The id of the user of whom something is kept. It is known without opening the database. */
const KEPT_FOR = `kept${basePath}`
export const keptFor = (): string | undefined => recall(KEPT_FOR)

/** `isWanted` is asked last: the session may end at any moment. Rooms that are no longer mine go with it. */
export async function keepChat(chat: KeptChat, isWanted: () => boolean): Promise<void> {
  if (keptFor() !== chat.you.id) await forgetKept()
  if (!isWanted()) return
  const mine = new Set(chat.rooms.map(({ id }) => id))
  keep(KEPT_FOR, chat.you.id)
  await write([CHAT, PAGES], (writing) => {
    writing.objectStore(CHAT).put(chat, CHAT)
    const pages = writing.objectStore(PAGES)
    const kept = pages.getAllKeys() as IDBRequest<string[]>
    kept.onsuccess = () => {
      for (const roomId of kept.result) if (!mine.has(roomId)) pages.delete(roomId)
    }
  })
}

export async function keptChat(): Promise<KeptChat | undefined> {
  return answerOf((await get()).transaction(CHAT).objectStore(CHAT).get(CHAT) as IDBRequest<KeptChat | undefined>)
}

/** Only beside the chat that it is of: what was forgotten meanwhile does not come back. */
export async function keepPage(page: HistoryPage): Promise<void> {
  const { id: roomId, slug } = page.room
  const row: KeptPage = { roomId, slug, seenAt: Date.now(), page: { ...page, messages: lastOf(page.messages) } }
  const all = await keptPages()
  const tooMany = all.filter((kept) => kept.roomId !== roomId).slice(MOST_ROOMS - 1)
  await write([CHAT, PAGES], (writing) => {
    const chat = writing.objectStore(CHAT).get(CHAT) as IDBRequest<KeptChat | undefined>
    chat.onsuccess = () => {
      if (!chat.result?.rooms.some(({ id }) => id === roomId)) return
      const pages = writing.objectStore(PAGES)
      pages.put(row)
      for (const kept of tooMany) pages.delete(kept.roomId)
    }
  })
}

/** The last messages that fit. */
function lastOf(messages: HistoryPage['messages']): HistoryPage['messages'] {
  let room = MOST_CHARACTERS
  const last = messages.slice(-MOST_MESSAGES).toReversed()
  const over = last.findIndex((message) => (room -= JSON.stringify(message).length) < 0)
  return last.slice(0, over < 0 ? undefined : Math.max(over, 1)).toReversed()
}

/** The rooms with their last messages, the latest seen first. */
export async function keptPages(): Promise<KeptPage[]> {
  const pages = (await get()).transaction(PAGES).objectStore(PAGES)
  const all = await answerOf(pages.getAll() as IDBRequest<KeptPage[]>)
  return all.sort((a, b) => b.seenAt - a.seenAt)
}

/** By the room's id or address. */
export async function keptPage(idOrSlug: string): Promise<HistoryPage | undefined> {
  const all = await keptPages()
  return all.find(({ roomId, slug }) => roomId === idOrSlug || slug === idOrSlug)?.page
}

/** A room that is gone, or that I left. */
export async function dropPage(roomId: string): Promise<void> {
  await write(PAGES, (writing) => writing.objectStore(PAGES).delete(roomId))
}

export async function forgetKept(): Promise<void> {
  await write([CHAT, PAGES], (writing) => {
    writing.objectStore(CHAT).clear()
    writing.objectStore(PAGES).clear()
  })
  // Last: if the page closes before, the next one finds the mark and forgets again.
  keep(KEPT_FOR, '')
}
