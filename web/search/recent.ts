/** My recent searches, in this browser alone. */
import { type ReadonlySignal, signal } from '@preact/signals'
import type { Client } from '../../client/client.ts'
import { keepForUser, recallForUser } from '../browser/user-storage.ts'

const MOST = 8
const KEY = 'searches'

export type Recent = {
  queries: ReadonlySignal<readonly string[]>
  remember: (query: string) => void
  forget: () => void
}

export function recentOf(client: Client): Recent {
  const userId = client.you.peek()?.id ?? ''
  const kept = (recallForUser(userId, KEY) ?? '').split('\n').filter((query) => query !== '')
  // A guest may have left more of them.
  const queries = signal<readonly string[]>(kept.slice(0, MOST))

  function become(next: readonly string[]): void {
    queries.value = next
    keepForUser(userId, KEY, next.join('\n'))
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
