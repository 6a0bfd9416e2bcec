import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { eventually, inTime } from '../../test/support/eventually.ts'
import { startPostgres } from '../../test/support/postgres.ts'
import { startProxy } from '../../test/support/proxy.ts'
import { findRedis, startRedis } from '../../test/support/redis.ts'
import { createDeliveryBetweenNodes } from './between-nodes.ts'
import type { DeliveryNeeds, RunningDelivery } from './delivery.ts'
import { describeDelivery } from './delivery.contract.ts'
import { createLocalDelivery } from './local.ts'
import { pack, Unpacker } from './packets.ts'
import { createPostgresVoice } from './postgres.ts'
import { createRedisVoice } from './redis.ts'
import type { OpenVoice, Voice, VoiceNeeds } from './voice.ts'

/** Nodes that hear each other. */
async function talking(needs: DeliveryNeeds, count: number, openVoice: OpenVoice): Promise<RunningDelivery[]> {
  const opening = Array.from({ length: count }, async () => {
    const { promise: isListening, resolve: onListening } = Promise.withResolvers<void>()
    const node = createDeliveryBetweenNodes({
      ...needs,
      name: 'test',
      openVoice: (voiceNeeds) =>
        openVoice({
          ...voiceNeeds,
          onListening: () => {
            voiceNeeds.onListening()
            onListening()
          },
        }),
      onLost: (error) => needs.onError(error),
      onBack: () => assert.fail('it was never lost'),
    })
    await isListening
    return node
  })
  return Promise.all(opening)
}

const postgres = await startPostgres()
const redis = findRedis() && (await startRedis())

describeDelivery('local', async (needs, count) => {
  const node = createLocalDelivery(needs)
  return Array.from({ length: count }, () => node)
})

describeDelivery('postgres', async (needs, count) => {
  const url = await postgres.newDatabase()
  return talking(needs, count, (voiceNeeds) => createPostgresVoice(url, voiceNeeds))
})

if (redis) describeDelivery('redis', (needs, count) => talking(needs, count, (v) => createRedisVoice(redis.url, v)))
else describe('redis delivery', { skip: 'redis-server is not installed' }, () => undefined)

/** A voice whose wire can be cut, and what it told last of its connection. */
async function onAWire(url: string, open: (url: string, needs: VoiceNeeds) => Voice) {
  const proxy = await startProxy({ port: Number(new URL(url).port) })
  const wired = new URL(url)
  wired.host = new URL(proxy.url).host
  const told = { state: 'unknown', losses: 0 }
  const voice = open(wired.href, {
    name: 'wired',
    hear: () => undefined,
    onLost: () => {
      told.state = 'lost'
      told.losses++
    },
    onListening: () => (told.state = 'listening'),
  })
  after(() => voice.close())
  const becomes = (state: string) => eventually(() => assert.equal(told.state, state), 30_000)
  return { voice, proxy, told, becomes }
}

function describeWire(kind: string, newUrl: () => Promise<string>, open: (url: string, needs: VoiceNeeds) => Voice) {
  describe(`a voice by ${kind} on a bad wire`, () => {
    test('[H41] a server that is silent is given up and tried anew, and closing does not wait for it', async () => {
      const { voice, proxy, becomes } = await onAWire(await newUrl(), open)
      await becomes('listening')
      proxy.freeze()
      await becomes('lost')
      await proxy.restore()
      await becomes('listening')
      proxy.freeze()
      voice.say('a farewell')
      await inTime('closing', voice.close(), 4_000)
    })

    test('[H42] what a slow server does not take is not kept without end', async () => {
      const { voice, proxy, told, becomes } = await onAWire(await newUrl(), open)
      await becomes('listening')
      proxy.freeze()
      for (let sent = 0; sent < 20; sent++) voice.say('x'.repeat(1_048_576))
      assert.equal(told.state, 'lost')
      await proxy.restore()
      await becomes('listening')
    })

    test('[H43] others look at their rooms again when a node that was unheard is back', async () => {
      const url = await newUrl()
      const needs: DeliveryNeeds = {
        fill: async (roomId, since) => ({ roomId, from: since, to: since, messages: [] }),
        ahead: async () => [],
        onError: (error) => assert.fail(String(error)),
      }
      const seen = { isLost: false, isBack: false }
      const wire = await onAWire(url, (wired, voiceNeeds) => {
        const node = createDeliveryBetweenNodes({
          ...needs,
          name: 'garden',
          openVoice: (own) => open(wired, { ...own, onListening: () => (own.onListening(), voiceNeeds.onListening()) }),
          onLost: () => (seen.isLost = true),
          onBack: () => (seen.isBack = true),
        })
        return {
          say: () => 'unused',
          listenTo: () => 'unused',
          stopListeningTo: () => 'unused',
          close: () => node.close(),
        }
      })
      await wire.becomes('listening')
      const [other] = await talking(needs, 1, (voiceNeeds) => open(url, { ...voiceNeeds, name: 'garden' }))
      after(() => other!.close())
      let looks = 0
      other!.subscribe(({ event }) => event === 'room:updated' && looks++, { isHeard: () => true })
      other!.follow('garden', 0)
      await wire.proxy.cut()
      await eventually(() => assert.ok(seen.isLost))
      assert.equal(looks, 0)
      await wire.proxy.restore()
      await eventually(() => assert.ok(seen.isBack), 30_000)
      await eventually(() => assert.equal(looks, 1))
    })
  })
}

describeWire('Postgres', () => postgres.newDatabase(), createPostgresVoice)
if (redis) describeWire('Redis', async () => redis.url, createRedisVoice)

test('[H45] however often it is asked for, one comparison with the store runs at a time', async () => {
  const asked: (() => void)[] = []
  const node = createLocalDelivery({
    fill: () => assert.fail('nothing is missing'),
    ahead: () => new Promise((resolve) => asked.push(() => resolve([]))),
    onError: (error) => assert.fail(String(error)),
  })
  const done = Promise.all(Array.from({ length: 1_000 }, () => node.compare()))
  assert.equal(asked.length, 1)
  // Of those who asked, the last ones did so after the first look began.
  asked[0]!()
  await eventually(() => assert.equal(asked.length, 2))
  asked[1]!()
  await done
  assert.equal(asked.length, 2)
  await node.close()
})

describe('packets', () => {
  const unpack = (packets: string[]) => {
    const unpacker = new Unpacker()
    return packets.flatMap((packet) => unpacker.take(packet))
  }
  const texts = [{ a: 1 }, { b: '🎉'.repeat(9_000) }, { c: 'ش'.repeat(3_000) }, { d: '\n' }].map((value) =>
    JSON.stringify(value),
  )

  test('[H2] texts come out as they went in, in packets that Postgres takes', () => {
    const packets = pack(texts)
    for (const packet of packets) assert.ok(Buffer.byteLength(packet) < 8_000)
    assert.deepEqual(unpack(packets), texts)
    assert.equal(pack(Array.from({ length: 100 }, () => '{}')).length, 1)
    const same = pack(Array.from({ length: 100 }, () => texts).flat())
    assert.equal(new Set(same).size, same.length)
  })

  test('[H2] a text that lost a part is left out, and nothing else', () => {
    const packets = pack(texts)
    for (let lost = 1; lost < packets.length - 1; lost++) {
      const left = unpack(packets.toSpliced(lost, 1))
      for (const text of left) assert.ok(texts.includes(text))
      assert.ok(left.length >= texts.length - 2)
    }
  })
})
