/**
 * Server-Sent Events: a room's changes for anything that can read lines. Each event's id is `epoch:rev`, so a reader
 * that comes back with it as Last-Event-ID misses nothing.
 */
import type { ServerResponse } from 'node:http'
import { Refusal } from '../../protocol/errors.ts'
import type { Change, ChangesPage } from '../../protocol/models.ts'
import { maySee } from '../chat/access.ts'
import type { Caller } from '../chat/caller.ts'
import type { Lifetime } from '../chat/lifetime.ts'
import { run } from '../chat/run.ts'
import type { Audience } from '../delivery/delivery.ts'
import type { Tools } from '../chat/tools.ts'

/** A comment now and then keeps proxies from closing a quiet stream, in ms. */
const HEARTBEAT_MS = 15_000
/** Bytes that may wait for one reader. Beyond that, it continues from the store once it has read these. */
const MAX_UNREAD_BYTES = 262_144
/** How long a reader may take nothing, in ms. Then it is cut off; it comes back and catches up. */
const PATIENCE_MS = 10_000
/** How long to wait before the store is asked again, in ms. */
const RETRY_MS = 1_000

/**
 * A reader, who knows the room up to `rev`, while the room has come to `head`. One that is behind reads from the store,
 * page by page. One that is live gets changes as they happen.
 */
type Stream = {
  response: ServerResponse
  caller: Caller
  roomId: string
  rev: number
  head: number
  state: 'behind' | 'live'
  /** Whether the reader must be checked by the store again. */
  isDoubted: boolean
}

export class EventStreams {
  readonly #tools: Tools
  readonly #rooms = new Map<string, Set<Stream>>()
  readonly #heartbeat: NodeJS.Timeout

  constructor(tools: Tools) {
    this.#tools = tools
    tools.delivery.subscribe(
      (parcel) => {
        if (parcel.event === 'room:changed') this.#tell(parcel.payload)
        if (parcel.event === 'session:ended') this.#end(parcel.audience)
        if (parcel.event === 'room:gone') this.#end(parcel.audience, parcel.payload.roomId)
        // The room may have been closed to visitors.
        if (parcel.event === 'room:updated') this.#doubt(parcel.audience, parcel.payload.roomId)
      },
      { isHeard: (roomId) => this.#rooms.has(roomId) },
    )
    this.#heartbeat = setInterval(() => this.#beat(), HEARTBEAT_MS).unref()
  }

  /**
   * Takes over a response whose headers are set. `lastEventId` is an `epoch:rev` of this stream, or absent to begin
   * now. The stream lasts as long as `lifetime`. Throws `bad_request` for another id.
   */
  open(
    roomId: string,
    rev: number,
    caller: Caller,
    lastEventId: string | undefined,
    response: ServerResponse,
    lifetime: Lifetime,
  ): void {
    const { epoch } = this.#tools.store
    const place = /^(?<epoch>[^:]{1,64}):(?<since>\d{1,15})$/.exec(lastEventId ?? `${epoch}:${rev}`)?.groups
    if (!place) throw new Refusal('bad_request', 'Last-Event-ID doesn’t come from this stream. Leave it out.')

    response.writeHead(200, { 'content-type': 'text/event-stream', 'x-accel-buffering': 'no' })
    response.write(`retry: 1000\nid: ${place.epoch}:${place.since}\n\n`)
    const stream: Stream = {
      response,
      caller,
      roomId,
      rev: Number(place.since),
      head: rev,
      state: 'behind',
      isDoubted: false,
    }
    this.#add(stream, lifetime)
    this.#tools.delivery.follow(roomId, rev)
    void this.#follow(stream, place.epoch!)
  }

  /** The number of open streams. */
  get size(): number {
    let size = 0
    for (const streams of this.#rooms.values()) size += streams.size
    return size
  }

  /** Cuts off each reader who has no access any more, as the store says. */
  async endLostVisits(): Promise<void> {
    await Promise.all(
      this.#all().map(async ({ response, caller, roomId }) => {
        if (!(await maySee(this.#tools, caller, roomId))) response.destroy()
      }),
    )
  }

  close(): void {
    clearInterval(this.#heartbeat)
    for (const { response } of this.#all()) response.end()
  }

  async #follow(stream: Stream, epoch: string): Promise<void> {
    try {
      await this.#catchUp(stream, epoch)
    } catch (error) {
      // The reader stays connected when the store fails for a moment: otherwise it would only come back at once.
      const isPassing = error instanceof Refusal && error.retryAfterMs !== undefined
      if (isPassing) setTimeout(() => void this.#follow(stream, epoch), RETRY_MS)
      else stream.response.destroy()
    }
  }

  /** Ends when there is nothing more to send. In the same turn the stream becomes live, so no change is missed. */
  async #catchUp(stream: Stream, epoch: string): Promise<void> {
    const { response, caller, roomId } = stream
    for (let more = true; more || stream.isDoubted || stream.rev < stream.head;) {
      await hasRead(response, () => this.#tools.counts.cutOff++)
      if (response.destroyed) return
      stream.isDoubted = false
      const page = await this.#changes(roomId, epoch, stream.rev, caller)
      if ('reset' in page) {
        stream.rev = stream.head
        response.write(`event: reset\nid: ${this.#tools.store.epoch}:${stream.rev}\ndata: ${JSON.stringify(page)}\n\n`)
        break
      }
      more = page.more
      this.#write(stream, { roomId, from: page.from, to: page.to, messages: page.messages })
    }
    stream.state = 'live'
  }

  async #changes(roomId: string, epoch: string, since: number, caller: Caller): Promise<ChangesPage> {
    const result = await run(this.#tools, 'room:changes', caller, { roomId, epoch, since })
    if (result.ok) return result.value
    throw Refusal.from(result.error)
  }

  #add(stream: Stream, lifetime: Lifetime): void {
    const streams = this.#rooms.get(stream.roomId) ?? new Set()
    this.#rooms.set(stream.roomId, streams.add(stream))
    lifetime.hold(() => {
      streams.delete(stream)
      if (streams.size === 0) this.#rooms.delete(stream.roomId)
    })
  }

  #tell(change: Change): void {
    const streams = this.#rooms.get(change.roomId)
    if (!streams) return
    const event = this.#encode(change)
    for (const stream of streams) {
      stream.head = change.to
      if (stream.state === 'behind') continue
      this.#write(stream, change, event)
      if (stream.response.writableLength <= MAX_UNREAD_BYTES) continue
      stream.state = 'behind'
      void this.#follow(stream, this.#tools.store.epoch)
    }
  }

  #write(stream: Stream, change: Change, encoded?: string): void {
    if (change.to <= stream.rev) return
    // An overlapping part was sent before, so the range begins after it.
    const isNext = change.from === stream.rev
    stream.response.write(isNext && encoded !== undefined ? encoded : this.#encode({ ...change, from: stream.rev }))
    stream.rev = change.to
    this.#tools.counts.tell('events', 1)
  }

  /** Ends the streams of this audience, in one room or in all. */
  #end(audience: Audience, roomId?: string): void {
    for (const { response } of this.#concerned(audience, roomId)) response.destroy()
  }

  /** Asks the store before anything more is sent. A reader without access is then cut off by the store's answer. */
  #doubt(audience: Audience, roomId: string): void {
    for (const stream of this.#concerned(audience, roomId)) {
      stream.isDoubted = true
      if (stream.state === 'behind') continue
      stream.state = 'behind'
      void this.#follow(stream, this.#tools.store.epoch)
    }
  }

  #concerned(audience: Audience, roomId?: string): Stream[] {
    const streams = roomId === undefined ? this.#all() : [...(this.#rooms.get(roomId) ?? [])]
    return streams.filter(
      ({ caller, roomId: own }) =>
        ('session' in audience && audience.session === caller.sessionId) ||
        ('user' in audience && audience.user === caller.user.id) ||
        ('room' in audience && audience.room === own),
    )
  }

  #beat(): void {
    for (const { response, state } of this.#all()) if (state === 'live') response.write(': still here\n\n')
  }

  #all(): Stream[] {
    return [...this.#rooms.values()].flatMap((streams) => [...streams])
  }

  #encode(change: Change): string {
    return `event: changed\nid: ${this.#tools.store.epoch}:${change.to}\ndata: ${JSON.stringify(change)}\n\n`
  }
}

/** Resolves when nothing waits for the reader. One that takes nothing for long is cut off, which resolves it too. */
async function hasRead(response: ServerResponse, onCutOff: () => void): Promise<void> {
  if (!response.writableNeedDrain || response.destroyed) return
  const impatience = setTimeout(() => {
    onCutOff()
    response.destroy()
  }, PATIENCE_MS)
  await new Promise<void>((resolve) => {
    const done = () => {
      response.off('drain', done).off('close', done)
      resolve()
    }
    response.on('drain', done).on('close', done)
  })
  clearTimeout(impatience)
}
