/** Sends the changes of the sidebar to the server, which keeps them for all of my devices. */
import { effect } from '@preact/signals'
import { COMMAND_PATIENCE, backoff } from '../../client/backoff.ts'
import type { Client } from '../../client/client.ts'
import { isRetryable } from '../../protocol/error-codes.ts'
import { sayBriefly } from '../ui/say-briefly.ts'
import { sentenceOf } from '../words/language.ts'
import { type Part, wishOf } from './arrangement.ts'

/** Sends each change, and those made without a connection once there is one. The answer stops this. */
export function keepArrangement(client: Client): () => void {
  const wish = wishOf(client)
  let attempt = 0
  let retry: ReturnType<typeof setTimeout> | undefined

  async function tell(): Promise<void> {
    const patch = wish.peek()
    if (Object.keys(patch).length === 0 || client.connection.state.peek().state !== 'online') return
    const result = await client.run('preferences:update', patch)
    clearTimeout(retry)
    if (!result.ok && isRetryable(result.error.code)) {
      const ms = Math.max(backoff(attempt++, COMMAND_PATIENCE, Math.random), result.error.retryAfterMs ?? 0)
      retry = setTimeout(() => void tell(), ms)
      return
    }
    attempt = 0
    // A change made meanwhile is sent by its own command.
    const left = Object.entries(wish.peek()).filter(([part, value]) => patch[part as Part] !== value)
    wish.value = Object.fromEntries(left)
    if (!result.ok) sayBriefly(sentenceOf(result.error))
  }

  const stop = effect(() => {
    void wish.value
    if (client.connection.state.value.state === 'online') void tell()
  })
  return () => {
    stop()
    clearTimeout(retry)
  }
}
