import { type Signal, signal, useSignal } from '@preact/signals'
import type { RefObject } from 'preact'
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import type { Client } from '../../client/client.ts'
import type { Room } from '../../client/rooms.ts'
import { MAX_MEMBERS_FOR_JOINS } from '../../protocol/limits.ts'
import { type Join, withJoins } from './joins.ts'
import type { Row } from './rows.ts'

/** Inserts the lines about new members between the rows. */
export type Weave = (rows: readonly Row[]) => readonly Row[]

type Props = { list: RefObject<HTMLElement | null>; client: Client; room: Room; weave: Signal<Weave | undefined> }

/** The joins as last loaded. A room that is opened again shows them at once. */
const known = new WeakMap<Room, Signal<readonly Join[]>>()

/** Whether the page shows its first room. There, messages are on the screen before the joins are known. */
let isBeginning = true

/** These events move the list. A press is not one of them: its target would move away under the finger. */
const MOVES = ['wheel', 'touchmove'] as const

/** No event announces a new member. The list is loaded for small rooms, and when an unknown user appears or writes. */
export function HearJoins({ list, client, room, weave }: Props) {
  const joins = known.get(room) ?? signal<readonly Join[]>([])
  known.set(room, joins)
  const { memberCount, kind } = room.view.value
  const isSmall = kind !== 'direct' && memberCount <= MAX_MEMBERS_FOR_JOINS
  const isOnline = client.connection.state.value.state === 'online'
  const { atStart, atHead, entries } = room.timeline
  const latest = entries.value.at(-1)
  const heard = [...(room.presence.value?.users ?? []), ...(latest?.kind === 'message' ? [latest.message.author] : [])]
  // It only grows: an answer that holds them asks for no other one.
  const met = useRef(new Set<string>()).current
  if (isSmall) for (const { id } of heard) if (!joins.value.some(({ user }) => user.id === id)) met.add(id)
  const mayMove = useMayMove(list, latest?.kind === 'message' ? latest.message.seq : latest?.draft.clientId)

  useEffect(() => {
    if (!isSmall) {
      if (joins.peek().length > 0) joins.value = []
    } else if (isOnline) {
      void client.run('room:joins', { roomId: room.id }).then((result) => {
        if (result.ok) joins.value = result.value.joins.toReversed()
      })
    }
  }, [room, isSmall, isOnline, memberCount, met.size])

  const now = joins.value
  const reach = { atStart: atStart.value, atHead: atHead.value }
  // Before the rows of a reopened room are painted.
  useLayoutEffect(() => {
    if (mayMove) weave.value = (rows) => withJoins(rows, now, reach)
  }, [mayMove, now, reach.atStart, reach.atHead])
  return null
}

/** Nothing moves on the screen until the reader scrolls or a message arrives. A room opened later may move at once. */
function useMayMove(list: RefObject<HTMLElement | null>, latest: string | number | undefined): boolean {
  const may = useSignal(!isBeginning)
  const first = useRef(latest)
  if (latest !== first.current) may.value = true
  useEffect(() => {
    isBeginning = false
    const end = new AbortController()
    const allow = () => {
      may.value = true
      end.abort()
    }
    for (const move of MOVES) list.current?.addEventListener(move, allow, { signal: end.signal, passive: true })
    return () => end.abort()
  }, [])
  return may.value
}
