/** The HTTP door, asked over connections that are kept open. */
import { Agent, request } from 'node:http'

export type Ask = <Answer>(method: string, path: string, token: string | undefined, body?: unknown) => Promise<Answer>

/** Throws when the answer is not a 2xx, because refusals must not be measured. */
export function openApi(port: number, connections: number): { ask: Ask; close: () => void } {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  const ask: Ask = <Answer>(method: string, path: string, token: string | undefined, body?: unknown) =>
    new Promise<Answer>((resolve, reject) => {
      const headers = {
        ...(token !== undefined && { Authorization: `Bearer ${token}` }),
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
      }
      const asked = request({ agent, host: '127.0.0.1', port, method, path: `/api${path}`, headers }, (response) => {
        const parts: Buffer[] = []
        response.on('data', (part: Buffer) => parts.push(part))
        response.on('end', () => {
          const text = Buffer.concat(parts).toString()
          if (Math.floor(response.statusCode! / 100) === 2)
            resolve((text === '' ? undefined : JSON.parse(text)) as Answer)
          else reject(new Error(`${method} ${path} was answered with ${response.statusCode}: ${text}`))
        })
      })
      asked.once('error', reject)
      asked.end(body === undefined ? undefined : JSON.stringify(body))
    })
  return { ask, close: () => agent.destroy() }
}

/** Does it to all items, so many at the same time. Answers in their order. */
export async function inParallel<Item, Result>(
  items: Item[],
  atOnce: number,
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = []
  const queue = items.entries()
  const worker = async () => {
    for (const [index, item] of queue) results[index] = await work(item)
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
  return results
}
