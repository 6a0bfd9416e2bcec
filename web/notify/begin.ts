/** Tells the reader of what concerns them: begins when the page has all of its parts, and ends with the session. */
import { effect } from '@preact/signals'
import type { Client } from '../../client/client.ts'
import { basePath } from '../browser/base-path.ts'
import { registered } from '../offline/register.ts'
import { newsOf } from '../shell/room-order.ts'
import { goTo } from '../state/address.ts'
import type { FromWorker } from '../worker/types.ts'
import { followSettings } from './settings.ts'
import { keepSubscribed, standing } from './subscribe.ts'
import { tellOfMessages } from './tell.ts'

export function begin(client: Client): () => void {
  const stops = [followSettings(client), tellOfMessages(client), hearWorker(), keepBadge(client)]
  const subscribing = effect(() => {
    if (client.connection.state.value.state === 'online') void keepSubscribed(client)
  })
  return () => {
    subscribing()
    for (const stop of stops) stop()
    standing.value = 'off'
  }
}

/** A clicked notification leads to its message, in this page. */
function hearWorker(): () => void {
  if (!('serviceWorker' in navigator)) return () => undefined
  const hear = ({ data }: MessageEvent<FromWorker>) => {
    const { pathname } = new URL(data.goTo, location.origin)
    const [, slug, seq] = /^\/([\w-]+)(?:\/(\d+))?$/.exec(pathname.slice(basePath.length)) ?? []
    if (slug !== undefined) goTo(slug, seq === undefined ? undefined : Number(seq))
  }
  navigator.serviceWorker.addEventListener('message', hear)
  navigator.serviceWorker.startMessages()
  return () => navigator.serviceWorker.removeEventListener('message', hear)
}

/** The app's icon counts as the tab does, and what was read anywhere is taken back from the screen. */
function keepBadge(client: Client): () => void {
  let unread = new Set<string>()
  return effect(() => {
    const rooms = client.rooms.all.value
    const count = rooms.reduce((sum, room) => sum + newsOf(room).count, 0)
    const now = new Set(rooms.flatMap((room) => (room.unread.value > 0 ? room.id : [])))
    const read = [...unread].filter((id) => !now.has(id))
    unread = now
    void (count > 0 ? navigator.setAppBadge?.(count) : navigator.clearAppBadge?.())?.catch(() => undefined)
    if (read.length > 0 && client.connection.state.peek().state === 'online') void takeBack(read)
  })
}

async function takeBack(roomIds: readonly string[]): Promise<void> {
  const registration = await registered()
  for (const tag of roomIds) for (const one of (await registration?.getNotifications({ tag })) ?? []) one.close()
}
