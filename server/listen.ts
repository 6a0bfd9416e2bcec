/** Opens the port, and prints the addresses of the chat. */
import type { Server } from 'node:http'
import { createServer as createTcpServer, isIPv6 } from 'node:net'
import { networkInterfaces } from 'node:os'
import { renderUnicodeCompact } from 'uqr'
import { BadConfig, type Config } from './config.ts'

/**
 * Connections that may wait to be accepted. After a restart all clients come back at once. A client that finds this
 * queue full waits for seconds: with Node's 511 a return of 5,000 took three times as long (`npm run faults --
 * restart-5000`).
 */
const BACKLOG = 4_096

/** `close` takes no new connections, and resolves when the old ones are gone. */
type Listening = { port: number; close: () => Promise<void> }

/** Opens the port. Throws `BadConfig` when that cannot be. */
export async function listen(server: Server, port: number, host: string): Promise<Listening> {
  const closed = (listener: { close: (done: () => void) => unknown }) =>
    new Promise<void>((resolve) => listener.close(() => resolve()))
  if (host !== 'localhost') return { port: await listenOn(server, port, host), close: () => closed(server) }

  // "localhost" is two addresses, and which one a client tries first is its own affair.
  const chosen = await listenOn(server, port, '127.0.0.1')
  const second = createTcpServer((connection) => server.emit('connection', connection))
  second.on('error', () => second.close()).listen({ port: chosen, host: '::1', backlog: BACKLOG })
  return { port: chosen, close: async () => void (await Promise.all([closed(server), closed(second)])) }
}

function listenOn(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(new BadConfig(explain(error, port, host))))
    server.listen({ port, host, backlog: BACKLOG }, () => resolve((server.address() as { port: number }).port))
  })
}

function explain(error: NodeJS.ErrnoException, port: number, host: string): string {
  if (error.code === 'EADDRINUSE')
    return `Port ${port} is in use. Stop what uses it, or choose another with --port (0 picks a free one).`
  if (error.code === 'EACCES') return `Port ${port} needs more rights. Choose one above 1023 with --port.`
  if (['EADDRNOTAVAIL', 'ENOTFOUND', 'EINVAL', 'EAI_AGAIN'].includes(error.code ?? ''))
    return `This machine has no address "${host}". Choose another with --host.`
  return `Earshot cannot listen on ${host}:${port} (${error.message}).`
}

/** The address of the server on this machine. */
type Reachable = { port: number } & Pick<Config, 'base' | 'publicUrl'>

/** The public address, or without one the address on this machine. */
export const addressOf = ({ port, base, publicUrl }: Reachable): string =>
  (publicUrl?.origin ?? `http://localhost:${port}`) + base

/** The text for the terminal: the addresses, and a QR code for a phone. */
export function announce(reachable: Reachable, host: string): string {
  const { port, base, publicUrl } = reachable
  const lines = [`  Earshot is listening on http://localhost:${port}${base}`]
  if (publicUrl) lines.push(`  People find it at:        ${addressOf(reachable)}`)
  if (host === 'localhost' || host === '127.0.0.1' || host === '::1') return `${lines.join('\n')}\n`
  const isEverywhere = host === '0.0.0.0' || host === '::'
  const addresses = isEverywhere ? localNetworkAddresses() : [host]
  const urls = addresses.map((address) => `http://${isIPv6(address) ? `[${address}]` : address}:${port}${base}`)
  lines.push(...urls.map((url) => `  On the local network:     ${url}`))
  const [first] = publicUrl ? [addressOf(reachable)] : urls
  const code = first === undefined ? '' : `\n${renderUnicodeCompact(first, { border: 2 })}\n`
  return `${lines.join('\n')}\n${code}`
}

/** The secret comes after #. Browsers send that part to no server, so no log keeps it. */
export const showOwnerLink = (address: string, code: string): string =>
  `  To become its owner, open ${address}/owner#${code} (it works once)\n`

export const showMissingOwner = (): string =>
  '  This chat has no owner yet. Run `npm start -- owner-link` for a link that makes you its owner.\n'

function localNetworkAddresses(): string[] {
  return Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ family, internal }) => family === 'IPv4' && !internal)
    .map(({ address }) => address)
}
