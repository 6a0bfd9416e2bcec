/** Listeners by the hundred: each knows how far it has heard and whether anything was left out, and keeps nothing. */
import { readFileSync } from 'node:fs'
import WebSocket from 'ws'
import type { Result } from '../../protocol/errors.ts'
import type { ChangesPage, Welcome } from '../../protocol/models.ts'
import { CHAT } from '../../protocol/socket.ts'
import { inTime } from './eventually.ts'
import type { Server } from './server.ts'

const CHANGE = new RegExp(`^42${CHAT},\\["room:changed",\\{"roomId":"lobby","from":(\\d+),"to":(\\d+)`)
const WELCOME = `42${CHAT},["welcome",`
const PONG_EVERY_MS = 1_000

/** A client on the typed door that listens, or stops listening and goes on saying that all is well. */
export class Listener {
  readonly #url: string
  #auth: { name: string } | { token: string }
  #ws: WebSocket | undefined
  #pongs: NodeJS.Timeout | undefined
  #answers = new Map<number, (frame: string) => void>()
  #asked = 0
  #epoch = ''
  /** How far it has heard everything; changes left out on the way are in `holes`. */
  rev = 0
  /** How far this connection has told, which is more for as long as something was missed before. */
  #told = 0
  #isBehind = false
  readonly holes: string[] = []
  /** How often the server has cut it off. */
  cuts = 0
  isHere = false

  constructor(server: { url: string }, name: string) {
    this.#url = server.url
    this.#auth = { name }
  }

  /** Comes in, or comes back with the token it was given. Answers with the lobby's rev at that moment. */
  async enter(): Promise<number> {
    const ws = new WebSocket(`${this.#url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`, {
      perMessageDeflate: false,
    })
    this.#ws = ws
    const gone = () => {
      if (this.#ws !== ws) return
      if (this.isHere) this.cuts++
      this.isHere = false
      clearInterval(this.#pongs)
      this.#ws = undefined
      // One that does not read would never come to the end of its packets.
      ws.terminate()
    }
    ws.on('close', gone)
    ws.on('error', gone)
    const welcome = new Promise<number>((resolve, reject) => {
      ws.once('close', () => reject(new Error('closed before the welcome')))
      ws.once('error', reject)
      ws.on('message', (data: Buffer) => {
        if (data[0] !== 0x34) {
          if (data[0] === 0x30) ws.send(`40${CHAT},${JSON.stringify(this.#auth)}`)
          else if (data[0] === 0x32) ws.send('3')
          return
        }
        const start = data.toString('latin1', 0, 100)
        // Facts that come right behind it in the same breath go on from there.
        if (start.startsWith(WELCOME))
          resolve(this.#begin(JSON.parse(data.toString().slice(WELCOME.length, -1)) as Welcome))
        else if (start.startsWith(`43${CHAT},`)) this.#answered(data.toString())
        else this.#hear(start)
      })
    })
    return inTime('welcome', welcome, 20_000)
  }

  #begin({ epoch, token, rooms }: Welcome): number {
    const rev = rooms.find(({ id }) => id === 'lobby')?.rev ?? 0
    if (token !== undefined) {
      this.#auth = { token }
      this.rev = rev
    }
    this.#told = rev
    this.#isBehind = rev > this.rev
    this.#epoch = epoch
    this.isHere = true
    return rev
  }

  #hear(start: string): void {
    const [, from, to] = CHANGE.exec(start) ?? []
    if (from === undefined || to === undefined) return
    if (Number(from) !== this.#told) this.holes.push(`told to ${this.#told}, then from ${from}`)
    this.#told = Number(to)
    if (!this.#isBehind) this.rev = Math.max(this.rev, this.#told)
  }

  /** Asks for everything that happened since it last heard something; a change that does not fit is a hole. */
  async catchUp(): Promise<void> {
    for (let since = this.rev, more = true; more;) {
      const page = await this.#ask<ChangesPage>('room:changes', { roomId: 'lobby', epoch: this.#epoch, since })
      if ('reset' in page) throw new Error(`reset: ${page.reset}`)
      const revs = page.messages.map(({ rev }) => rev)
      const expected = revs.map((_, index) => since + 1 + index)
      // Nothing here is ever edited, so each rev is a message of its own.
      if (page.from !== since || page.to !== (revs.at(-1) ?? since) || revs.join() !== expected.join())
        this.holes.push(`asked from ${since}, told ${page.from} to ${page.to}: ${revs.join()}`)
      since = page.to
      more = page.more
      this.rev = page.to
    }
    // The changes told on this connection began no later than where the last page ends.
    this.#isBehind = false
    this.rev = Math.max(this.rev, this.#told)
  }

  #ask<T>(name: string, payload: object): Promise<T> {
    const id = ++this.#asked
    const answer = new Promise<T>((resolve, reject) => {
      this.#answers.set(id, (frame) => {
        const [result] = JSON.parse(frame.slice(frame.indexOf('['))) as [Result<T>]
        if (result.ok) resolve(result.value)
        else reject(new Error(`${name}: ${result.error.code}`))
      })
    })
    this.#ws?.send(`42${CHAT},${id}${JSON.stringify([name, payload])}`)
    return inTime(name, answer, 20_000)
  }

  #answered(frame: string): void {
    const id = Number.parseInt(frame.slice(`43${CHAT},`.length), 10)
    this.#answers.get(id)?.(frame)
    this.#answers.delete(id)
  }

  /** Reads nothing from now on, and answers pings that were never sent. */
  stopReading(): void {
    const ws = this.#ws
    ws?.pause()
    this.#pongs = setInterval(() => ws?.send('3'), PONG_EVERY_MS).unref()
  }

  leave(): void {
    this.isHere = false
    clearInterval(this.#pongs)
    this.#ws?.terminate()
  }
}

/** Does this to all of them, so many at a time. */
export async function forAll<T, R>(all: readonly T[], together: number, act: (one: T) => Promise<R>): Promise<R[]> {
  const results: R[] = []
  for (let start = 0; start < all.length; start += together)
    results.push(...(await Promise.all(all.slice(start, start + together).map((one) => act(one)))))
  return results
}

/** The memory of the server's process, in bytes. */
export function memoryOf({ pid }: Server): number {
  return Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1024
}

/** A tick of /proc, in ms: `getconf CLK_TCK` is 100 on every Linux that Node runs on. */
const TICK_MS = 10

/** How long processors have worked for the server so far, all of its threads together, in ms. */
export function workOf({ pid }: Pick<Server, 'pid'>): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ')
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS
}
