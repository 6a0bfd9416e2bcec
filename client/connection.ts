/** The connection to the server: its state, its commands, and how it reconnects. */
import { type ReadonlySignal, batch, signal } from '@preact/signals-core'
import type { Fact, FactName } from '../protocol/changes.ts'
import type { CommandName, Output, Payload } from '../protocol/commands.ts'
import type { Failure, Result } from '../protocol/errors.ts'
import { isRetryable } from '../protocol/error-codes.ts'
import type { BanNotice } from '../protocol/models.ts'
import type { Reason } from '../protocol/refusals.ts'
import type { ConnectFailure } from '../protocol/socket.ts'
import { PROTOCOL } from '../protocol/version.ts'
import { type Patience, backoff } from './backoff.ts'
import type { Clock, Random } from './clock.ts'
import type { ChatSocket, SocketNeeds } from './open-socket.ts'

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

type Heard = { [Name in Exclude<FactName, 'session:ended'>]?: (payload: Fact<Name>) => void }

type ConnectionNeeds = SocketNeeds & {
  /** The client's handlers of facts. The end of a session is not among them: the state of the connection says it. */
  heard: Heard & Required<Pick<Heard, 'welcome'>>
  clock: Clock
  random: Random
}

const RETRY_PATIENCE: Patience = { first: 500, longest: 3_500 }
const ANSWER_PATIENCE = 10_000

const noAnswer = (reason: Reason, message: string): { ok: false; error: Failure } => ({
  ok: false,
  error: { code: 'overloaded', message, reason },
})

type ConnectError = Error & { data?: ConnectFailure; context?: { json?: () => Promise<{ error?: Failure } | null> } }

export class Connection {
  readonly state: ReadonlySignal<ConnectionState>

  readonly #state = signal<ConnectionState>({ state: 'idle' })
  readonly #needs: ConnectionNeeds
  #socket: ChatSocket | undefined
  #lostAt = 0
  #attempt = 0
  #cancelRetry: (() => void) | undefined

  constructor(needs: ConnectionNeeds) {
    this.#needs = needs
    this.state = this.#state
  }

  /** Begins, or begins again after `close`, a refusal or an ended session. */
  connect(): void {
    const { state } = this.#state.peek()
    if (state === 'connecting' || state === 'online' || state === 'offline') return
    this.#lostAt = this.#needs.clock.now()
    this.#attempt = 0
    this.#state.value = { state: 'connecting' }
    void this.#open()
  }

  close(): void {
    this.#end({ state: 'idle' })
  }

  /** Tries at once if it waits for its next try: the network is back, or the page is visible again. */
  retryNow(): void {
    const state = this.#state.peek()
    if (state.state === 'offline' && !state.retrying) this.#try()
  }

  /** Disconnects and reconnects, for a new welcome. */
  renew(): void {
    if (this.#state.peek().state === 'online') this.#socket?.disconnect()
  }

  /** Gives a command. No connection, a lost one, and no answer within ten seconds are retryable failures. */
  async run<Name extends CommandName>(name: Name, payload: Payload<Name>): Promise<Result<Output<Name>>> {
    const socket = this.#socket
    if (!socket || this.#state.peek().state !== 'online')
      return noAnswer('not_connected', 'You are not connected to the server.')
    const order: CommandName = name
    return new Promise((answer) => {
      socket.timeout(ANSWER_PATIENCE).emit(order, payload, (error: Error | null, result: Result<Output<Name>>) => {
        answer(error ? noAnswer('no_answer', 'The server didn’t answer in time. Try again.') : result)
      })
    })
  }

  async #open(): Promise<void> {
    try {
      const { openSocket } = await import('./open-socket.ts')
      this.#socket ??= this.#listen(openSocket(this.#needs))
    } catch (error) {
      // The network is away, or the server has another page by now.
      console.warn(error)
      this.#lose(undefined)
      return
    }
    const { state } = this.#state.peek()
    // It may have been closed while the file was on its way.
    if (state === 'connecting' || state === 'offline') this.#socket.connect()
  }

  #listen(socket: ChatSocket): ChatSocket {
    const { heard } = this.#needs
    socket.on('welcome', (welcome) => {
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
    // The type of `heard` says the payload of each name.
    for (const [name, hear] of Object.entries(later)) socket.on(name as FactName, hear as (fact: unknown) => void)
    socket.on('session:ended', (why) => this.#end({ state: 'ended', ...why }))
    socket.on('disconnect', () => this.#lose(undefined))
    socket.on('connect_error', (error: ConnectError) => {
      const hear = (failure: Failure | undefined) => {
        if (failure && !isRetryable(failure.code)) this.#end({ state: 'refused', failure })
        else this.#lose(failure)
      }
      const answer = error.context?.json?.()
      if (answer)
        // Polling is refused in words before Socket.IO is reached. A proxy in between may answer with anything.
        answer.then(
          (body) => hear(body?.error?.code === 'forbidden' ? body.error : undefined),
          () => hear(undefined),
        )
      else hear(error.data)
    })
    return socket
  }

  /** The connection is lost, or failed. All reasons are handled the same way. */
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
    void this.#open()
  }

  #end(state: ConnectionState): void {
    this.#cancelRetry?.()
    // The state first: `disconnect` below fires its event at once and must not begin another try.
    this.#state.value = state
    this.#socket?.disconnect()
  }
}
