/** The parts of an address that the Socket.IO client asks for. It brings a parser of its own for browsers without `URL`. */
export function parse(address: string) {
  const { protocol, hostname, port, pathname, search } = new URL(address)
  const query = search.slice(1)
  return {
    source: address,
    protocol: protocol.slice(0, -1),
    host: hostname.replace(/^\[|\]$/g, ''),
    port,
    path: pathname === '/' && !/\/(?:[?#]|$)/.test(address.slice(8)) ? '' : pathname,
    query,
    queryKey: Object.fromEntries(new URLSearchParams(query)),
  }
}
