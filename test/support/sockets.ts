/** Connections without our client: socket.io-client for members, bare frames for attackers. */
import { io, type ManagerOptions, type Socket, type SocketOptions } from 'socket.io-client'
import WebSocket from 'ws'
import type { Fact } from '../../protocol/changes.ts'
import type { CommandName, Output, Payload } from '../../protocol/commands.ts'
import type { Failure, Result } from '../../protocol/errors.ts'
import type { Message } from '../../protocol/models.ts'
import { CHAT, type ConnectFailure, type Credentials } from '../../protocol/socket.ts'
import { eventually, inTime } from './eventually.ts'

type Options = Partial<ManagerOptions & SocketOptions>

export type Transport = 'polling' | 'websocket'
export const TRANSPORTS: Transport[] = ['polling', 'websocket']

// Every client of a test is a user of its own, and a test decides itself what happens after a cut.
const ALONE: Options = { forceNew: true, reconnection: false, transports: ['websocket'] }

/** A user on the typed door. */
export class Member {
  readonly changes: Fact<'room:changed'>[] = []
  readonly socket: Socket
  readonly welcome: Fact<'welcome'>

  constructor(socket: Socket, welcome: Fact<'welcome'>, changes: Fact<'room:changed'>[]) {
    this.socket = socket
    this.welcome = welcome
    this.changes = changes
  }

  /** Gives an order and waits for the answer, whichever it is. */
  run<Name extends CommandName>(name: Name, payload: Payload<Name>): Promise<Result<Output<Name>>> {
    return this.ask(name, payload)
  }

  /** Says anything at all: for orders that do not exist and payloads that no type allows. */
  async ask<T = unknown>(name: string, ...payload: unknown[]): Promise<Result<T>> {
    return (await this.socket.timeout(10_000).emitWithAck(name, ...payload)) as Result<T>
  }

  /** Says something in the lobby, and it is accepted. */
  async say(body: string, clientId: string = crypto.randomUUID()): Promise<Message> {
    return accepted(await this.run('message:send', { roomId: 'lobby', clientId, body }))
  }

  /** The bodies heard so far, in the order they came. */
  get heard(): string[] {
    return this.changes.flatMap(({ messages }) => messages.map(({ body }) => body))
  }

  async hears(body: string, within?: number): Promise<void> {
    await eventually(() => {
      if (!this.heard.includes(body)) throw new Error(`“${body}” was not heard; ${this.heard.length} others were`)
    }, within)
  }

  leave(): void {
    this.socket.disconnect()
  }
}

/** The answer, where only a yes will do. */
export function accepted<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`refused: ${result.error.code}, ${result.error.message}`)
  return result.value
}

/** The refusal and its reason, where only a no will do. */
export function refused(result: Result<unknown>): Failure {
  if (result.ok) throw new Error(`accepted, though it should not have been: ${JSON.stringify(result.value)}`)
  return result.error
}

/** `hear` gets every fact, also one that comes before the welcome. */
export async function enter(
  url: string,
  credentials: Credentials,
  options: Options = {},
  hear?: (name: string, fact: unknown) => void,
): Promise<Member> {
  const socket = io(url + CHAT, { ...ALONE, ...options, auth: credentials })
  if (hear) socket.onAny(hear)
  const changes: Fact<'room:changed'>[] = []
  socket.on('room:changed', (change: Fact<'room:changed'>) => changes.push(change))
  const welcome = new Promise<Fact<'welcome'>>((resolve, reject) => {
    socket.once('welcome', resolve)
    socket.once('connect_error', reject)
  })
  try {
    return new Member(socket, await inTime('welcome', welcome), changes)
  } catch (error) {
    socket.disconnect()
    throw error
  }
}

/** Knocks at a namespace and answers with the refusal. */
export async function turnedAway(
  url: string,
  namespace: string,
  auth: object,
  options: Options = {},
): Promise<ConnectFailure> {
  const socket = io(url + namespace, { ...ALONE, ...options, auth })
  try {
    const refusal = new Promise<ConnectFailure>((resolve, reject) => {
      socket.once('connect_error', (error: Error & { data?: ConnectFailure }) => {
        if (error.data === undefined) reject(new Error(`connect_error without data: ${error.message}`))
        else resolve(error.data)
      })
      socket.once('connect', () => reject(new Error(`let in with ${JSON.stringify(auth)}`)))
    })
    return await inTime('connect_error', refusal)
  } finally {
    socket.disconnect()
  }
}

/** A user on the plain door: hears strings, says strings. Everything else that arrives is kept too. */
export class Guest {
  readonly heard: unknown[][] = []
  readonly otherEvents: string[] = []
  readonly socket: Socket

  constructor(socket: Socket) {
    this.socket = socket
    socket.on('message', (...args: unknown[]) => this.heard.push(args))
    socket.onAny((event: string) => event !== 'message' && this.otherEvents.push(event))
  }

  async say(...args: unknown[]): Promise<Result<Message>> {
    return (await this.socket.timeout(10_000).emitWithAck('message', ...args)) as Result<Message>
  }

  async hears(body: string, within?: number): Promise<void> {
    await eventually(() => {
      if (!this.heard.some(([first]) => first === body)) throw new Error(`“${body}” was not heard on the plain door`)
    }, within)
  }

  leave(): void {
    this.socket.disconnect()
  }
}

export async function enterPlain(url: string, auth: object = {}, options: Options = {}): Promise<Guest> {
  const socket = io(url, { ...ALONE, ...options, auth })
  const guest = new Guest(socket)
  const connected = new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve)
    socket.once('connect_error', reject)
  })
  await inTime('connect', connected)
  return guest
}

/** A WebSocket that speaks Engine.IO by hand: the frames as they are, and the close code at the end. */
export class RawSocket {
  readonly frames: string[] = []
  readonly ws: WebSocket
  readonly opened: Promise<void>
  readonly closed: Promise<{ code: number }>

  constructor(url: string, { query = 'EIO=4&transport=websocket', headers = {} } = {}) {
    this.ws = new WebSocket(`${url.replace('http', 'ws')}/socket.io/?${query}`, { headers, perMessageDeflate: false })
    this.opened = new Promise((resolve, reject) => {
      this.ws.once('open', resolve)
      this.ws.once('error', reject)
    })
    // Many of these tests cut connections on purpose: it shows in the close code.
    this.opened.catch(() => undefined)
    this.ws.on('error', () => undefined)
    this.closed = new Promise((resolve) => {
      this.ws.once('close', (code) => resolve({ code }))
    })
    this.ws.on('message', (data: Buffer) => {
      const frame = data.toString()
      this.frames.push(frame)
      if (frame === '2') this.send('3')
    })
  }

  get isOpen(): boolean {
    return this.ws.readyState === WebSocket.OPEN
  }

  send(frame: string): void {
    if (this.isOpen) this.ws.send(frame)
  }

  /** The first frame that begins so. */
  async frame(start: string, within?: number): Promise<string> {
    const found = await this.frameOrEnd(start, within)
    if (found === undefined) throw new Error(`closed before a frame began with ${start}: ${this.lastFrames}`)
    return found
  }

  /** The first frame that begins so, or undefined when the connection is closed without one. */
  frameOrEnd(start: string, within?: number): Promise<string | undefined> {
    const search = new Promise<string | undefined>((resolve) => {
      const look = () => {
        const found = this.frames.find((frame) => frame.startsWith(start))
        if (found === undefined && this.ws.readyState !== WebSocket.CLOSED) return
        this.ws.off('message', look)
        resolve(found)
      }
      this.ws.on('message', look)
      void this.closed.then(look)
      look()
    })
    return inTime(`a frame that begins with ${start}`, search, within)
  }

  private get lastFrames(): string {
    return this.frames.slice(-5).join(' | ').slice(0, 500)
  }

  close(): void {
    this.ws.terminate()
  }
}

/** A bare connection that is through the handshake and in a namespace. */
export async function rawMember(url: string, namespace: '/' | typeof CHAT, auth: object = {}): Promise<RawSocket> {
  const raw = new RawSocket(url)
  await inTime('the upgrade', raw.opened)
  await raw.frame('0{')
  const prefix = namespace === '/' ? '40' : `40${namespace},`
  raw.send(prefix + JSON.stringify(auth))
  await raw.frame(`${prefix}{`)
  return raw
}
