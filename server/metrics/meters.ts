/** Every meter of Earshot's own, with its help. Nothing is labelled with a name, a room or an id. */
import type { Connected, Counts, Spread } from '../chat/counts.ts'
import type { Delivery } from '../delivery/delivery.ts'
import type { StoreWork } from '../store/store.ts'

/** The sources that the meters read when somebody asks. */
export type Sources = {
  /** The version of the server. */
  version: string
  counts: Counts
  store: StoreWork
  connected: () => Connected[]
  behind: Delivery['behind']
}

/** A value for each set of labels. */
type Samples = [labels: Record<string, string>, value: number][]
export type Meter = { help: string } & (
  | { type: 'counter' | 'gauge'; read: (sources: Sources) => number | Samples }
  | { type: 'histogram'; read: (sources: Sources) => Spread }
)

const labelled = (label: string, values: Record<string, number>): Samples =>
  Object.entries(values).map(([name, value]) => [{ [label]: name }, value])

/** Durations are in seconds, as Prometheus has them. Counters begin at 0 with the process. */
export const METERS: Record<string, Meter> = {
  earshot_info: {
    type: 'gauge',
    help: 'Always 1. The label says which version runs.',
    read: ({ version }) => [[{ version }, 1]],
  },
  earshot_connections: {
    type: 'gauge',
    help: 'Open connections by door (typed and plain: Socket.IO; events: event streams) and transport. One that uses both Socket.IO doors counts in each.',
    read: ({ connected }) => connected().map(({ door, transport, count }) => [{ door, transport }, count]),
  },
  earshot_posts_total: {
    type: 'counter',
    help: 'Messages that this server accepted. A message sent twice counts once.',
    read: ({ counts }) => counts.posts,
  },
  earshot_changes_total: {
    type: 'counter',
    help: 'Changes of rooms (posts, edits, reactions and so on) that this server told, each once, however many listened.',
    read: ({ counts }) => counts.changes,
  },
  earshot_deliveries_total: {
    type: 'counter',
    help: 'Packets with changes by door, one for each connection that got it. In a rush one packet carries several changes.',
    read: ({ counts }) => labelled('door', counts.deliveries),
  },
  earshot_packets_sent_total: {
    type: 'counter',
    help: 'All packets sent by Socket.IO, by transport: deliveries, answers, presence, pings.',
    read: ({ counts }) => labelled('transport', counts.packets),
  },
  earshot_refusals_total: {
    type: 'counter',
    help: 'Commands and connections that were refused, by door and code (docs/protocol.md). Requests refused before they reached a door count at front.',
    read: ({ counts }) =>
      Object.entries(counts.refusals).flatMap(([door, codes]) =>
        labelled('code', codes).map(([labels, value]) => [{ door, ...labels }, value] as Samples[number]),
      ),
  },
  earshot_connections_cut_off_total: {
    type: 'counter',
    help: 'Connections that were cut off because they did not read. Their clients come back and catch up.',
    read: ({ counts }) => counts.cutOff,
  },
  earshot_feed_lag_seconds: {
    type: 'histogram',
    help: 'How long a change was known here before its packet left for the typed door: 25 ms in a rush, more when changes were lost and had to be fetched.',
    read: ({ counts }) => counts.lag,
  },
  earshot_feed_behind_rooms: {
    type: 'gauge',
    help: 'Rooms with changes that this server knows of and has not told yet.',
    read: ({ behind }) => behind().rooms,
  },
  earshot_feed_behind_seconds: {
    type: 'gauge',
    help: 'How long the longest of these changes waits.',
    read: ({ behind }) => behind().longestMs / 1_000,
  },
  earshot_commit_seconds: {
    type: 'histogram',
    help: 'How long the commit of a group of writes took: the disk, or the way to Postgres and its disk.',
    read: ({ counts }) => counts.commits,
  },
  earshot_transaction_seconds: {
    type: 'histogram',
    help: 'How long a group of writes took from its beginning to the end of its commit.',
    read: ({ counts }) => counts.transactions,
  },
  earshot_group_calls: {
    type: 'histogram',
    help: 'How many writes shared one commit.',
    read: ({ counts }) => counts.groupSizes,
  },
  earshot_store_waiting: {
    type: 'gauge',
    help: 'Calls to the store that have no answer yet, by thread. From 20,000 on the answer is overloaded.',
    read: ({ store }) => labelled('thread', store.waiting()),
  },
  earshot_store_faults_total: {
    type: 'counter',
    help: 'Calls to the store that failed because the database was away or its disk was at fault, by thread.',
    read: ({ store }) => labelled('thread', store.faults()),
  },
  earshot_store_retries_total: {
    type: 'counter',
    help: 'Groups of writes that were tried again because another server wrote the same rows. Only on Postgres.',
    read: ({ counts }) => counts.retries,
  },
}
