import iconUrl from '../favicon.svg'

/** A dot for unread messages, a number for mentions. */
export function showIcon(count: number, mentions: number): void {
  const link = document.querySelector<HTMLLinkElement>('link[rel=icon]')
  if (!link) return
  const mark =
    mentions > 0
      ? `<circle cx="22" cy="10" r="10" fill="#c5221f"/><text x="22" y="15" font-size="14" font-weight="700" font-family="sans-serif" text-anchor="middle" fill="#fff">${Math.min(mentions, 9)}</text>`
      : '<circle cx="25" cy="7" r="6.5" fill="#e37400"/>'
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="#0f6b5c"/><g fill="none" stroke="#fff" stroke-width="3" stroke-linecap="round"><path d="M9 14a9 9 0 0 1 9 9M9 7.5A15.5 15.5 0 0 1 24.5 23"/></g><circle cx="10.5" cy="21.5" r="3" fill="#fff"/>${mark}</svg>`
  const href = count > 0 ? `data:image/svg+xml,${encodeURIComponent(svg)}` : iconUrl
  if (link.getAttribute('href') !== href) link.setAttribute('href', href)
}
