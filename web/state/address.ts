/** The reader's place, as in the address: `/`, `/lobby`, `/lobby/42`. */
import { signal } from '@preact/signals'
import { LOBBY } from '../../protocol/limits.ts'
import { basePath } from '../browser/base-path.ts'

export type Address = {
  slug: string
  seq: number | undefined
  /** Reached by the browser's back and forward: then the reader expects their earlier position. */
  isReturn: boolean
  /** The entry's position in the browser's history. */
  visit: number
}

let lastVisit = Date.now()

function addressOf(path: string, isReturn: boolean): Address {
  const [, slug = '', seq = ''] = /^\/([^/]*)\/?(.*?)\/?$/.exec(belowBase(path)) ?? []
  return {
    slug: slug === '' ? LOBBY : slug,
    seq: /^[1-9]\d{0,15}$/.test(seq) ? Number(seq) : undefined,
    isReturn,
    visit: visitNow(),
  }
}

function visitNow(): number {
  const { visit } = (history.state ?? {}) as { visit?: number }
  if (visit !== undefined) return visit
  history.replaceState({ visit: ++lastVisit }, '')
  return lastVisit
}

/** A new object at every visit, even to the same place: asking for message 42 again must show it again. */
export const address = signal<Address>(addressOf(location.pathname, false))

addEventListener('popstate', () => {
  address.value = addressOf(location.pathname, true)
})

/** Without a slug, the front page. */
export const pathTo = (slug = '', seq?: number): string => `${basePath}/${slug}${seq === undefined ? '' : `/${seq}`}`

/** The part of a path after the base path. */
export function belowBase(path: string): string {
  return path.startsWith(basePath) ? path.slice(basePath.length) : ''
}

export function goTo(slug: string, seq?: number): void {
  history.pushState({ visit: ++lastVisit }, '', pathTo(slug, seq))
  address.value = { slug, seq, isReturn: false, visit: lastVisit }
}

/** The same place under another address: Back does not return to the old one. */
export function moveTo(slug: string, seq?: number): void {
  const { visit } = address.peek()
  history.replaceState({ visit }, '', pathTo(slug, seq))
  address.value = { slug, seq, isReturn: false, visit }
}

/** The browser itself handles clicks for a new tab or a copied address. A plain click stays on this page. */
export function follow(event: MouseEvent, go: () => void): void {
  if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
  event.preventDefault()
  go()
}
