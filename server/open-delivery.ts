/** Opens the delivery that the settings ask for, over a store: for one node, or between several. */
import { createHmac } from 'node:crypto'
import { Refusal } from '../protocol/errors.ts'
import type { Tools } from './chat/tools.ts'
import { createDeliveryBetweenNodes } from './delivery/between-nodes.ts'
import type { RoomRev, RunningDelivery } from './delivery/delivery.ts'
import { createLocalDelivery } from './delivery/local.ts'
import type { OpenVoice } from './delivery/voice.ts'
import type { Config } from './config.ts'
import type { Logger } from './log.ts'
import type { Store } from './store/store.ts'

export async function openDelivery(
  store: Store,
  { databaseUrl, redisUrl }: Pick<Config, 'databaseUrl' | 'redisUrl'>,
  onBug: Tools['onBug'],
  log: Logger,
): Promise<RunningDelivery> {
  const needs = {
    fill: async (roomId: string, since: number) => {
      const page = await store.changesSince(roomId, since, 1_000)
      if ('reset' in page) throw new Error(`Room ${roomId} was told up to ${since}, but the store is not that far.`)
      return { roomId, from: page.from, to: page.to, messages: page.messages }
    },
    ahead: (told: RoomRev[]) => store.ahead(told),
    // When the store is away, delivery asks it again.
    onError: (error: unknown) => error instanceof Refusal || onBug(error, 'delivery'),
  }
  if (databaseUrl === undefined) return createLocalDelivery(needs)
  const delivery = createDeliveryBetweenNodes({
    ...needs,
    // Nobody who may only connect to the server of Postgres or Redis should hear what is said in rooms.
    name: createHmac('sha256', store.sealingKey).update('the voice between nodes').digest('base64url'),
    openVoice: await loadVoice(databaseUrl, redisUrl),
    onLost: ({ message }) =>
      log.warn({ reason: message }, 'the other nodes are not heard; what they say comes up to five seconds late'),
    onBack: () => log.info('the other nodes are heard again'),
  })
  store.onAccessChange(() => delivery.tellNodes({ kind: 'access' }))
  delivery.hearNodes(({ kind }) => {
    if (kind === 'access') store.forgetAccess()
  })
  return delivery
}

/** Only the driver that is needed is loaded: the one of Redis is a sixth of a start. */
async function loadVoice(databaseUrl: string, redisUrl: string | undefined): Promise<OpenVoice> {
  if (redisUrl === undefined) {
    const { createPostgresVoice } = await import('./delivery/postgres.ts')
    return (needs) => createPostgresVoice(databaseUrl, needs)
  }
  const { createRedisVoice } = await import('./delivery/redis.ts')
  return (needs) => createRedisVoice(redisUrl, needs)
}
