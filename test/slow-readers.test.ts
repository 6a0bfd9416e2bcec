/**
 * Connections that do not read. What waits for them waits in the server's memory, so they are let go; they come back and
 * catch up. `LONG=1` is the whole thing: 100 of 1,000 at 200 messages a second for ten minutes (`LONG=150` for 150 s).
 */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { CHAT } from '../protocol/socket.ts'
import { bystander } from './support/bystander.ts'
import { forAll, Listener, memoryOf } from './support/crowd.ts'
import { eventually } from './support/eventually.ts'
import { ask, signIn } from './support/http.ts'
import { startServer } from './support/server.ts'
import { enter, type Member } from './support/sockets.ts'

const long = process.env.LONG ?? ''
const SIZE =
  long === ''
    ? { readers: 50, deaf: 7, mutes: 3, perSecond: 100, bytes: 6_000, seconds: 0 }
    : { readers: 900, deaf: 90, mutes: 10, perSecond: 200, bytes: 400, seconds: long === '1' ? 600 : Number(long) }

/** Before anything waits in the server's memory the machine's own buffers fill, and with a thin stream that takes long. */
const FULL_WITHIN_MS = long === '' ? 30_000 : 240_000
/** Messages of 16 kB: more than the database keeps in memory. */
const FILLING = 1_200
const MOST_GROWTH = 50e6
/** The longest that a connection may be stalled, and the second between two looks. */
const STALLED_MS = 10_000 + 1_000
const MAX_PACKETS = 256
const CUT = /"packets":(\d+),"stalledMs":(\d+)/g

// A small nursery in the short run: else the growth of V8's own would be most of the measurement.
const env: Record<string, string> = long === '' ? { NODE_OPTIONS: '--max-semi-space-size=8' } : {}
const server = await startServer({ args: ['--limits', 'off'], env })
after(() => server.stop())

/** The server's log lines about each connection that it cut off. */
const cutOff = () =>
  [...server.stderr.matchAll(CUT)].map(([, packets, stalledMs]) => ({
    packets: Number(packets),
    stalledMs: Number(stalledMs),
  }))

/** Messages at a steady pace until it is told to stop. */
function stream(member: Member) {
  const body = 'x'.repeat(SIZE.bytes)
  const everyMs = 50
  let sent = 0
  const started = performance.now()
  const timer = setInterval(() => {
    const due = ((performance.now() - started) * SIZE.perSecond) / 1_000
    for (; sent < due; sent++)
      member.socket.emit('message:send', { roomId: 'lobby', clientId: `${sent} of the stream`, body })
  }, everyMs).unref()
  return {
    stop: () => {
      clearInterval(timer)
      return sent
    },
  }
}

/** A client that connects by polling, says that all is well, and never asks what there is to hear. */
class Mute {
  cuts = 0
  isHere = false
  readonly #token: string
  #address = ''
  #pongs: NodeJS.Timeout | undefined

  constructor(token: string) {
    this.#token = token
  }

  async enter(): Promise<void> {
    const path = '/socket.io/?EIO=4&transport=polling'
    const opened = await ask<string>(server, path)
    this.#address = `${path}&sid=${/"sid":"([\w-]+)"/.exec(opened.text)?.[1]}`
    await this.#post(`40${CHAT},${JSON.stringify({ token: this.#token })}`)
    // It is in as soon as it has heard so; that was the last it asked for.
    await eventually(async () => assert.match((await ask<string>(server, this.#address)).text, /welcome/))
    this.isHere = true
    this.#pongs = setInterval(() => void this.#sayAllIsWell(), 1_000).unref()
  }

  async #sayAllIsWell(): Promise<void> {
    if ((await this.#post('3')) === 200 || !this.isHere) return
    this.cuts++
    this.leave()
  }

  async #post(packet: string): Promise<number> {
    return (await ask(server, this.#address, { method: 'POST', body: packet })).status
  }

  leave(): void {
    this.isHere = false
    clearInterval(this.#pongs)
  }
}

test(
  `[C11] ${SIZE.deaf + SIZE.mutes} of ${SIZE.readers + SIZE.deaf + SIZE.mutes} clients stop reading: they are let go, the others notice nothing, and memory stays`,
  {
    timeout: (SIZE.seconds + 300) * 1_000,
  },
  async (t) => {
    const unnoticed = await bystander(server)
    const author = await enter(server.url, { name: 'Author' })
    // Only its answers matter.
    author.socket.off('room:changed')
    // The database fills its caches with the first messages, no matter which client reads.
    await forAll(Array.from({ length: FILLING }), 50, () => author.say('y'.repeat(16_000)))
    const named = (count: number, name: string) =>
      Array.from({ length: count }, (_, number) => new Listener(server, `${name} ${number}`))
    const [readers, deaf] = [named(SIZE.readers, 'Reader'), named(SIZE.deaf, 'Deaf')]
    await forAll([...readers, ...deaf], 50, (listener) => listener.enter())
    const tokens = await Promise.all(Array.from({ length: SIZE.mutes }, () => signIn(server, 'Mute')))
    const mutes = tokens.map(({ token }) => new Mute(token))
    t.after(() => {
      for (const one of [author, ...readers, ...deaf, ...mutes]) one.leave()
    })

    // A new process grows with its first messages and its first catch-ups, no matter which client asks.
    const flow = stream(author)
    await eventually(() => assert.ok(readers.every(({ rev }) => rev > FILLING + SIZE.perSecond * 3)), 30_000)
    for (const early of named(3, 'Early')) {
      await early.enter()
      early.rev = 0
      await early.catchUp()
      early.leave()
    }
    let before = memoryOf(server)
    let most = before
    const watch = setInterval(() => (most = Math.max(most, memoryOf(server))), 250).unref()
    t.after(() => clearInterval(watch))

    let longest = 0
    /** Stops reading and waits to be cut off. */
    const stall = async (one: Listener | Mute) => {
      const started = performance.now()
      if (one instanceof Listener) one.stopReading()
      else await one.enter()
      await eventually(
        () => assert.ok(!one.isHere, 'a connection that does not read is still open'),
        FULL_WITHIN_MS,
        100,
      )
      longest = Math.max(longest, performance.now() - started)
    }
    const comeBack = async (listener: Listener) => {
      const known = listener.rev
      await listener.enter()
      await listener.catchUp()
      assert.ok(listener.rev > known)
    }

    const began = performance.now()
    const isOver = () => performance.now() - began > SIZE.seconds * 1_000
    await unnoticed(async () => {
      for (let isAgain = false; ;) {
        const seconds = Math.round((performance.now() - began) / 1_000)
        t.diagnostic(`after ${seconds} s: ${Math.round(memoryOf(server) / 1e6)} MB, ${cutOff().length} cut off`)
        await Promise.all([...deaf, ...mutes].map(stall))
        // A few at a time: how much it costs that all come back at once is another question.
        await forAll(deaf, long === '' ? 1 : 10, comeBack)
        // Where other processes keep the collector waiting a heap grows once. What is not given back shows again.
        if (!isAgain && most - before >= MOST_GROWTH) {
          isAgain = true
          before = most = memoryOf(server)
        } else if (isOver()) break
      }
    })
    clearInterval(watch)
    const sent = flow.stop()
    most = Math.max(most, memoryOf(server))

    // All readers have heard everything, also after coming back.
    await author.say('The end')
    const head = await eventually(async () => {
      const last = await author.run('room:history', { roomId: 'lobby', limit: 1 })
      assert.ok(last.ok && last.value.room.rev > sent)
      for (const listener of [...readers, ...deaf]) assert.equal(listener.rev, last.value.room.rev)
      return last.value.room.rev
    }, 20_000)
    for (const reader of readers) assert.equal(reader.cuts, 0, 'who reads is not cut off')
    for (const listener of [...readers, ...deaf]) assert.deepEqual(listener.holes, [], 'nothing was left out')

    const cuts = cutOff()
    const stalls = cuts.map(({ stalledMs }) => stalledMs).sort((a, b) => a - b)
    const growth = (most - before) / 1e6
    t.diagnostic(
      `${cuts.length} cut off; stalled ${stalls[0]} to ${stalls.at(-1)} ms (median ${stalls[stalls.length >> 1]}); ` +
        `at most ${Math.max(...cuts.map(({ packets }) => packets))} packets waiting; ` +
        `from the last read to the cut at most ${Math.round(longest)} ms; ` +
        `memory ${Math.round(before / 1e6)} MB, at most ${growth.toFixed(1)} MB more; ` +
        `${head} messages in ${Math.round((performance.now() - began) / 1_000)} s`,
    )
    assert.ok(cuts.length >= SIZE.deaf + SIZE.mutes)
    for (const { packets, stalledMs } of cuts) {
      assert.ok(stalledMs <= STALLED_MS, `stalled for ${stalledMs} ms`)
      // Two looks may pass before a full one is let go.
      assert.ok(packets <= MAX_PACKETS + 3 * SIZE.perSecond, `${packets} packets were waiting`)
    }
    assert.ok(most - before < MOST_GROWTH, `memory grew by ${growth.toFixed(1)} MB`)
  },
)
