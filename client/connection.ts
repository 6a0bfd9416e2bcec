/** The line to the server: whether it stands, what is said over it, and how it comes back. */
import { type ReadonlySignal, batch, signal } from '@preact/signals-core'
import { Manager, type Socket } from 'socket.io-client'
import type { Fact, FactName } from '../protocol/changes.ts'
import type { CommandName, Output, Payload } from '../protocol/commands.ts'
import { type Failure, type Result, isRetryable } from '../protocol/errors.ts'
import type { BanNotice } from '../protocol/models.ts'
import { CHAT, type ConnectFailure, type Credentials, type ServerToClient } from '../protocol/socket.ts'
import { PROTOCOL } from '../protocol/version.ts'
import { type Patience, backoff } from './backoff.ts'
import type { Clock, Random } from './clock.ts'

export type ConnectionState =
  /** Never connected, or closed by us. */
  | { state: 'idle' }
  | { state: 'connecting' }
  /** Welcomed by the server. */
  | { state: 'online' }
  /** `since` is a moment of the monotonic clock, in milliseconds; `retrying` while an attempt is under way. */
  | { state: 'offline'; since: number; retrying: boolean }
  /** The server does not let us in, and trying again cannot help. */
  | { state: 'refused'; failure: Failure }
  /** The server has ended the session; or it speaks a newer wire (`new_version`) and the page must be loaded again. */
  | { state: 'ended'; reason: string; ban?: BanNotice | undefined }

export type Transport = 'websocket' | 'polling'

type Heard = { [Name in Exclude<FactName, 'session:ended'>]?: (payload: Fact<Name>) => void }

export type ConnectionNeeds = {
  /** The server's origin; the page's own without it. */
  url?: string | undefined
  transports?: Transport[] | undefined
  /** Asked at every attempt. */
  credentials: () => Credentials
  /** What of the server's facts is of interest. That a session is over is the connection's own to know: its state says it. */
  heard: Heard & Required<Pick<Heard, 'welcome'>>
  clock: Clock
  random: Random
}

const RETRY_PATIENCE: Patience = { first: 500, longest: 3_500 }
const ANSWER_PATIENCE = 10_000
const OPEN_PATIENCE = 10_000

// Which payload and which answer belong to a name is `run`'s to say; here all orders look alike.
type Orders = Record<CommandName, (payload: Payload<CommandName>, answer: (result: never) => void) => void>

const noAnswer = (message: string): { ok: false; error: Failure } => ({
  ok: false,
  error: { code: 'overloaded', message },
})

export class Connection {
  readonly state: ReadonlySignal<ConnectionState>

  readonly #state = signal<ConnectionState>({ state: 'idle' })
  readonly #needs: ConnectionNeeds
  readonly #socket: Socket<ServerToClient, Orders>
  #lostAt = 0
  #attempt = 0
  #cancelRetry: (() => void) | undefined

  constructor(needs: ConnectionNeeds) {
    this.#needs = needs
    this.state = this.#state
    const manager = new Manager(needs.url, {
      autoConnect: false,
      // It would come back by itself after some ways of being cut off but not after others; `#retry` serves them all.
      reconnection: false,
      timeout: OPEN_PATIENCE,
      transports: needs.transports ?? ['websocket', 'polling'],
      tryAllTransports: true,
    })
    this.#socket = manager.socket(CHAT, {
      auth: (give: (credentials: Credentials) => void) => give(needs.credentials()),
    })
    this.#listen()
  }

  /** Begins, or begins again after `close`, a refusal or an ended session. */
  connect(): void {
    const { state } = this.#state.peek()
    if (state === 'connecting' || state === 'online' || state === 'offline') return
    this.#lostAt = this.#needs.clock.now()
    this.#attempt = 0
    this.#state.value = { state: 'connecting' }
    this.#socket.connect()
  }

  close(): void {
    this.#end({ state: 'idle' })
  }

  /** Tries at once if it is waiting for its next try: the network is back, or somebody looks at the page again. */
  retryNow(): void {
    const state = this.#state.peek()
    if (state.state === 'offline' && !state.retrying) this.#try()
  }

  /** Leaves and comes back, for a new welcome. */
  renew(): void {
    if (this.#state.peek().state === 'online') this.#socket.disconnect()
  }

  /** Gives an order. No connection, a lost one, and no answer within ten seconds are retryable failures. */
  async run<Name extends CommandName>(name: Name, payload: Payload<Name>): Promise<Result<Output<Name>>> {
    if (this.#state.peek().state !== 'online') return noAnswer('There is no connection to the server.')
    const order: CommandName = name
    return new Promise((answer) => {
      this.#socket
        .timeout(ANSWER_PATIENCE)
        .emit(order, payload, (error: Error | null, result: Result<Output<Name>>) => {
          answer(error ? noAnswer('The server did not answer in time.') : result)
        })
    })
  }

  #listen(): void {
    const { heard } = this.#needs
    this.#socket.on('welcome', (welcome) => {
      if (welcome.protocol !== PROTOCOL) {
        this.#end({ state: 'ended', reason: 'new_version' })
        return
      }
      batch(() => {
        this.#attempt = 0
        this.#state.value = { state: 'online' }
        heard.welcome(welcome)
      })
    })
    const { welcome: _, ...later } = heard
    // Which payload belongs to which name is said by the type of `heard`.
    for (const [name, hear] of Object.entries(later)) this.#socket.on(name as FactName, hear as (fact: unknown) => void)
    this.#socket.on('session:ended', (why) => this.#end({ state: 'ended', ...why }))
    this.#socket.on('disconnect', () => this.#lose(undefined))
    this.#socket.on('connect_error', (error: Error & { data?: ConnectFailure }) => {
      if (error.data && !isRetryable(error.data.code)) this.#end({ state: 'refused', failure: error.data })
      else this.#lose(error.data)
    })
  }

  /** The line is down, or did not come up. Whatever the reason, there is one way back. */
  #lose(failure: Failure | undefined): void {
    const { clock, random } = this.#needs
    const { state } = this.#state.peek()
    if (state !== 'online' && state !== 'connecting' && state !== 'offline') return
    if (state === 'online') this.#lostAt = clock.now()
    this.#cancelRetry?.()
    this.#state.value = { state: 'offline', since: this.#lostAt, retrying: false }
    const wait = Math.max(backoff(this.#attempt++, RETRY_PATIENCE, random), failure?.retryAfterMs ?? 0)
    this.#cancelRetry = clock.after(wait, () => this.#try())
  }

  #try(): void {
    this.#cancelRetry?.()
    this.#state.value = { state: 'offline', since: this.#lostAt, retrying: true }
    this.#socket.connect()
  }

  #end(state: ConnectionState): void {
    this.#cancelRetry?.()
    // First the state: `disconnect` below is heard at once and must not begin another try.
    this.#state.value = state
    this.#socket.disconnect()
  }
}
