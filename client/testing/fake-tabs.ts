import type { OutboxNews, OutboxPeers, OutboxPeer, PeerListener } from '../outbox-peers.ts'

type FakePeer = {
  tab: object
  userId: string
  hears: PeerListener
  isWilling: boolean
  isAsleep: boolean
  isHung: boolean
}

export type FakeTab = OutboxPeers & {
  /** The tab ends without a word. Its later messages and requests have no effect. */
  crash(): void
  /** The tab hears nothing and leads nothing until it wakes. Messages sent meanwhile are lost for it. */
  sleep(): void
  wake(): void
  /** The tab hears nothing and does nothing, but stays the leader. */
  hang(): void
}

/** A browser's tabs without the browser. Messages arrive a moment later, as copies; one tab at a time is the leader. */
export function fakeTabs() {
  let peers: FakePeer[] = []
  const holders = new Map<string, FakePeer>()

  function giveTurns() {
    for (const peer of peers) {
      if (!peer.isWilling || peer.isAsleep || holders.has(peer.userId)) continue
      holders.set(peer.userId, peer)
      queueMicrotask(() => holders.get(peer.userId) === peer && peer.hears.turn(true))
    }
  }
  function takeBack(peer: FakePeer) {
    if (holders.get(peer.userId) !== peer) return
    holders.delete(peer.userId)
    peer.hears.turn(false)
  }
  /** To the end of the line. */
  function standBack(peer: FakePeer) {
    if (peers.includes(peer)) peers = [...peers.filter((other) => other !== peer), peer]
  }

  function tab(): FakeTab {
    const self = {}
    const mine = () => peers.filter((peer) => peer.tab === self)
    return {
      meet(userId, hears): OutboxPeer {
        const peer: FakePeer = { tab: self, userId, hears, isWilling: false, isAsleep: false, isHung: false }
        peers.push(peer)
        return {
          tell(news: OutboxNews) {
            if (!peers.includes(peer)) return
            const listeners = peers.filter(
              (other) => other !== peer && other.userId === userId && !other.isAsleep && !other.isHung,
            )
            for (const other of listeners) {
              queueMicrotask(() => peers.includes(other) && other.hears.news(structuredClone(news)))
            }
          },
          queue(isWilling) {
            if (isWilling && !peer.isWilling) standBack(peer)
            peer.isWilling = isWilling
            if (!isWilling) takeBack(peer)
            giveTurns()
          },
          takeOver() {
            const holder = holders.get(userId)
            holders.set(userId, peer)
            if (holder && !holder.isHung) holder.hears.turn(false)
            queueMicrotask(() => holders.get(userId) === peer && hears.turn(true))
          },
          leave() {
            takeBack(peer)
            peers = peers.filter((other) => other !== peer)
            giveTurns()
          },
        }
      },
      crash() {
        for (const peer of mine()) if (holders.get(peer.userId) === peer) holders.delete(peer.userId)
        peers = peers.filter((peer) => peer.tab !== self)
        giveTurns()
      },
      sleep() {
        for (const peer of mine()) {
          peer.isAsleep = true
          takeBack(peer)
        }
        giveTurns()
      },
      hang() {
        for (const peer of mine()) peer.isHung = true
      },
      wake() {
        for (const peer of mine()) {
          if (!peer.isAsleep) continue
          peer.isAsleep = false
          standBack(peer)
          queueMicrotask(() => peers.includes(peer) && peer.hears.missed())
        }
        giveTurns()
      },
    }
  }
  return { tab }
}
