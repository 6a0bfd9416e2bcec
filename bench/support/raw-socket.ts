/**
 * A Socket.IO client that does as little as possible, so that the generator itself is not measured. It looks at the
 * first bytes of a frame, answers pings, and hands on the rest unparsed.
 */
import { WebSocket } from 'ws'

const [OPEN, PING, MESSAGE, CONNECT, EVENT, ACK] = ['0', '2', '4', '0', '2', '3'].map((digit) => digit.charCodeAt(0))

export type RawSocket = {
  send: (event: string, payload: unknown, ackId?: number) => void
  close: () => void
}

export type RawHandlers = {
  onWelcome?: (frame: Buffer) => void
  onEvent?: (frame: Buffer) => void
  onAck?: (id: number, frame: Buffer) => void
}

/**
 * Connects as a new guest with a name, or with a token. Resolves when the namespace has let the client in (and, on the
 * typed door, has sent `welcome`).
 */
export function connectRaw(
  port: number,
  namespace: '/' | '/chat',
  who: string | { token: string },
  handlers: RawHandlers,
): Promise<RawSocket> {
  const auth = JSON.stringify(typeof who === 'string' ? { name: who } : who)
  const prefix = namespace === '/' ? '' : `${namespace},`
  const start = 2 + prefix.length
  const ws = new WebSocket(`ws://127.0.0.1:${port}/socket.io/?EIO=4&transport=websocket`, { perMessageDeflate: false })
  const raw: RawSocket = {
    send: (event, payload, ackId) => ws.send(`42${prefix}${ackId ?? ''}${JSON.stringify([event, payload])}`),
    close: () => ws.terminate(),
  }
  return new Promise((resolve, reject) => {
    ws.once('error', reject)
    ws.once('close', () => reject(new Error('closed before it was let in')))
    ws.on('message', (frame: Buffer) => {
      if (frame[0] === OPEN) ws.send(`40${prefix}${auth}`)
      else if (frame[0] === PING) ws.send('3')
      else if (frame[0] !== MESSAGE) return
      else if (frame[1] === CONNECT && namespace === '/') resolve(raw)
      else if (frame[1] === ACK)
        handlers.onAck?.(Number.parseInt(frame.toString('latin1', start, start + 12), 10), frame)
      else if (frame[1] === EVENT && frame.includes('["welcome"', start)) {
        handlers.onWelcome?.(frame)
        resolve(raw)
      } else if (frame[1] === EVENT) handlers.onEvent?.(frame)
    })
  })
}
