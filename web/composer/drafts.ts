/** Half-written messages, one for each room, and what they answer, kept for who wrote them until they are sent. */
import { type ReadonlySignal, type Signal, effect } from '@preact/signals'
import { useLayoutEffect, useMemo, useRef } from 'preact/hooks'
import type { Client } from '../../client/client.ts'
import type { Room } from '../../client/rooms.ts'
import type { User } from '../../protocol/models.ts'
import { answerIn } from '../timeline/active-row.ts'
import { handOver, keepInTab, keepOwn, ownKeys, recallInTab, recallOwn } from '../ui/own.ts'
import { type Shelf, Slots } from './slots.ts'

const PREFIX = 'draft/'

/** Who wrote in this page last, unless they have signed out. */
let writer: User | undefined

/** How many messages somebody has begun and not sent. */
export const countBegun = (userId: string): number => ownKeys(userId).filter((key) => key.startsWith(PREFIX)).length

type Draft = { text: string; replyTo?: number | undefined }

/** Brings back what I had begun to write in a room, and keeps it from then on. */
export function useDraft(client: Client, room: Room, text: Signal<string>): void {
  const userId = useRef(client.you.peek()?.id ?? '').current
  const key = PREFIX + room.id
  const answer = answerIn(room)
  const slots = useMemo(() => new Slots(shelfOf(userId, key)), [])

  useLayoutEffect(() => {
    // A guest whose session merely ended can only come back as another one. Whoever signs out leaves nothing.
    if (writer?.kind === 'guest' && writer.id !== userId) handOver(writer.id, userId)
    const draft = read(slots.begin(recallInTab(userId, key)))
    // What was typed before this part of the page came stands below what was begun earlier.
    if (draft.text !== text.peek()) text.value = [draft.text, text.peek()].filter((part) => part !== '').join('\n')
    answer.value ??= draft.replyTo
  }, [])
  useEffectAtOnce(() => {
    if (isMe(client.you, userId)) writer = client.you.value
  })
  useEffectAtOnce(() => {
    const now = written({ text: text.value, replyTo: answer.value })
    slots.write(now)
    keepInTab(userId, key, now)
  })
}

/** `useSignalEffect` waits for the next picture, and what was typed by then is lost with who leaves the room before it. */
const useEffectAtOnce = (run: () => void): void => useLayoutEffect(() => effect(run), [])

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

/** A page that has lost its cookie may be taken for somebody else. */
const isMe = (you: ReadonlySignal<User | undefined>, userId: string): boolean => you.value?.id === userId
