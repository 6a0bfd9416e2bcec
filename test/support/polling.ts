/** Polling by hand: payloads that no client library would put together. */
import { ask } from './http.ts'

type Polling = {
  /** Posts these packets as one payload, and answers with the status. */
  say: (...packets: string[]) => Promise<number>
  /** The packets that wait, or nothing once the connection is closed. */
  poll: () => Promise<string[] | undefined>
}

export async function openPolling(server: { url: string }, headers: Record<string, string> = {}): Promise<Polling> {
  const path = '/socket.io/?EIO=4&transport=polling'
  const { text } = await ask(server, path, { headers })
  const { sid } = JSON.parse(text.slice(1)) as { sid: string }
  const own = `${path}&sid=${sid}`
  return {
    say: async (...packets) => (await ask(server, own, { method: 'POST', body: packets.join('\u001e') })).status,
    poll: async () => {
      const answer = await ask(server, own)
      // 1 is Engine.IO's goodbye, 6 only ends a poll.
      return answer.status === 200 && answer.text !== '1' ? answer.text.split('\u001e') : undefined
    },
  }
}
