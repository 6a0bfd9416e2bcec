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

export async function keepChat(chat: KeptChat): Promise<void> {
  if (keptFor() !== chat.you.id) await forgetKept()
  keep(KEPT_FOR, chat.you.id)
  await write(CHAT, (writing) => writing.objectStore(CHAT).put(chat, CHAT))
}

export async function keptChat(): Promise<KeptChat | undefined> {
  return answerOf((await get()).transaction(CHAT).objectStore(CHAT).get(CHAT) as IDBRequest<KeptChat | undefined>)
}

export async function keepPage(page: HistoryPage): Promise<void> {
  const { id: roomId, slug } = page.room
  const row: KeptPage = { roomId, slug, seenAt: Date.now(), page: { ...page, messages: lastOf(page.messages) } }
  const all = await keptPages()
  const tooMany = all.filter((kept) => kept.roomId !== roomId).slice(MOST_ROOMS - 1)
  await write(PAGES, (writing) => {
    const pages = writing.objectStore(PAGES)
    pages.put(row)
    for (const kept of tooMany) pages.delete(kept.roomId)
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
  keep(KEPT_FOR, '')
  await write([CHAT, PAGES], (writing) => {
    writing.objectStore(CHAT).clear()
    writing.objectStore(PAGES).clear()
  })
}
