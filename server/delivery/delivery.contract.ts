/** The behaviour of every delivery, told by nodes over one store. On one node, all of them are the same. */
import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import type { Change, Message } from '../../protocol/models.ts'
import { eventually } from '../../test/support/eventually.ts'
import type { DeliveryNeeds, News, Parcel, RunningDelivery } from './delivery.ts'

export type OpenNodes = (needs: DeliveryNeeds, count: number) => Promise<RunningDelivery[]>

const message = (roomId: string, rev: number, body: string): Message => ({
  roomId,
  seq: rev,
  rev,
  clientId: `c${rev}`,
  author: { id: 'u_ann', name: 'Ann', kind: 'guest' },
  body,
  sentAt: '2026-01-01T00:00:00.000Z',
  reactions: [],
})

/** The rooms as a store would keep them, and nodes that deliver their changes. */
class Stage {
  readonly #rooms = new Map<string, Message[]>()
  readonly errors: unknown[] = []

  readonly needs: DeliveryNeeds = {
    fill: async (roomId, since) => {
      const messages = this.#of(roomId).filter(({ rev }) => rev > since)
      return { roomId, from: since, to: this.#of(roomId).length, messages }
    },
    ahead: async (told) =>
      told.flatMap(({ roomId, rev }) => {
        const head = this.#of(roomId).length
        return head > rev ? [{ roomId, rev: head }] : []
      }),
    onError: (error) => this.errors.push(error),
  }

  /** Keeps a message. Answers with the parcel that announces it. */
  keep(roomId: string, body: string): Parcel {
    const rev = this.#of(roomId).length + 1
    const kept = message(roomId, rev, body)
    this.#rooms.set(roomId, [...this.#of(roomId), kept])
    const payload: Change = { roomId, from: rev - 1, to: rev, messages: [kept] }
    return { audience: { room: roomId }, event: 'room:changed', payload }
  }

  #of(roomId: string): Message[] {
    return this.#rooms.get(roomId) ?? []
  }
}

/** The bodies that one node hears of a room, in the order of its changes. */
function listener(node: RunningDelivery, roomId: string) {
  const bodies: string[] = []
  let rev = 0
  node.subscribe(
    (parcel) => {
      if (parcel.event !== 'room:changed' || parcel.payload.roomId !== roomId) return
      assert.equal(parcel.payload.from, rev, 'a hole, or a change twice')
      rev = parcel.payload.to
      bodies.push(...parcel.payload.messages.map(({ body }) => body))
    },
    { isHeard: (heard) => heard === roomId },
  )
  node.follow(roomId, 0)
  return bodies
}

export function describeDelivery(kind: string, openNodes: OpenNodes): void {
  describe(`${kind} delivery`, () => {
    const stage = new Stage()
    const nodes = openNodes(stage.needs, 3)
    after(async () => {
      for (const node of await nodes) await node.close()
      assert.deepEqual(stage.errors, [])
    })

    test('[H1] what one node publishes is heard on every node, once and in order', async () => {
      const [first, second, third] = (await nodes) as [RunningDelivery, RunningDelivery, RunningDelivery]
      const heard = [first, second, third].map((node) => listener(node, 'garden'))
      const said = Array.from({ length: 60 }, (_, number) => `message ${number}`)
      for (const [number, body] of said.entries()) [first, second][number % 2]!.publish(stage.keep('garden', body))
      for (const bodies of heard) await eventually(() => assert.deepEqual(bodies, said))
    })

    test('[H2] a text of any length and alphabet arrives whole', async () => {
      const [first, second] = (await nodes) as [RunningDelivery, RunningDelivery]
      const said = ['ش'.repeat(3_000), '🎉\n"\\'.repeat(5_000), 'x'.repeat(200_000), 'short']
      // A difference of such texts would be too long to read.
      const isSame = (heard: string[]) => heard.length === said.length && heard.every((text, at) => text === said[at])
      const bodies = listener(second, 'attic')
      const names: string[] = []
      second.subscribe(({ event, payload }) => event === 'user:changed' && names.push(payload.name))
      for (const body of said) {
        first.publish(stage.keep('attic', body))
        const payload = { id: 'u_ann', name: body, kind: 'guest' } as const
        first.publish({ audience: { rooms: ['attic'] }, event: 'user:changed', payload })
      }
      await eventually(() => assert.ok(isSame(bodies), `bodies of ${bodies.map(({ length }) => length).join()}`))
      await eventually(() => assert.ok(isSame(names), `names of ${names.map(({ length }) => length).join()}`))
    })

    test('[H40] of long texts told together, which differ in a word at their end, each arrives', async () => {
      const [first, second] = (await nodes) as [RunningDelivery, RunningDelivery]
      const names: string[] = []
      second.subscribe(({ event, payload }) => event === 'user:changed' && names.push(payload.name))
      const rooms = Array.from({ length: 2_000 }, (_, number) => `room-of-somebody-${number}`)
      for (const name of ['Ann', 'Bea', 'Ann'])
        first.publish({ audience: { rooms }, event: 'user:changed', payload: { id: 'u_ann', name, kind: 'guest' } })
      await eventually(() => assert.deepEqual(names, ['Ann', 'Bea', 'Ann']))
    })

    test('[H3] a change that was never announced is heard within two seconds and some moments', async () => {
      const [, second] = (await nodes) as [RunningDelivery, RunningDelivery]
      const bodies = listener(second, 'cellar')
      stage.keep('cellar', 'said to nobody')
      await eventually(() => assert.deepEqual(bodies, ['said to nobody']))
    })

    test('[H4] a fact for this node’s own connections does not leave it', async () => {
      const [first, second] = (await nodes) as [RunningDelivery, RunningDelivery]
      const heard: string[] = []
      second.subscribe(({ event, payload }) => event === 'presence' && heard.push(payload.roomId))
      const presence = (roomId: string): Parcel => ({
        audience: { watchersOf: roomId },
        event: 'presence',
        payload: { roomId, count: 1 },
      })
      first.publishHere(presence('of the first'))
      second.publishHere(presence('of the second'))
      first.publish(presence('of all'))
      await eventually(() => assert.ok(heard.includes('of all')))
      assert.deepEqual(
        heard,
        first === second ? ['of the first', 'of the second', 'of all'] : ['of the second', 'of all'],
      )
    })

    test('[H5] news of a node reach all other nodes, and not itself', async () => {
      const all = (await nodes) as [RunningDelivery, RunningDelivery, RunningDelivery]
      const heard = all.map((node) => {
        const news: { news: News; node: string }[] = []
        node.hearNodes((told, from) => news.push({ news: told, node: from }))
        return news
      })
      all[0].tellNodes({ kind: 'alive', version: 1 })
      all[1].tellNodes({ kind: 'alive', version: 2 })
      const versions = (place: number) => heard[place]!.map(({ news }) => news.kind === 'alive' && news.version)
      const expected = all[0].isShared ? [[2], [1], [1, 2]] : [[], [], []]
      for (const [place, those] of expected.entries())
        await eventually(() =>
          assert.deepEqual(
            versions(place).toSorted((one, other) => Number(one) - Number(other)),
            those,
          ),
        )
      assert.equal(new Set(heard[2]!.map(({ node }) => node)).size, expected[2]!.length)
    })
  })
}
