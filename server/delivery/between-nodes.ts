/** Delivery between nodes: each node delivers to its own connections, and a voice tells the others. */
import { randomBytes } from 'node:crypto'
import type { DeliveryNeeds, News, Parcel, RoomRev, RunningDelivery } from './delivery.ts'
import { createLocalDelivery } from './local.ts'
import type { OpenVoice } from './voice.ts'

/**
 * A longer change is told by room and rev alone, in UTF-16 units, and read from the store by nodes with listeners. Three
 * bytes for each unit still fit into one notification of Postgres.
 */
const LONGEST_CHANGE = 2_500

/** Several nodes that lost the voice get it back one after the other: they all are answered by one look at the rooms. */
const LOOK_AFTER_MS = 500

/** A text from one node to another. `wasUnheard`: its texts were lost for a while. */
type Told = { node: string } & ({ parcel: Parcel } | { came: RoomRev } | { news: News } | { wasUnheard: true })

type NodeNeeds = DeliveryNeeds & {
  name: string
  openVoice: OpenVoice
  /** The other nodes are not heard now; and they are heard again. */
  onLost: (error: Error) => void
  onBack: () => void
}

export function createDeliveryBetweenNodes({ name, openVoice, onLost, onBack, ...needs }: NodeNeeds): RunningDelivery {
  const node = randomBytes(6).toString('base64url')
  const newsListeners = new Set<(news: News, node: string) => void>()
  let isLost = false
  let looking: NodeJS.Timeout | undefined

  const local = createLocalDelivery(needs, (roomId) => voice.stopListeningTo(roomId))
  const voice = openVoice({
    name,
    hear: (text) => {
      try {
        hear(JSON.parse(text) as Told)
      } catch (error) {
        needs.onError(error)
      }
    },
    onLost: (error) => {
      if (!isLost) onLost(error)
      isLost = true
    },
    onListening: () => {
      if (isLost) {
        isLost = false
        onBack()
        lookSoon()
        // The others may have missed as much of this node.
        say({ node, wasUnheard: true })
      }
      void local.compare()
    },
  })

  function lookSoon(): void {
    looking ??= setTimeout(() => {
      looking = undefined
      local.showRoomsAgain()
    }, LOOK_AFTER_MS).unref()
  }

  const say = (told: Told, roomId?: string) => voice.say(JSON.stringify(told), roomId)

  function hear(told: Told): void {
    if (told.node === node) return
    if ('parcel' in told) local.publish(told.parcel)
    else if ('wasUnheard' in told) lookSoon()
    else if ('came' in told) local.expect(told.came.roomId, told.came.rev)
    else for (const listener of newsListeners) listener(told.news, told.node)
  }

  function tell(parcel: Parcel): void {
    const text = JSON.stringify({ node, parcel } satisfies Told)
    if (parcel.event !== 'room:changed') return voice.say(text)
    const { roomId, to: rev } = parcel.payload
    voice.say(
      text.length <= LONGEST_CHANGE ? text : JSON.stringify({ node, came: { roomId, rev } } satisfies Told),
      roomId,
    )
  }

  return {
    ...local,
    node,
    isShared: true,
    publish: (parcel) => {
      local.publish(parcel)
      tell(parcel)
    },
    follow: (roomId, rev) => {
      voice.listenTo(roomId)
      local.follow(roomId, rev)
    },
    tellNodes: (news) => say({ node, news }),
    hearNodes: (listener) => void newsListeners.add(listener),
    close: async () => {
      clearTimeout(looking)
      await local.close()
      await voice.close()
    },
  }
}
