/** Half-written messages, one for each room, and what they answer, kept for who wrote them until they are sent. */
import { effect } from '@preact/signals'
import { useLayoutEffect } from 'preact/hooks'
import type { Client } from '../../client/client.ts'
import type { Room } from '../../client/rooms.ts'
import type { User } from '../../protocol/models.ts'
import {
  forgetOwn,
  handOverLines,
  keepInTab,
  keepOwn,
  keysInTab,
  ownKeys,
  recallInTab,
  recallOwn,
  takeOwn,
} from '../ui/own.ts'
import { begunIn } from './begun.ts'
import { type Shelf, Slots, holds, putBeside } from './slots.ts'

const PREFIX = 'draft/'

/** Who wrote in this page last, unless they have signed out. */
let writer: User | undefined

/** How many messages somebody has begun and not sent. */
export const countBegun = (userId: string): number => begunBy(userId).length

const begunBy = (userId: string): string[] => ownKeys(userId).filter((key) => key.startsWith(PREFIX))

/** Of whom nothing is kept any more, whatever becomes of what they were sending. */
const gone = new WeakSet<Client>()

/** Whoever goes of their own accord leaves nothing to whoever comes next. */
export function forgetDrafts(client: Client): void {
  gone.add(client)
  writer = undefined
  forgetOwn(client.you.peek()?.id ?? '')
}

/**
 * This tab is theirs no more. What waits for a person waits where all tabs find it, unless they have signed out in
 * another; so does what a guest began, and in this tab whoever they are next goes on with it.
 */
export function leaveTab({ id, kind }: User): void {
  for (const key of keysInTab(id)) {
    if (kind !== 'guest' || !holds(shelfOf(id, key), recallInTab(id, key))) keepInTab(id, key, '')
  }
}

type Draft = { text: string; replyTo?: number | undefined }

/** Where what is written in a room is kept, from when the room was first open in this page. */
const places = new WeakMap<Room, Slots>()

/** Brings back what I had begun to write in a room, and keeps it from then on. */
export function useDraft(client: Client, room: Room): void {
  useLayoutEffect(() => {
    const userId = client.you.peek()?.id ?? ''
    if (writer?.kind === 'guest' && writer.id !== userId) handOver(writer.id, userId)
    begin(client, room, userId)
    return effect(() => {
      // A page that has lost its cookie may be taken for somebody else.
      if (client.you.value?.id === userId && !gone.has(client)) writer = client.you.value
    })
  }, [room])
}

function begin(client: Client, room: Room, userId: string): void {
  const { text, answer } = begunIn(room)
  const key = PREFIX + room.id
  const known = places.get(room)
  const slots = known ?? new Slots(shelfOf(userId, key))
  places.set(room, slots)
  // Where something is written already, it goes on.
  if (!known || (text.peek() === '' && answer.peek() === undefined)) {
    const draft = read(slots.begin(recallInTab(userId, key)))
    if (draft.text !== text.peek()) text.value = together(room, draft.text)
    answer.value ??= draft.replyTo
  }
  if (known) return
  // It ends with the room, not with the field: what is on its way when the reader leaves may still be sent, or come back.
  effect(() => {
    const now = written({ text: text.value, replyTo: answer.value })
    if (gone.has(client)) return
    slots.write(now)
    keepInTab(userId, key, now)
  })
}

/** What was typed before this part of the page came stands below what was begun earlier; what is being sent, above it. */
function together(room: Room, earlier: string): string {
  const { text, keeping } = begunIn(room)
  const parts = keeping === undefined ? [earlier, text.peek()] : [text.peek(), earlier]
  return parts.filter((part) => part !== '').join('\n')
}

/** A guest whose session merely ended can only come back as another one, or with a password: what they began goes along. */
function handOver(from: string, to: string): void {
  const placed: string[] = []
  for (const key of begunBy(from)) {
    const text = takeOwn(from, key)
    if (putBeside(shelfOf(to, key.slice(0, key.lastIndexOf('/'))), text, joined)) placed.push(text)
  }
  // In this tab one goes on with what was written here last, unless it was thrown away in another.
  for (const key of keysInTab(from)) {
    const text = recallInTab(from, key)
    if (placed.includes(text)) keepInTab(to, key, text)
  }
  handOverLines(from, to)
}

function joined(there: string, text: string): string {
  const [first, second] = [read(there), read(text)]
  return written({ text: `${first.text}\n${second.text}`.trim(), replyTo: first.replyTo ?? second.replyTo })
}

const shelfOf = (userId: string, key: string): Shelf => ({
  recall: (slot) => recallOwn(userId, `${key}/${slot}`) ?? '',
  keep: (slot, text) => keepOwn(userId, `${key}/${slot}`, text),
})

const written = (draft: Draft): string =>
  draft.text === '' && draft.replyTo === undefined ? '' : JSON.stringify(draft)

function read(kept = ''): Draft {
  try {
    return JSON.parse(kept) as Draft
  } catch {
    return { text: kept }
  }
}
