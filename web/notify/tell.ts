/** Tells of a new message in the page: by a sound, and by a notification while no tab is on the screen. */
import { effect, untracked } from '@preact/signals'
import type { Client } from '../../client/client.ts'
import type { Room } from '../../client/rooms.ts'
import { speaksTo } from '../../client/speaks-to.ts'
import { fold } from '../../protocol/folding.ts'
import { preview } from '../../protocol/markdown/plain-words.ts'
import type { Message } from '../../protocol/models.ts'
import type { NotifySettings } from '../../protocol/notices.ts'
import { basePath } from '../browser/base-path.ts'
import { registered } from '../offline/register.ts'
import { address, pathTo } from '../state/address.ts'
import { isAttentive } from '../state/attention.ts'
import { laterWords } from '../words/later.ts'
import { isSilent, notifySettings } from './settings.ts'
import { hasSound, playSound } from './sound.ts'
import { standing } from './subscribe.ts'

/** The tab whose reader has the room on the screen answers first. */
const OTHERS_WAIT_MS = 300
/** All tabs of a browser have heard of a message by then. */
const HELD_MS = 15_000

/** Begins to listen. The answer stops it. */
export function tellOfMessages(client: Client): () => void {
  /** The last message of each room that was told, or that came before this connection: the sidebar counts those. */
  const told = new Map<string, number>()
  const stopBeginning = effect(() => {
    if (client.connection.state.value.state !== 'online') return
    untracked(() => {
      for (const { id, lastSeq } of client.rooms.list.peek()) told.set(id, lastSeq)
    })
  })
  const stop = effect(() => {
    const change = client.rooms.latest.value
    const room = change && client.rooms.get(change.roomId)
    if (!change || !room) return
    untracked(() => {
      for (const message of change.messages) {
        if (message.seq <= (told.get(room.id) ?? 0)) continue
        told.set(room.id, message.seq)
        const level = concern(client, room, message, notifySettings.peek())
        if (level && message.deletedAt === undefined) void tell(client, room, message, level)
      }
    })
  })
  return () => {
    stopBeginning()
    stop()
  }
}

type Level = 'mentions' | 'everything'

/** Whether a message concerns me, and how much. The server decides the same for pushes, with its own table. */
function concern(client: Client, room: Room, message: Message, settings?: NotifySettings): Level | undefined {
  const { id: myId } = client.you.peek() ?? {}
  const { author, seq, mentions = [], body } = message
  if (!settings || author.id === myId || client.me.peek()?.blocked.includes(author.id)) return undefined
  if (room.askedBy.peek() || !room.isMember.peek() || seq <= room.readSeq.peek()) return undefined
  const level = room.level.peek()
  if (level === 'nothing')
    return settings.mutedMentions && mentions.some(({ id }) => id === myId) ? 'mentions' : undefined
  const text = settings.keywords.length > 0 ? fold(body) : ''
  if (speaksTo(message, myId) || settings.keywords.some((word) => text.includes(fold(word)))) return 'mentions'
  if (level === 'mentions') return undefined
  return room.kind.peek() === 'direct' ? 'mentions' : 'everything'
}

async function tell(client: Client, room: Room, message: Message, level: Level): Promise<void> {
  const settings = notifySettings.peek()
  if (!settings) return
  const isRead = isAttentive.peek() && address.peek().slug === room.slug.peek()
  if (!isRead) await new Promise((over) => setTimeout(over, OTHERS_WAIT_MS))
  if (!(await isMine(`${room.id}/${message.seq}`)) || isRead || isSilent(settings, new Date())) return
  const isHidden = document.hidden || !document.hasFocus()
  // The system's notification has a sound of its own, as its reader has set it. A room on the screen is not pushed.
  const isShown = !document.hidden && address.peek().slug === room.slug.peek()
  if (isHidden && !isShown && standing.peek() === 'pushed') return
  const showsWords = settings.showWords && client.settings.peek()?.noticeWords !== 'off'
  if (isHidden && standing.peek() === 'open') await notify(room, message, showsWords)
  const isLoud = settings.sound === 'everything' || (settings.sound === 'mentions' && level === 'mentions')
  if (isLoud && hasSound()) await playSound().catch(() => undefined)
}

/** One tab of a browser tells of a message: the first to take its lock. Without locks, each tab does. */
function isMine(name: string): Promise<boolean> {
  if (!('locks' in navigator)) return Promise.resolve(true)
  return new Promise((answer) => {
    void navigator.locks.request(`earshot tell${basePath} ${name}`, { ifAvailable: true }, async (lock) => {
      answer(lock !== null)
      if (lock) await new Promise((over) => setTimeout(over, HELD_MS))
    })
  })
}

/** As the worker shows a push: one for a room, which counts, and is replaced. */
async function notify(room: Room, message: Message, showsWords: boolean): Promise<void> {
  const registration = await registered()
  const [before] = (await registration?.getNotifications({ tag: room.id })) ?? []
  const count = Math.max(1, before ? room.unread.peek() : 1)
  const says = laterWords.notice
  const name = room.name.peek()
  const isNamed = room.person.peek() !== undefined
  await registration?.showNotification(count > 1 ? says.several(count, name) : showsWords ? name : says.one(name), {
    body: showsWords ? (isNamed ? preview(message) : says.said(message.author.name, preview(message))) : '',
    tag: room.id,
    data: pathTo(room.slug.peek(), message.seq),
    icon: `${basePath}/icon-192.png`,
    badge: `${basePath}/badge.png`,
    silent: true,
  })
}
