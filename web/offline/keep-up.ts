/** Keeps the snapshot of the chat up to date, for the next time without a network. */
import { effect, untracked } from '@preact/signals'
import type { Client } from '../../client/client.ts'
import type { Room } from '../../client/rooms.ts'
import { address } from '../state/address.ts'
import { forgetAll } from './forget.ts'
import { dropPage, keepChat, keepPage, keptPage } from './kept.ts'

/** At most so often, in ms: a busy room changes many times a second. */
const PAUSE_MS = 2_000

/** Begins to keep. The answer stops it. */
export function keepUp(client: Client): () => void {
  let isOver = false
  let last = Promise.resolve()
  /** Pages are kept only beside their chat, so that is written first. */
  const inTurn = (run: () => Promise<void>) => (last = last.catch(() => undefined).then(run))
  const chat = later(() => inTurn(() => saveChat(client, () => !isOver)))
  /** Rooms that have changed since they were kept. */
  const changed = new Set<Room>()
  const page = later(() =>
    inTurn(async () => {
      const rooms = [...changed]
      changed.clear()
      for (const room of rooms) if (!isOver) await saveRoom(room)
    }),
  )
  const stops = [
    effect(() => {
      const { you, me, preferences, settings, rooms, connection } = client
      void [you.value, me.value, preferences.value, settings.value, rooms.list.value]
      if (connection.state.value.state === 'online') untracked(chat.soon)
    }),
    effect(() => {
      const room = client.rooms.get(address.value.slug)
      void room?.timeline.entries.value
      if (!room?.isMember.value || client.connection.state.value.state !== 'online') return
      changed.add(room)
      untracked(page.soon)
    }),
    effect(() => void showKept(client)),
    effect(() => {
      const { gone } = client.rooms
      if (gone.value) void dropPage(gone.value.room.id)
    }),
    effect(() => {
      // The session is over, here or by another device: nothing of it stays. A newer server's page is the same session.
      const state = client.connection.state.value
      if (state.state === 'refused' || (state.state === 'ended' && state.reason !== 'new_version'))
        untracked(() => {
          end()
          void forgetAll()
        })
    }),
  ]
  const hear = () => {
    if (!document.hidden) return
    chat.now()
    page.now()
  }
  document.addEventListener('visibilitychange', hear)

  function end() {
    isOver = true
    chat.stop()
    page.stop()
  }
  return () => {
    document.removeEventListener('visibilitychange', hear)
    for (const stop of stops) stop()
    end()
  }
}

async function saveChat({ you, me, preferences, settings, rooms }: Client, isWanted: () => boolean): Promise<void> {
  const [user, chat] = [you.peek(), settings.peek()?.chat]
  if (!user) return
  const kept = {
    you: user,
    epoch: rooms.epoch,
    rooms: [...rooms.list.peek()],
    ...(me.peek() && { me: me.peek()! }),
    ...(preferences.peek() && { preferences: preferences.peek()! }),
    ...(chat && { chat }),
  }
  await keepChat(kept, isWanted)
}

/** Only a room that is complete to its newest message. Changes on their way are left to the next time. */
async function saveRoom(room: Room): Promise<void> {
  if (!room.timeline.atHead.peek() || room.timeline.status.peek().state !== 'ready') return
  const messages = room.timeline.entries.peek().flatMap((entry) => (entry.kind === 'message' ? entry.message : []))
  const last = messages.at(-1)
  if (!last) return
  await keepPage({ messages, room: { ...room.view.peek(), rev: room.timeline.rev, lastSeq: last.seq } })
}

/** A room that was not open in this page shows its kept messages while there is no connection. */
async function showKept({ rooms, connection }: Client): Promise<void> {
  const room = rooms.get(address.value.slug)
  if (!room || connection.state.value.state === 'online' || !isBare(room)) return
  const page = await keptPage(room.id).catch(() => undefined)
  if (page && connection.state.peek().state !== 'online' && isBare(room)) room.receive(page)
}

const isBare = ({ timeline }: Room): boolean => !['ready', 'catching-up'].includes(timeline.status.peek().state)

/** Runs once after a pause, however often it is asked for. A browser without room keeps nothing. */
function later(run: () => Promise<void>) {
  let timer: ReturnType<typeof setTimeout> | undefined
  let isStopped = false
  const now = () => {
    if (timer === undefined) return
    clearTimeout(timer)
    timer = undefined
    run().catch((error: unknown) => console.warn(error))
  }
  return {
    now,
    soon: () => {
      if (!isStopped) timer ??= setTimeout(now, PAUSE_MS)
    },
    stop: () => {
      isStopped = true
      clearTimeout(timer)
      timer = undefined
    },
  }
}
