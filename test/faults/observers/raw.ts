/** A third-party client: socket.io-client, the two rules of the protocol's page, and no more. */
import { setTimeout as pause } from 'node:timers/promises'
import { io, type Socket } from 'socket.io-client'
import { backoff } from '../../../client/backoff.ts'
import type { Result } from '../../../protocol/errors.ts'
import { isRetryable } from '../../../protocol/error-codes.ts'
import { LOBBY } from '../../../protocol/limits.ts'
import type { Change, ChangesPage, Message, Welcome } from '../../../protocol/models.ts'
import { CHAT } from '../../../protocol/socket.ts'
import { eventually } from '../../support/eventually.ts'
import type { Transport } from '../../support/sockets.ts'
import { type Draft, seenOf } from '../history.ts'
import { Known } from './known.ts'
import { bodyOf, type Observer, type ObserverOptions } from './observer.ts'

const PATIENCE = { first: 500, longest: 5_000 }
const ANSWER_WITHIN_MS = 5_000

export async function rawObserver(options: ObserverOptions & { transport?: Transport }): Promise<Observer> {
  const { name, url, note, random, transport = 'websocket' } = options
  const known = new Known()
  const queue: Draft[] = []
  let [token, epoch]: [string | undefined, string] = [undefined, '']
  let [connection, attempt, written] = [0, 0, 0]
  let [isOnline, isCatchingUp, isSending, isOver] = [false, false, false, false]

  const socket: Socket = io(url + CHAT, {
    forceNew: true,
    reconnection: false,
    transports: [transport],
    timeout: 10_000,
    auth: (give) => give(token === undefined ? { name } : { token }),
  })
  socket.on('welcome', (welcome: Welcome) => {
    const lobby = welcome.rooms.find(({ id }) => id === LOBBY)!
    ;[epoch, token, isOnline, attempt] = [welcome.epoch, welcome.token ?? token, true, 0]
    note({ what: 'connect', connection: ++connection, epoch, rev: lobby.rev })
    known.begin(lobby.rev, lobby.lastSeq)
    if (known.isAfterHole(lobby.rev)) void catchUp()
    void sendAll()
  })
  socket.on('room:changed', ({ from, to, messages }: Change) => take('live', from, to, messages))
  socket.on('disconnect', lose)
  socket.on('connect_error', (error) => lose(error.message))

  function lose(reason: string): void {
    if (isOnline) note({ what: 'disconnect', connection, reason })
    isOnline = false
    if (isOver) return
    setTimeout(() => !isOver && socket.connect(), backoff(attempt++, PATIENCE, random))
  }

  function take(by: 'live' | 'asked', from: number, to: number, messages: Message[]): void {
    const seen = messages.map(seenOf)
    note({ what: 'change', connection, by, epoch, from, to, messages: seen })
    const hasHole = known.isAfterHole(from)
    known.layOver(from, to, seen)
    if (hasHole) void catchUp()
  }

  /** The whole of catching up: ask from the known rev on until there is no more. */
  async function catchUp(): Promise<void> {
    if (isCatchingUp) return
    isCatchingUp = true
    for (let more = true; more && isOnline && !isOver;) {
      const page = await ask<ChangesPage>('room:changes', { roomId: LOBBY, epoch, since: known.rev })
      if (!page?.ok || 'reset' in page.value) break
      take('asked', page.value.from, page.value.to, page.value.messages)
      // Changes that came live while the page was read may be newer than the page.
      more = page.value.more || known.isBehind
    }
    isCatchingUp = false
  }

  async function ask<T>(order: string, payload: object): Promise<Result<T> | undefined> {
    try {
      return (await socket.timeout(ANSWER_WITHIN_MS).emitWithAck(order, payload)) as Result<T>
    } catch (error) {
      // No answer: the fate of the order is not known.
      return error instanceof Error ? undefined : Promise.reject(new Error(String(error)))
    }
  }

  /** One after the other, with the same clientId until the answer is yes or a final no. */
  async function sendAll(): Promise<void> {
    if (isSending) return
    isSending = true
    for (let draft = queue[0]; draft && isOnline && !isOver; draft = queue[0]) {
      note({ what: 'invoke', draft })
      const result = await ask<Message>('message:send', { roomId: LOBBY, ...draft })
      if (!result) note({ what: 'timeout', draft })
      else if (result.ok) {
        note({ what: 'ack', draft, message: seenOf(result.value) })
        queue.shift()
      } else {
        const isFinal = !isRetryable(result.error.code)
        note({ what: 'nack', draft, code: result.error.code, isFinal })
        if (isFinal) queue.shift()
        else await pause(result.error.retryAfterMs ?? PATIENCE.first)
      }
    }
    isSending = false
  }

  await eventually(() => {
    if (!isOnline) throw new Error(`${name} was not let in`)
  }, 20_000)
  return {
    name,
    kind: 'raw',
    say() {
      queue.push({ clientId: crypto.randomUUID(), body: bodyOf(name, ++written) })
      void sendAll()
    },
    waiting: () => queue.length,
    knows: () => known.lastSeq,
    finish: () => note({ what: 'final', fromSeq: known.fromSeq, outbox: queue.length, shown: known.shown }),
    close: async () => {
      isOver = true
      socket.disconnect()
    },
  }
}
