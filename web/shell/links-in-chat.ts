/** Links in messages to rooms and messages of this chat open on this page. */
import { belowBase, follow, goTo } from '../state/address.ts'

// Slugs reserved by the server are no rooms (server/chat/rooms/names.ts).
const ROOM =
  /^\/(?!(?:api|assets|healthz|readyz|owner|invite|sign-in|socket|metrics)(?:\/|$))([a-z0-9-]{1,64})(?:\/([1-9]\d{0,15}))?\/?$/

/** Begins to listen. The answer stops it. */
export function hearLinks(): () => void {
  function hear(event: MouseEvent) {
    const link =
      event.target instanceof Element
        ? event.target.closest<HTMLAnchorElement>('.body a, .header-topic a, .topic a')
        : null
    if (!link || event.defaultPrevented || link.origin !== location.origin || link.search + link.hash !== '') return
    const [, slug, seq] = ROOM.exec(belowBase(link.pathname).toLowerCase()) ?? []
    if (slug !== undefined) follow(event, () => goTo(slug, seq === undefined ? undefined : Number(seq)))
  }
  addEventListener('click', hear)
  return () => removeEventListener('click', hear)
}
