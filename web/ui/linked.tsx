import type { ComponentChildren } from 'preact'
import { addressesIn } from '../../protocol/markdown/addresses.ts'
import { safeLink } from '../../protocol/markdown/links.ts'

/** A line of text in which addresses are links, by the rules of messages. All other text stays as typed. */
export function Linked({ text }: { text: string }) {
  const parts: ComponentChildren[] = []
  const addresses = addressesIn(text)
  let from = 0
  for (let at = addresses.next(0); at < text.length; at = addresses.next(Math.max(at + 1, from))) {
    const address = addresses.read(new Set())
    const link = address && safeLink(address.href)
    if (!address || !link) continue
    parts.push(
      text.slice(from, at),
      <a href={link.href} title={link.target} target="_blank" rel="noopener noreferrer nofollow">
        {text.slice(at, address.end)}
      </a>,
    )
    from = address.end
  }
  return (
    <>
      {parts}
      {text.slice(from)}
    </>
  )
}
