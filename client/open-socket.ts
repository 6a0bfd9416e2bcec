/**
 * Makes the socket of a connection. The Socket.IO client is a tenth of the page, and the first paint does not need it:
 * this file is loaded with the first connection.
 */
import { Manager, type Socket } from 'socket.io-client'
import type { CommandName, Payload } from '../protocol/commands.ts'
import { CHAT, type Credentials, type ServerToClient } from '../protocol/socket.ts'

export type Transport = 'websocket' | 'polling'

export type SocketNeeds = {
  /** The server's origin; the page's own without it. */
  url?: string | undefined
  /** The path below which everything is served: empty, or as in `/chat`. */
  basePath?: string | undefined
  transports?: Transport[] | undefined
  /** Asked at every attempt. */
  credentials: () => Credentials
}

// `run` knows the payload and the answer of each name. Here all commands look alike.
type Orders = Record<CommandName, (payload: Payload<CommandName>, answer: (result: never) => void) => void>

export type ChatSocket = Socket<ServerToClient, Orders>

const OPEN_PATIENCE = 10_000

/** A socket that has not connected yet, and never connects again by itself. */
export function openSocket({ url, basePath = '', transports, credentials }: SocketNeeds): ChatSocket {
  const manager = new Manager(url, {
    path: `${basePath}/socket.io`,
    autoConnect: false,
    // Socket.IO reconnects by itself after some kinds of disconnects only. The connection handles them all.
    reconnection: false,
    timeout: OPEN_PATIENCE,
    transports: transports ?? ['websocket', 'polling'],
    tryAllTransports: true,
  })
  return manager.socket(CHAT, { auth: (give: (credentials: Credentials) => void) => give(credentials()) })
}
