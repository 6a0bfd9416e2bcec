/** Where the reader is, as the address says: `/`, `/lobby`, `/lobby/42`. */
import { signal } from '@preact/signals'
import { LOBBY } from '../protocol/limits.ts'

export type Place = { slug: string; seq: number | undefined }

function placeOf(path: string): Place {
  const [, slug = '', seq = ''] = /^\/([^/]*)\/?(.*?)\/?$/.exec(path) ?? []
  return { slug: slug === '' ? LOBBY : slug, seq: /^[1-9]\d{0,15}$/.test(seq) ? Number(seq) : undefined }
}

/** A new object at every visit, even to the same place: asking for message 42 again must show it again. */
export const place = signal<Place>(placeOf(location.pathname))

addEventListener('popstate', () => {
  place.value = placeOf(location.pathname)
})

export const pathTo = (slug: string, seq?: number): string => `/${slug}${seq === undefined ? '' : `/${seq}`}`

export function goTo(slug: string, seq?: number): void {
  history.pushState(null, '', pathTo(slug, seq))
  place.value = { slug, seq }
}

/** Reading on at the bottom: the address no longer names a message, and Back does not return to each. */
export function leaveMessage(slug: string): void {
  history.replaceState(null, '', pathTo(slug))
  place.value = { slug, seq: undefined }
}
