/** Links that people write to rooms and messages of this very chat stay on the page. */
import { follow, goTo } from '../place.ts'

// What the server keeps for itself is no room (server/chat/rooms/names.ts).
const ROOM =
  /^\/(?!(?:api|assets|healthz|readyz|owner|invite|sign-in|socket|metrics)(?:\/|$))([a-z0-9-]{1,64})(?:\/([1-9]\d{0,15}))?$/

/** Begins to listen; the answer ends it. */
export function hearLinks(): () => void {
  function hear(event: MouseEvent) {
    const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('.body a') : null
    if (!link || event.defaultPrevented || link.origin !== location.origin || link.search + link.hash !== '') return
    const [, slug, seq] = ROOM.exec(link.pathname) ?? []
    if (slug !== undefined) follow(event, () => goTo(slug, seq === undefined ? undefined : Number(seq)))
  }
  addEventListener('click', hear)
  return () => removeEventListener('click', hear)
}
