/** Half-written messages, one for each room, and what they answer, kept for who wrote them until they are sent. */
import { type ReadonlySignal, type Signal, useSignalEffect } from '@preact/signals'
import { useLayoutEffect, useRef } from 'preact/hooks'
import type { Client } from '../../client/client.ts'
import type { Room } from '../../client/rooms.ts'
import type { User } from '../../protocol/models.ts'
import { answerIn } from '../timeline/active-row.ts'
import { handOver, keepOwn, ownKeys, recallOwn } from '../ui/own.ts'

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

  useLayoutEffect(() => {
    // A guest whose session merely ended can only come back as another one. Whoever signs out leaves nothing.
    if (writer?.kind === 'guest' && writer.id !== userId) handOver(writer.id, userId)
    if (text.peek() !== '' || answer.peek() !== undefined) return
    const draft = read(recallOwn(userId, key))
    text.value = draft.text
    answer.value = draft.replyTo
  }, [])
  useSignalEffect(() => {
    if (isMe(client.you, userId)) writer = client.you.value
  })
  useSignalEffect(() => {
    keepOwn(userId, key, written({ text: text.value, replyTo: answer.value }))
  })
}

const written = (draft: Draft): string =>
  draft.text === '' && draft.replyTo === undefined ? '' : JSON.stringify(draft)

const read = (kept: string | undefined): Draft => (kept === undefined ? { text: '' } : (JSON.parse(kept) as Draft))

/** A page that has lost its cookie may be taken for somebody else. */
const isMe = (you: ReadonlySignal<User | undefined>, userId: string): boolean => you.value?.id === userId
