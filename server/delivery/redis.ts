/**
 * The voice between nodes by Redis or Valkey, for many nodes: a message is sent to those nodes only that listen to its
 * room. Each room has a channel, and there is one for everything else.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { createClient } from '@redis/client'
import type { Voice, VoiceNeeds } from './voice.ts'

const CONNECT_WITHIN_MS = 5_000
const RETRY_MS = 1_000
/** How often a connection is tried, in ms: a cut line looks like a quiet one. */
const TRY_EVERY_MS = 5_000
/** A connection that shows no sign of life for longer is given up, in ms: it was tried once meanwhile. */
const SILENT_MS = 9_000
/** UTF-16 units of the texts that are not answered, at most. Beyond that the connection is given up. */
const MOST_WAITING = 16 * 1_048_576
const CLOSE_WITHIN_MS = 1_000

const newClient = (url: string) =>
  createClient({
    url,
    name: 'earshot-voice',
    // A text that is said while the connection is away is lost, rather than told late.
    disableOfflineQueue: true,
    socket: { connectTimeout: CONNECT_WITHIN_MS, reconnectStrategy: () => RETRY_MS },
  })

type Line = { client: ReturnType<typeof newClient>; livedAt: number; waitingUnits: number }

export function createRedisVoice(url: string, { name, hear, onLost, onListening }: VoiceNeeds): Voice {
  const common = `earshot:${name}`
  const channelOf = (roomId: string | undefined) => (roomId === undefined ? common : `${common}:room:${roomId}`)
  const rooms = new Set<string>()
  let isClosed = false
  const lose = (error: Error) => void (isClosed || onLost(error))

  function openLine(): Line {
    const client = newClient(url)
    const line = { client, livedAt: performance.now(), waitingUnits: 0 }
    client.on('error', (error: Error) => {
      // A line that says why it fails is not silent. It is tried until it succeeds.
      line.livedAt = performance.now()
      if (line === speaker || line === listener) lose(error)
    })
    client.on('ready', () => {
      line.livedAt = performance.now()
      listen([common, ...[...rooms].map(channelOf)])
    })
    client.connect().catch(() => 'the event says so')
    return line
  }

  // One connection cannot do both in all versions of the protocol.
  let speaker = openLine()
  let listener = openLine()

  /** Nodes hear each other when both lines are there. */
  function listen(channels: string[]): void {
    if (!listener.client.isReady || !speaker.client.isReady) return
    listener.client
      .subscribe(channels, hear)
      .then(() => void (isClosed || !speaker.client.isReady || onListening()), lose)
  }

  function giveUp(line: Line, reason: string): void {
    lose(new Error(reason))
    const next = openLine()
    if (line === speaker) speaker = next
    else listener = next
    line.client.destroy()
  }

  const trying = setInterval(() => {
    for (const line of [speaker, listener]) {
      if (performance.now() - line.livedAt > SILENT_MS) giveUp(line, 'It does not answer.')
      else if (line.client.isReady) line.client.ping().then(() => (line.livedAt = performance.now()), lose)
    }
  }, TRY_EVERY_MS).unref()

  return {
    say: (text, roomId) => {
      const line = speaker
      if (isClosed || !line.client.isReady) return
      line.waitingUnits += text.length
      if (line.waitingUnits > MOST_WAITING) return giveUp(line, 'It is slower than what is to be told.')
      line.client
        .publish(channelOf(roomId), text)
        .catch(lose)
        .finally(() => (line.waitingUnits -= text.length))
    },
    listenTo: (roomId) => {
      if (rooms.has(roomId)) return
      rooms.add(roomId)
      listen([channelOf(roomId)])
    },
    stopListeningTo: (roomId) => {
      if (!rooms.delete(roomId) || !listener.client.isReady) return
      listener.client.unsubscribe(channelOf(roomId)).catch(lose)
    },
    close: async () => {
      isClosed = true
      clearInterval(trying)
      const clients = [speaker.client, listener.client]
      const closed = Promise.all(clients.map((client) => client.close()))
      await Promise.race([closed, sleep(CLOSE_WITHIN_MS, undefined, { ref: false })]).catch(() => 'it was never open')
      for (const client of clients) client.destroy()
    },
  }
}
