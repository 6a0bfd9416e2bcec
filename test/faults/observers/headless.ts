/** The client that the page, the terminal and the bots are built on, without a face. */
import { effect } from '@preact/signals-core'
import { Client } from '../../../client/client.ts'
import { memoryOutbox } from '../../../client/outbox-memory.ts'
import type { OutboxEntry } from '../../../client/outbox.ts'
import { LOBBY } from '../../../protocol/limits.ts'
import type { Message } from '../../../protocol/models.ts'
import { eventually } from '../../support/eventually.ts'
import { runsOf, seenOf } from '../history.ts'
import { bodyOf, type Observer, type ObserverOptions } from './observer.ts'

export async function headlessObserver({ name, url, note, random }: ObserverOptions): Promise<Observer> {
  // Drafts outlive the client that wrote them, as they do in a browser.
  const storage = memoryOutbox()
  const acked = new Set<string>()
  let written = 0
  let connection = 0
  let isDead = false
  let client = await begin({ name })

  async function begin(credentials: { name: string } | { token: string }): Promise<Client> {
    const begun = new Client({ url, credentials, outbox: storage, transports: ['websocket'], random })
    listen(begun)
    begun.connect()
    await eventually(() => {
      if (!begun.rooms.get(LOBBY)) throw new Error(`${name} was not let in`)
    }, 20_000)
    const { timeline } = begun.rooms.get(LOBBY)!
    timeline.follow(true)
    watchTimeline(begun)
    void timeline.open()
    return begun
  }

  function listen(begun: Client): void {
    const { rooms } = begun
    const welcome = rooms.welcome.bind(rooms)
    const hearChange = rooms.hearChange.bind(rooms)
    const hearAccepted = rooms.hearAccepted.bind(rooms)
    let epochNow = ''
    rooms.welcome = (epoch, views) => {
      epochNow = epoch
      const rev = views.find(({ id }) => id === LOBBY)?.rev ?? 0
      note({ what: 'connect', connection: ++connection, epoch, rev })
      welcome(epoch, views)
    }
    rooms.hearChange = (change) => {
      const { from, to, messages } = change
      note({ what: 'change', connection, by: 'live', epoch: epochNow, from, to, messages: messages.map(seenOf) })
      for (const message of messages) if (begun.outbox.entries.peek().some(isDraftOf(message))) noteAck(message)
      hearChange(change)
    }
    rooms.hearAccepted = (message) => {
      noteAck(message)
      hearAccepted(message)
    }
    effect(() => {
      const { state } = begun.connection.state.value
      if (state === 'offline') note({ what: 'disconnect', connection, reason: state })
    })
    watchOutbox(begun)
  }

  /** However it comes to know: by the answer, by the change, or by a page that already has it. */
  function noteAck(message: Message): void {
    if (acked.has(message.clientId)) return
    acked.add(message.clientId)
    note({ what: 'ack', draft: { clientId: message.clientId, body: message.body }, message: seenOf(message) })
  }

  function watchOutbox(begun: Client): void {
    let before = new Map<string, OutboxEntry>()
    effect(() => {
      const entries = new Map(begun.outbox.entries.value.map((entry) => [entry.clientId, entry]))
      for (const [clientId, { body, status }] of before) {
        const now = entries.get(clientId)?.status
        const draft = { clientId, body }
        // Only now: with a full outbox and a long history it would take all the time there is.
        const message = now ? undefined : messagesOf(begun).findLast((known) => known.clientId === clientId)
        if (message) noteAck(message)
        if (status.state !== 'sending' || now === undefined) continue
        if (now.state === 'waiting') note({ what: 'timeout', draft })
        if (now.state === 'failed') note({ what: 'nack', draft, code: now.failure.code, isFinal: true })
        if (now.state === 'delayed') {
          // The client's own word for "no answer" names no time to come back.
          const isAnswer = now.failure.retryAfterMs !== undefined
          note(isAnswer ? { what: 'nack', draft, code: now.failure.code, isFinal: false } : { what: 'timeout', draft })
        }
      }
      before = entries
    })
  }

  function watchTimeline(begun: Client): void {
    effect(() => {
      const entries = begun.rooms.get(LOBBY)?.timeline.entries.value ?? []
      const seqs = entries.flatMap((entry) => (entry.kind === 'message' ? [entry.message.seq] : []))
      const drafts = entries.flatMap((entry) => (entry.kind === 'draft' ? [draftOf(entry.draft)] : []))
      note({ what: 'apply', runs: runsOf(seqs), drafts })
    })
  }

  return {
    name,
    kind: 'headless',
    say() {
      if (isDead) return
      const draft = { clientId: crypto.randomUUID(), body: bodyOf(name, ++written) }
      note({ what: 'invoke', draft })
      void client.outbox.add({ roomId: LOBBY, ...draft })
    },
    waiting: () => client.outbox.waiting.value,
    knows: () => runsOf(messagesOf(client).map(({ seq }) => seq))[0]?.[1] ?? 0,
    crash() {
      const token = client.token.value
      // Before it was ever let in there is nothing to come back as.
      if (token === undefined || isDead) return
      isDead = true
      client.close()
      void begin({ token }).then((again) => {
        client = again
        isDead = false
      })
    },
    finish() {
      const shown = messagesOf(client).map(seenOf)
      note({ what: 'final', fromSeq: shown[0]?.seq ?? 1, outbox: client.outbox.waiting.value, shown })
    },
    close: async () => client.close(),
  }
}

const isDraftOf =
  ({ clientId }: Message) =>
  (entry: OutboxEntry) =>
    entry.clientId === clientId
const draftOf = ({ clientId, body }: OutboxEntry) => ({ clientId, body })

function messagesOf(client: Client): Message[] {
  const entries = client.rooms.get(LOBBY)?.timeline.entries.peek() ?? []
  return entries.flatMap((entry) => (entry.kind === 'message' ? [entry.message] : []))
}
