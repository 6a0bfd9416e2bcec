/** Where the reader is, as the address says: `/`, `/lobby`, `/lobby/42`. */
import { signal } from '@preact/signals'
import { LOBBY } from '../protocol/limits.ts'

export type Place = {
  slug: string
  seq: number | undefined
  /** By the browser's back and forward: then the reader expects to be where they were. */
  isReturn: boolean
  /** Which entry of the browser's history it is. */
  visit: number
}

let lastVisit = Date.now()

function placeOf(path: string, isReturn: boolean): Place {
  const [, slug = '', seq = ''] = /^\/([^/]*)\/?(.*?)\/?$/.exec(path) ?? []
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
export const place = signal<Place>(placeOf(location.pathname, false))

addEventListener('popstate', () => {
  place.value = placeOf(location.pathname, true)
})

export const pathTo = (slug: string, seq?: number): string => `/${slug}${seq === undefined ? '' : `/${seq}`}`

export function goTo(slug: string, seq?: number): void {
  history.pushState({ visit: ++lastVisit }, '', pathTo(slug, seq))
  place.value = { slug, seq, isReturn: false, visit: lastVisit }
}

/** The same place under another address: Back does not return to the old one. */
export function moveTo(slug: string, seq?: number): void {
  const { visit } = place.peek()
  history.replaceState({ visit }, '', pathTo(slug, seq))
  place.value = { slug, seq, isReturn: false, visit }
}

/** A new tab, a copied address: those are the browser's. A plain click stays on this page. */
export function follow(event: MouseEvent, go: () => void): void {
  if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
  event.preventDefault()
  go()
}
