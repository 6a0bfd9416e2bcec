/** Opens what tells people while no page is open: looking messages through, and pushes. */
import { silentUntil } from './chat/notify/quiet.ts'
import type { Screens } from './chat/presence/screens.ts'
import type { Config } from './config.ts'
import type { Delivery } from './delivery/delivery.ts'
import { noteMessages } from './jobs/note-messages.ts'
import { tellNotices } from './jobs/tell-notices.ts'
import { testPayload, toBytes } from './push/payload.ts'
import { subjectOf } from './push/vapid.ts'
import { PushThread } from './push-thread.ts'
import type { Store } from './store/store.ts'
import type { PushSubscription, VapidKeys } from './store/notices-store.ts'

type NoticesNeeds = {
  store: Store
  delivery: Pick<Delivery, 'node' | 'subscribe'>
  config: Pick<Config, 'allowedOutside' | 'publicUrl' | 'base'>
  vapid: VapidKeys
  screens: Screens
  version: string
  onBug: (error: unknown, during: string) => void
}

export function openNotices({ store, delivery, config, vapid, screens, version, onBug }: NoticesNeeds) {
  const pushes = new PushThread({
    vapid,
    subject: subjectOf(config.publicUrl),
    sealingKey: store.sealingKey,
    allowed: config.allowedOutside,
    userAgent: `Earshot/${version}`,
  })
  const address = (path: string): string => `${config.publicUrl?.origin ?? ''}${config.base}${path}`
  const telling = tellNotices({
    store,
    holder: `${delivery.node} ${process.pid}`,
    delivering: {
      send: (subscription, push) => pushes.send(subscription, push),
      isOnScreen: (userId, roomId) => screens.has(userId, roomId),
      silentUntil,
      address,
    },
    onBug,
  })
  const noting = noteMessages({ store, onNoted: telling.soon, onBug })
  delivery.subscribe(({ audience, event }) => {
    if (event === 'room:read' && 'user' in audience) telling.read(audience.user)
  })
  return {
    noteSoon: noting.soon,
    test: async (subscription: PushSubscription): Promise<boolean> => {
      const payload = toBytes(testPayload(subscription.language ?? '', address))
      const { was } = await pushes.send(subscription, { payload, topic: 'test', urgency: 'high', ttlS: 60 })
      return was === 'sent'
    },
    stop: async (): Promise<void> => {
      noting.stop()
      pushes.stop()
      await telling.stop()
    },
  }
}
