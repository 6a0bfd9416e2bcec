/** The observers of a run: how many of each kind, and how each is made. */
import type { Browser } from 'playwright-core'
import type { Notebook } from '../history.ts'
import type { Random } from '../support/random.ts'
import { curlObserver } from './curl.ts'
import { headlessObserver } from './headless.ts'
import type { Observer, ObserverOptions } from './observer.ts'
import { pageObserver } from './page.ts'
import { rawObserver } from './raw.ts'
import { sseObserver } from './sse.ts'

type Role = 'headless' | 'raw' | 'polling' | 'sse' | 'curl' | 'page'
/** How many of each kind. */
export type Cast = Partial<Record<Role, number>>

export const FULL_CAST: Cast = { headless: 8, raw: 4, polling: 1, sse: 2, curl: 1, page: 1 }
export const SMALL_CAST: Cast = { headless: 3, raw: 2, polling: 1, sse: 1, curl: 1 }
/** Beside several servers a browser gets no time on two cores; the page speaks through the headless client anyway. */
export const FULL_CAST_OF_NODES: Cast = { headless: 8, raw: 4, polling: 1, sse: 2, curl: 1 }
/** Of those that stay connected there are enough for each of two nodes. */
export const CAST_OF_NODES: Cast = { headless: 2, raw: 2, polling: 1, sse: 1, curl: 1 }

type CastOptions = {
  cast: Cast
  notebook: Notebook
  random: Random
  browser: Browser | undefined
  /** Where the observer of this place in the cast finds the server. Some need the same one for all their requests. */
  urlFor: (place: number, isSticky: boolean) => Promise<string>
}

/** One after the other, so that their arrivals are no fault of their own. */
export async function enterCast({ cast, notebook, random, browser, urlFor }: CastOptions): Promise<Observer[]> {
  const observers: Observer[] = []
  const make: Record<Role, (options: ObserverOptions) => Promise<Observer>> = {
    headless: headlessObserver,
    raw: rawObserver,
    polling: async (options) => rawObserver({ ...options, transport: 'polling' }),
    sse: sseObserver,
    curl: curlObserver,
    page: async (options) => {
      if (!browser) throw new Error('A page needs a browser.')
      return pageObserver({ ...options, browser })
    },
  }
  for (const role of Object.keys(make) as Role[]) {
    for (let number = 1; number <= (cast[role] ?? 0); number++) {
      const name = `${role}${number}`
      const note = notebook.of(name, role === 'polling' ? 'raw' : role)
      const url = await urlFor(observers.length, role === 'polling')
      observers.push(await make[role]({ name, url, note, random }))
    }
  }
  return observers
}
