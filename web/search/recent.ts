/** What I looked for last, in this browser alone. */
import { type ReadonlySignal, signal } from '@preact/signals'
import type { Client } from '../../client/client.ts'
import { keepOwn, recallOwn } from '../ui/own.ts'

const MOST = 8
const KEY = 'searches'

export type Recent = {
  queries: ReadonlySignal<readonly string[]>
  remember: (query: string) => void
  forget: () => void
}

export function recentOf(client: Client): Recent {
  const userId = client.you.peek()?.id ?? ''
  const kept = (recallOwn(userId, KEY) ?? '').split('\n').filter((query) => query !== '')
  // There may be more of them, when some were left by a guest.
  const queries = signal<readonly string[]>(kept.slice(0, MOST))

  function become(next: readonly string[]): void {
    queries.value = next
    keepOwn(userId, KEY, next.join('\n'))
  }

  return {
    queries,
    remember(query) {
      const said = query.trim()
      if (said !== '') become([said, ...queries.peek().filter((other) => other !== said)].slice(0, MOST))
    },
    forget: () => become([]),
  }
}
