/** A program that reads Server-Sent Events and comes back with the last id it was given. */
import { setTimeout as pause } from 'node:timers/promises'
import type { Change } from '../../../protocol/models.ts'
import { bearer } from '../../support/http.ts'
import { arrive } from '../support/arrive.ts'
import { seenOf } from '../history.ts'
import { Known } from './known.ts'
import type { Observer, ObserverOptions } from './observer.ts'

/** The stream says "still here" every 15 s; a client that hears nothing for longer than this comes back. */
const SILENT_MS = 20_000
const RETRY_MS = 1_000

export async function sseObserver({ name, url, note }: ObserverOptions): Promise<Observer> {
  const known = new Known()
  const token = await arrive(url, name)
  let [lastId, connection, isOver] = ['', 0, false]
  let bell = new AbortController()
  const first = Promise.withResolvers<void>()

  async function read(): Promise<void> {
    const headers = { ...bearer(token), ...(lastId !== '' && { 'last-event-id': lastId }) }
    const response = await fetch(`${url}/api/rooms/lobby/events`, { headers, signal: bell.signal })
    if (!response.ok) throw new Error(`events answered ${response.status}`)
    const decoder = new TextDecoder()
    let rest = ''
    let isNew = true
    let silence = setTimeout(() => bell.abort(), SILENT_MS)
    try {
      for await (const chunk of response.body ?? []) {
        clearTimeout(silence)
        silence = setTimeout(() => bell.abort(), SILENT_MS)
        const blocks = (rest + decoder.decode(chunk as Uint8Array, { stream: true })).split('\n\n')
        rest = blocks.pop() ?? ''
        for (const block of blocks) isNew = take(block, isNew)
      }
    } finally {
      clearTimeout(silence)
    }
  }

  /** The first block of a stream has an id alone: it says where the stream begins. */
  function take(block: string, isNew: boolean): boolean {
    const fields = new Map(block.split('\n').map((line) => [line.split(':')[0] ?? '', line.replace(/^[^:]*: ?/, '')]))
    lastId = fields.get('id') ?? lastId
    const [epoch = '', rev = '0'] = lastId.split(':')
    if (isNew) {
      note({ what: 'connect', connection: ++connection, epoch, rev: Number(rev) })
      known.begin(Number(rev), Number(rev))
      first.resolve()
      return false
    }
    if (fields.get('event') !== 'changed') return false
    const { from, to, messages } = JSON.parse(fields.get('data') ?? '') as Change
    const seen = messages.map(seenOf)
    note({ what: 'change', connection, by: 'live', epoch, from, to, messages: seen })
    known.layOver(from, to, seen)
    return false
  }

  async function keepReading(): Promise<void> {
    while (!isOver) {
      bell = new AbortController()
      const reason = await read().then(
        () => 'ended',
        (error: unknown) => String(error),
      )
      note({ what: 'disconnect', connection, reason })
      if (!isOver) await pause(RETRY_MS)
    }
  }

  const reading = keepReading()
  await first.promise
  return {
    name,
    kind: 'sse',
    say: () => undefined,
    waiting: () => 0,
    knows: () => known.lastSeq,
    finish: () => note({ what: 'final', fromSeq: known.fromSeq, outbox: 0, shown: known.shown }),
    close: async () => {
      isOver = true
      bell.abort()
      await reading
    },
  }
}
