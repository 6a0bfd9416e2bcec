/** Mail addresses: which texts are one, and how a mail server takes them. */

export const MAX_ADDRESS_CHARACTERS = 254
const MAX_LOCAL_CHARACTERS = 64

/**
 * A valid e-mail address of the HTML Standard (section 4.10.5.1.5): no quotes, no comments, no spaces, so nothing that could
 * leave a header. Each thread of the database reads addresses, and a library for it costs each of them 200 kB of source.
 */
const PLAIN =
  /^[a-z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*$/i

/**
 * The address in the form in which servers take it: the host in ASCII, as `ann@xn--bcher-kva.example`. Undefined for no
 * address, and for one that is too long or has no dot in its host.
 */
export function toMailbox(text: string): string | undefined {
  const address = text.trim()
  const at = address.lastIndexOf('@')
  const [local, host] = [address.slice(0, at), asciiHost(address.slice(at + 1))]
  if (at < 1 || local.length > MAX_LOCAL_CHARACTERS || host === undefined) return undefined
  const mailbox = `${local}@${host}`
  return mailbox.length <= MAX_ADDRESS_CHARACTERS && PLAIN.test(mailbox) ? mailbox : undefined
}

/** Two addresses with the same one belong together: hosts ignore case, and nearly all servers do so for the rest. */
export const mailboxKey = (text: string): string | undefined => toMailbox(text)?.toLowerCase()

function asciiHost(host: string): string | undefined {
  // What ends a host in a URL would hide the rest of the text.
  if (host.length > MAX_ADDRESS_CHARACTERS || /[\s/?#:@\\%[\]]/.test(host)) return undefined
  const ascii = URL.parse(`http://${host}`)?.hostname
  return ascii !== undefined && /\.[a-z0-9-]*[a-z][a-z0-9-]*$/.test(ascii) ? ascii : undefined
}
