/**
 * Server-Sent Events: a room's changes for anything that can read lines. Each event's id is `epoch:rev`, so a reader
 * that comes back with it as Last-Event-ID misses nothing.
 */
import type { ServerResponse } from 'node:http'
import { Refusal } from '../../protocol/errors.ts'
import type { Change, ChangesPage } from '../../protocol/models.ts'
import type { Caller } from '../chat/caller.ts'
import type { Tools } from '../chat/tools.ts'
import { run } from '../chat/run.ts'

/** A comment now and then keeps proxies from closing a quiet stream, in ms. */
const HEARTBEAT_MS = 15_000
/** What may wait for one reader, in bytes; more and it is cut off, to come back and catch up. */
const MAX_UNREAD_BYTES = 1_048_576

/** Where a reader stands. Until it has caught up, what happens meanwhile is kept for it. */
type Stream = { response: ServerResponse; sessionId: string; rev: number; missed: Change[] | undefined }

export class EventStreams {
  readonly #tools: Tools
  readonly #rooms = new Map<string, Set<Stream>>()
  readonly #heartbeat: NodeJS.Timeout

  constructor(tools: Tools) {
    this.#tools = tools
    tools.delivery.subscribe((parcel) => {
      if (parcel.event === 'room:changed') this.#tell(parcel.payload)
      if (parcel.event === 'session:ended' && 'session' in parcel.audience) this.#end(parcel.audience.session)
    })
    this.#heartbeat = setInterval(() => this.#writeToAll(': still here\n\n'), HEARTBEAT_MS).unref()
  }

  /**
   * Takes over the response. `lastEventId` is `epoch:rev` as this stream gave it, or absent to begin with what happens
   * from now on. Throws `bad_request` when it is neither.
   */
  open(roomId: string, rev: number, caller: Caller, lastEventId: string | undefined, response: ServerResponse): void {
    const place = /^(?<epoch>[^:]{1,64}):(?<since>\d{1,15})$/.exec(
      lastEventId ?? `${this.#tools.store.epoch}:${rev}`,
    )?.groups
    if (!place) throw new Refusal('bad_request', 'Last-Event-ID is not one that this stream gave.')

    response.writeHead(200, {
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    })
    response.write(`retry: 1000\nid: ${place.epoch}:${place.since}\n\n`)
    const stream: Stream = { response, sessionId: caller.sessionId, rev: Number(place.since), missed: [] }
    // Listening begins before catching up, so that nothing falls between the two.
    this.#add(roomId, stream)
    this.#catchUp(roomId, stream, place.epoch!, caller).catch((error: unknown) => {
      if (!(error instanceof Refusal)) this.#tools.onBug(error, 'events')
      response.destroy()
    })
  }

  close(): void {
    clearInterval(this.#heartbeat)
    for (const { response } of this.#all()) response.end()
  }

  async #catchUp(roomId: string, stream: Stream, epoch: string, caller: Caller): Promise<void> {
    for (let more = true; more && !stream.response.destroyed;) {
      const page = await this.#changes(roomId, epoch, stream.rev, caller)
      if ('reset' in page) {
        const { rev } = await this.#room(roomId, caller)
        stream.response.write(`event: reset\nid: ${this.#tools.store.epoch}:${rev}\ndata: ${JSON.stringify(page)}\n\n`)
        stream.rev = rev
        break
      }
      more = page.more
      this.#write(stream, { roomId, from: page.from, to: page.to, messages: page.messages })
    }
    const missed = stream.missed ?? []
    stream.missed = undefined
    for (const change of missed) this.#write(stream, change)
  }

  async #changes(roomId: string, epoch: string, since: number, caller: Caller): Promise<ChangesPage> {
    const result = await run(this.#tools, 'room:changes', caller, { roomId, epoch, since })
    if (result.ok) return result.value
    throw new Refusal(result.error.code, result.error.message)
  }

  async #room(roomId: string, caller: Caller): Promise<{ rev: number }> {
    const result = await run(this.#tools, 'room:history', caller, { roomId, limit: 1 })
    if (result.ok) return result.value.room
    throw new Refusal(result.error.code, result.error.message)
  }

  #add(roomId: string, stream: Stream): void {
    const streams = this.#rooms.get(roomId) ?? new Set()
    this.#rooms.set(roomId, streams.add(stream))
    stream.response.on('close', () => {
      streams.delete(stream)
      if (streams.size === 0) this.#rooms.delete(roomId)
    })
  }

  #tell(change: Change): void {
    const streams = this.#rooms.get(change.roomId)
    if (!streams) return
    const event = this.#encode(change)
    for (const stream of streams) {
      if (stream.missed) stream.missed.push(change)
      else this.#write(stream, change, event)
    }
  }

  #write(stream: Stream, change: Change, encoded?: string): void {
    if (change.to <= stream.rev) return
    // What overlaps was told while catching up; the range tells only what is new.
    const isNext = change.from === stream.rev
    stream.response.write(isNext && encoded !== undefined ? encoded : this.#encode({ ...change, from: stream.rev }))
    stream.rev = change.to
    if (stream.response.writableLength > MAX_UNREAD_BYTES) stream.response.destroy()
  }

  #end(sessionId: string): void {
    for (const { response, sessionId: own } of this.#all()) if (own === sessionId) response.destroy()
  }

  #all(): Stream[] {
    return [...this.#rooms.values()].flatMap((streams) => [...streams])
  }

  #encode(change: Change): string {
    return `event: changed\nid: ${this.#tools.store.epoch}:${change.to}\ndata: ${JSON.stringify(change)}\n\n`
  }

  #writeToAll(text: string): void {
    for (const { response } of this.#all()) response.write(text)
  }
}
