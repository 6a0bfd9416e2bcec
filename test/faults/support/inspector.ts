/** Makes a running server busy with nothing, or looks into its memory, through the door that Node opens for debuggers. */
import { WebSocket } from 'ws'
import { inTime } from '../../support/eventually.ts'
import type { Server, StartOptions } from '../../support/server.ts'

/** How to start a server that can be blocked: the port is free to choose, and only this machine can reach it. */
export const inspected: StartOptions = { env: { NODE_OPTIONS: '--inspect=127.0.0.1:0' } }

/** Nothing else happens in the server's event loop for so long. */
export async function blockEventLoop(server: Server, ms: number): Promise<void> {
  const expression = `{ const end = performance.now() + ${ms}; while (performance.now() < end); }`
  await ask(server, 'Runtime.evaluate', { expression }, ms + 10_000)
}

/** Bytes that the objects of the server's event loop take, without unreachable ones. */
export async function heapOf(server: Server): Promise<number> {
  await ask(server, 'HeapProfiler.collectGarbage')
  const { usedSize } = (await ask(server, 'Runtime.getHeapUsage')) as { usedSize: number }
  return usedSize
}

async function ask(server: Server, method: string, params: object = {}, within = 10_000): Promise<unknown> {
  const address = /Debugger listening on (ws:\S+)/.exec(server.stderr)?.[1]
  if (address === undefined) throw new Error('The server was not started with --inspect.')
  const debuggerSocket = new WebSocket(address)
  try {
    const answered = new Promise<unknown>((resolve, reject) => {
      debuggerSocket.once('error', reject)
      debuggerSocket.once('message', (data: Buffer) => {
        resolve((JSON.parse(data.toString()) as { result: unknown }).result)
      })
      debuggerSocket.once('open', () => debuggerSocket.send(JSON.stringify({ id: 1, method, params })))
    })
    return await inTime(`the answer to ${method}`, answered, within)
  } finally {
    debuggerSocket.terminate()
  }
}
