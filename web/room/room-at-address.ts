/** The room that the address names: one of mine, one that I may visit, or none. */
import { useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import type { Client } from '../../client/client.ts'
import type { Gone, Room } from '../../client/rooms.ts'
import type { Failure } from '../../protocol/errors.ts'
import { LOBBY } from '../../protocol/limits.ts'
import { type Address, moveTo, address } from '../state/address.ts'

export type Found =
  | { state: 'room'; room: Room }
  | { state: 'loading' }
  /** The room was there until now. */
  | { state: 'gone'; gone: Gone }
  | { state: 'missing' }
  | { state: 'failed'; failure: Failure }

/** `isBorn`: whether the page's first data held a room. */
export function useRoomAtAddress(client: Client, isIn: boolean, isBorn: boolean): Found {
  const { rooms } = client
  const { slug } = address.value
  const isOnline = client.connection.state.value.state === 'online'
  const refused = useSignal<{ slug: string; failure: Failure } | undefined>(undefined)
  const goneAt = useRef<{ at: Address; gone: Gone } | undefined>(undefined)
  const last = useRef<{ slug: string; room: Room } | undefined>(undefined)

  let room = rooms.get(slug)
  // If the room is renamed while it is shown, the address follows.
  const renamed = !room && last.current?.slug === slug && rooms.get(last.current.room.id)
  if (renamed) room = renamed
  if (room) last.current = { slug: room.slug.value, room }
  const newSlug = renamed ? renamed.slug.value : undefined

  const lost = rooms.gone.value
  if (lost && !room && last.current?.room === lost.room && goneAt.current?.gone !== lost) {
    goneAt.current = { at: address.value, gone: lost }
  }
  const gone = goneAt.current?.at === address.value && lost ? goneAt.current.gone : undefined
  const isGone = gone !== undefined
  const home = client.me.value?.onlyRoomId === undefined ? undefined : rooms.all.value[0]?.slug.value

  useEffect(() => {
    if (newSlug !== undefined) moveTo(newSlug, address.peek().seq)
  }, [newSlug])

  useEffect(() => {
    if (room || isGone || !isIn || !isOnline) return
    // A user limited to one room has no lobby.
    if (slug === LOBBY && home !== undefined) {
      moveTo(home)
      return
    }
    let isOver = false
    void rooms.visit(slug).then((result) => {
      if (isOver) return
      if (!result.ok) refused.value = { slug, failure: result.error }
      else if (result.value.slug.peek() !== slug) moveTo(result.value.slug.peek(), address.peek().seq)
    })
    return () => {
      isOver = true
    }
  }, [room, isGone, slug, isIn, isOnline, home])

  useEffect(() => {
    // I left or hid it myself, so no message is needed.
    if (gone?.reason === 'left' || gone?.reason === 'hidden') moveTo(home ?? LOBBY)
  }, [gone])

  if (room) return { state: 'room', room }
  if (gone) return { state: 'gone', gone }
  const { failure } = refused.value?.slug === slug ? refused.value : {}
  if (failure) return failure.code === 'not_found' ? { state: 'missing' } : { state: 'failed', failure }
  // A reader who may not see rooms before joining does not learn which rooms exist.
  if (!isIn && !isBorn && slug !== LOBBY) return { state: 'missing' }
  return { state: 'loading' }
}
