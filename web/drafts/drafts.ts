/** Drafts with the messages they reply to, one for each room. They are kept for their author until they are sent. */
import { effect, signal } from '@preact/signals'
import { useEffect, useLayoutEffect } from 'preact/hooks'
import type { Client } from '../../client/client.ts'
import type { Room } from '../../client/rooms.ts'
import type { User } from '../../protocol/models.ts'
import { forgetUser, keepInTab, keysInTab, recallInTab } from '../browser/user-storage.ts'
import { unsentIn } from './unsent.ts'
import { PREFIX, begunBy, read, shelfOf, written } from './kept-drafts.ts'
import { Slots, holds } from './slots.ts'

/** The last author in this page, unless they have signed out. */
let writer: User | undefined

/** The number of a user's drafts. */
export const countBegun = (userId: string): number => begunBy(userId).length

/** Ids of the rooms with a draft, from any tab of this browser. */
export const begunRooms = signal<ReadonlySet<string>>(new Set())
let reader = ''

/** Keeps `begunRooms` up to date, also with changes by other tabs. */
export function useBegunRooms(userId: string): void {
  useEffect(() => {
    reader = userId
    lookForBegun()
    const hear = ({ key }: StorageEvent) => (key === null || key.includes(PREFIX)) && lookForBegun()
    addEventListener('storage', hear)
    return () => removeEventListener('storage', hear)
  }, [userId])
}

function lookForBegun(): void {
  begunRooms.value = new Set(begunBy(reader).map((key) => key.slice(PREFIX.length, key.lastIndexOf('/'))))
}

/** Clients that have signed out. Nothing more is kept for them, even if a message of theirs is refused later. */
const gone = new WeakSet<Client>()

/** Deletes all drafts of a user who signs out. The next user finds nothing. */
export function forgetDrafts(client: Client): void {
  gone.add(client)
  writer = undefined
  forgetUser(client.you.peek()?.id ?? '')
}

/**
 * Ends a user's session in this tab. Their drafts stay where all tabs find them, unless they have signed out in another
 * tab. A guest's drafts also stay in this tab, for the guest's next session.
 */
export function leaveTab({ id, kind }: User): void {
  for (const key of keysInTab(id)) {
    if (kind !== 'guest' || !holds(shelfOf(id, key), recallInTab(id, key))) keepInTab(id, key, '')
  }
}

/** The slots of each room's draft, from when the room was first open in this page. */
const places = new WeakMap<Room, Slots>()

/** Restores my draft in a room, and keeps it from then on. */
export function useDraft(client: Client, room: Room): void {
  useLayoutEffect(() => {
    const userId = client.you.peek()?.id ?? ''
    if (writer?.kind === 'guest' && writer.id !== userId) {
      const { id } = writer
      const start = () => begin(client, room, userId)
      void import('./hand-over.ts').then(({ handOver }) => handOver(id, userId)).then(start, start)
    } else begin(client, room, userId)
    return effect(() => {
      // A page that has lost its cookie may get another user.
      if (client.you.value?.id === userId && !gone.has(client)) writer = client.you.value
    })
  }, [room])
}

function begin(client: Client, room: Room, userId: string): void {
  const { text, answer, files } = unsentIn(room)
  const key = PREFIX + room.id
  const known = places.get(room)
  const slots = known ?? new Slots(shelfOf(userId, key))
  places.set(room, slots)
  // A draft in progress is not replaced.
  if (!known || (text.peek() === '' && answer.peek() === undefined && files.peek().length === 0)) {
    const draft = read(slots.begin(recallInTab(userId, key)))
    if (draft.text !== text.peek()) text.value = together(room, draft.text)
    answer.value ??= draft.replyTo
    if (draft.files) files.value = [...draft.files, ...files.peek()]
  }
  if (known) return
  // This ends with the room, not with the field: a message still being sent may yet be accepted or come back.
  effect(() => {
    const now = written({ text: text.value, replyTo: answer.value, files: files.value })
    if (gone.has(client)) return
    slots.write(now)
    // Runs at each key: all drafts are read only when the room's mark appears or disappears.
    if (begunRooms.peek().has(room.id) !== (now !== '')) lookForBegun()
    keepInTab(userId, key, now)
  })
}

/** Text typed before this code was loaded is put below the earlier draft. A message being sent is put above it. */
function together(room: Room, earlier: string): string {
  const { text, keeping } = unsentIn(room)
  const parts = keeping === undefined ? [earlier, text.peek()] : [text.peek(), earlier]
  return parts.filter((part) => part !== '').join('\n')
}
