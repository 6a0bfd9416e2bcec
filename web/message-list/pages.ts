/** A list of messages that is loaded page by page and kept up to date while it is shown. */
import { effect, untracked } from '@preact/signals'
import { useEffect, useRef, useState } from 'preact/hooks'
import type { Client } from '../../client/client.ts'
import type { Failure, Result } from '../../protocol/errors.ts'
import type { Message } from '../../protocol/models.ts'

export type Page<Item> = { items: readonly Item[]; next?: string | undefined }

type State<Item> = {
  items: readonly Item[]
  next: string | undefined
  /** False until the first page is loaded. */
  isKnown: boolean
  isLoading: boolean
  failure: Failure | undefined
}

export type Pages<Item> = State<Item> & {
  more: () => void
  again: () => void
  /** Removes items that the reader has just removed on the server. */
  leaveOut: (isGone: (item: Item) => boolean) => void
}

type Needs<Item> = {
  client: Client
  load: (after: string | undefined) => Promise<Result<Page<Item>>>
  /** Whether a changed message belongs in the list; undefined: only if it is there already. */
  belongs?: (message: Message) => boolean | undefined
}

const NOTHING = { items: [], next: undefined, isKnown: false, isLoading: true, failure: undefined }

/**
 * Loads the list when it is first shown and whenever `keys` change. The old items stay until the answer arrives.
 * Changed messages come from the rooms' events. Events missed offline or without membership cause a new request.
 */
export function usePages<Item extends { message: Message }>(needs: Needs<Item>, keys: readonly unknown[]): Pages<Item> {
  const [state, setState] = useState<State<Item>>(NOTHING)
  const turn = useRef(0)
  // As of the latest render, for events in between.
  const now = useRef({ state, needs })
  now.current = { state, needs }
  /** Messages received since the pending request was sent: its answer may be older. */
  const meanwhile = useRef<Message[] | undefined>(undefined)
  const isStale = useRef(false)

  /** `least`: the number of items to load, as many as there were before. */
  async function ask(after: string | undefined, least = 0): Promise<void> {
    const mine = ++turn.current
    meanwhile.current = []
    isStale.current = false
    setState((before) => ({ ...before, isLoading: true, failure: undefined }))
    const found: Item[] = []
    let next = after
    do {
      const result = await now.current.needs.load(next)
      // The answer to an earlier request.
      if (mine !== turn.current) return
      if (!result.ok) {
        meanwhile.current = undefined
        setState((before) => ({ ...before, isLoading: false, failure: result.error }))
        return
      }
      found.push(...result.value.items)
      next = result.value.next
    } while (found.length < least && next !== undefined)
    const heard = meanwhile.current ?? []
    meanwhile.current = undefined
    setState((before) => {
      const items = after === undefined ? found : [...before.items, ...found]
      return { items: brought(items, heard), next, isKnown: true, isLoading: false, failure: undefined }
    })
    if (isStale.current) again()
  }

  /** A pending request is not restarted: in a burst of events, no answer would ever arrive in time. */
  function again(): void {
    if (meanwhile.current) isStale.current = true
    else void ask(undefined, now.current.state.items.length)
  }

  function brought(items: readonly Item[], messages: readonly Message[]): readonly Item[] {
    let all = items
    for (const message of messages) {
      const known = all.find((item) => isSame(item.message, message))
      if (!known || known.message.rev >= message.rev) continue
      const stays = now.current.needs.belongs?.(message) !== false
      all = stays
        ? all.map((item) => (item === known ? { ...item, message } : item))
        : all.filter((item) => item !== known)
    }
    return all
  }

  function hear(messages: readonly Message[]): void {
    const { state: shown, needs } = now.current
    meanwhile.current?.push(...messages)
    const isListed = (message: Message) => shown.items.some((item) => isSame(item.message, message))
    setState((before) => {
      const items = brought(before.items, messages)
      return items === before.items ? before : { ...before, items }
    })
    if (messages.some((message) => needs.belongs?.(message) === true && !isListed(message))) again()
  }

  useEffect(() => {
    void ask(undefined, now.current.state.items.length)
    return () => {
      turn.current++
      meanwhile.current = undefined
    }
  }, keys)

  const { rooms, connection } = needs.client
  useEffect(() => {
    let wasOnline = connection.state.peek().state === 'online'
    const stops = [
      afterwards(
        () => rooms.latest.value,
        (change) => change && hear(change.messages),
      ),
      afterwards(() => rooms.gone.value, again),
      afterwards(
        () => connection.state.value.state === 'online',
        (isOnline) => {
          if (isOnline && !wasOnline) again()
          wasOnline = isOnline
        },
      ),
    ]
    return () => stops.forEach((stop) => stop())
  }, [rooms])

  return {
    ...state,
    more: () => state.next !== undefined && !state.isLoading && void ask(state.next),
    again,
    leaveOut: (isGone) => setState((before) => ({ ...before, items: before.items.filter((item) => !isGone(item)) })),
  }
}

const isSame = (one: Message, other: Message) => one.seq === other.seq && one.roomId === other.roomId

/** Calls `hear` for each value except the first. */
function afterwards<T>(value: () => T, hear: (value: T) => void): () => void {
  let isFirst = true
  return effect(() => {
    const now = value()
    if (!isFirst) untracked(() => hear(now))
    isFirst = false
  })
}
