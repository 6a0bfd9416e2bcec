/** How promptly a history went: how soon messages were heard, how long nobody was answered, how often lines were lost. */
import type { History } from './history.ts'
import { only } from './rules/rule.ts'

/**
 * How long after its ack each message was heard, on each connection that lasted from before the ack until it was heard, in
 * ms. Endless for one that is still connected in the end and has not heard.
 */
export function heardAfter(history: History): number[] {
  const acks = [...only(history, 'ack')].toSorted((a, b) => a.message.seq - b.message.seq)
  const figures: number[] = []
  for (const events of Map.groupBy(history, ({ observer }) => observer).values()) {
    const changes = [...only(events, 'change')]
    for (const { connection, at: since } of only(events, 'connect')) {
      const own = changes.filter((change) => change.connection === connection)
      const ended = [...only(events, 'disconnect')].find((event) => event.connection === connection)
      for (const { message, at } of acks) {
        if (at < since) continue
        const heard = own.find(({ messages }) => messages.some(({ seq }) => seq === message.seq))
        if (heard) figures.push(Math.max(0, heard.at - at))
        else if (!ended) figures.push(Infinity)
      }
    }
  }
  return figures
}

/** The longest time between two acks from one moment to another, in ms. */
export function longestSilence(history: History, from: number, to: number): number {
  const acks = [...only(history, 'ack')].map(({ at }) => at).filter((at) => from < at && at < to)
  const moments = [from, ...acks.toSorted((a, b) => a - b), to]
  return Math.max(...moments.slice(1).map((at, index) => at - moments[index]!))
}

/** How often each observer that keeps a connection had to connect again. */
export function reconnects(history: History): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { observer } of only(history, 'connect')) counts.set(observer, (counts.get(observer) ?? -1) + 1)
  return counts
}

/** The observers whose connection is lost, and not there again. */
export function away(history: History): string[] {
  const last = new Map<string, boolean>()
  for (const { observer, what } of history)
    if (what === 'connect' || what === 'disconnect') last.set(observer, what === 'connect')
  return [...last].flatMap(([observer, isThere]) => (isThere ? [] : [observer]))
}
