/** A script with curl: posts through HTTP, again and again with the same clientId until it is told, and reads pages. */
import { spawn } from 'node:child_process'
import { setTimeout as pause } from 'node:timers/promises'
import type { Failure } from '../../../protocol/errors.ts'
import { isRetryable } from '../../../protocol/error-codes.ts'
import type { HistoryPage, Message } from '../../../protocol/models.ts'
import { arrive } from '../support/arrive.ts'
import { type Draft, type Seen, seenOf } from '../history.ts'
import { bodyOf, type Observer, type ObserverOptions } from './observer.ts'

const RETRY_MS = 400
const PAGE = 200
/** Every so many posts it reads its last one back. */
const READS_EVERY = 4

type Answer = { status: number; text: string }

export async function curlObserver({ name, url, note }: ObserverOptions): Promise<Observer> {
  const token = await arrive(url, name)
  const queue: Draft[] = []
  let [written, lastSeq, isPosting, isOver] = [0, 0, false, false]
  let shown: readonly Seen[] = []

  /** Status 0 is "no answer". */
  function curl(...args: string[]): Promise<Answer> {
    const always = ['-sS', '-m', '5', '-w', '\n%{http_code}', '-H', `Authorization: Bearer ${token}`]
    const child = spawn('curl', [...always, ...args], { stdio: ['ignore', 'pipe', 'ignore'] })
    let out = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text))
    return new Promise((resolve, reject) => {
      child.once('error', reject)
      child.once('close', (code) => {
        const [, text = '', status = '0'] = /^([^]*)\n(\d+)$/.exec(out) ?? []
        resolve({ status: code === 0 ? Number(status) : 0, text })
      })
    })
  }

  async function look(): Promise<void> {
    const beganAt = performance.now()
    const { status, text } = await curl(`${url}/api/rooms/lobby/messages?limit=${PAGE}`)
    if (status !== 200) return
    const { messages, room } = JSON.parse(text) as HistoryPage
    ;[shown, lastSeq] = [messages.map(seenOf), room.lastSeq]
    note({ what: 'read', beganAt, lastSeq, messages: shown })
  }

  async function postAll(): Promise<void> {
    if (isPosting) return
    isPosting = true
    for (let draft = queue[0]; draft && !isOver; draft = queue[0]) {
      note({ what: 'invoke', draft })
      const said = ['-H', 'Content-Type: application/json', '-d', JSON.stringify(draft)]
      const isDone = hear(draft, await curl(...said, `${url}/api/rooms/lobby/messages`))
      if (!isDone) await pause(RETRY_MS)
      else if (queue.shift() && written % READS_EVERY === 0) await look()
    }
    isPosting = false
  }

  function hear(draft: Draft, { status, text }: Answer): boolean {
    if (status === 0) {
      note({ what: 'timeout', draft })
      return false
    }
    if (status === 201) {
      note({ what: 'ack', draft, message: seenOf(JSON.parse(text) as Message) })
      return true
    }
    const { code } = (JSON.parse(text) as { error: Failure }).error
    note({ what: 'nack', draft, code, isFinal: !isRetryable(code) })
    return !isRetryable(code)
  }

  return {
    name,
    kind: 'curl',
    say() {
      queue.push({ clientId: crypto.randomUUID(), body: bodyOf(name, ++written) })
      void postAll()
    },
    waiting: () => queue.length,
    knows: () => lastSeq,
    look,
    finish: () => note({ what: 'final', fromSeq: shown[0]?.seq ?? 1, outbox: queue.length, shown }),
    close: async () => {
      isOver = true
    },
  }
}
