/** Makes a running server busy with nothing, through the door that Node opens for debuggers. */
import { WebSocket } from 'ws'
import { inTime } from '../../support/eventually.ts'
import type { Server, StartOptions } from '../../support/server.ts'

/** How to start a server that can be blocked: the port is free to choose, and only this machine can reach it. */
export const inspected: StartOptions = { env: { NODE_OPTIONS: '--inspect=127.0.0.1:0' } }

/** Nothing else happens in the server's event loop for so long. */
export async function blockEventLoop(server: Server, ms: number): Promise<void> {
  const address = /Debugger listening on (ws:\S+)/.exec(server.stderr)?.[1]
  if (address === undefined) throw new Error('The server was not started with --inspect.')
  const debuggerSocket = new WebSocket(address)
  try {
    const answered = new Promise<void>((resolve, reject) => {
      debuggerSocket.once('error', reject)
      debuggerSocket.once('message', () => resolve())
      debuggerSocket.once('open', () => {
        const expression = `{ const end = performance.now() + ${ms}; while (performance.now() < end); }`
        debuggerSocket.send(JSON.stringify({ id: 1, method: 'Runtime.evaluate', params: { expression } }))
      })
    })
    await inTime('the end of the busy loop', answered, ms + 10_000)
  } finally {
    debuggerSocket.terminate()
  }
}
