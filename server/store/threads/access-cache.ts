/**
 * Caches each user's access to a room until a write that may change it. So a message goes through one thread and not
 * two (`bench/scenarios/durable-posts.ts`). The cache is only a hint: the writing thread decides once more. Where other
 * nodes write too, it is also emptied by their news, and now and then.
 */
import type { RoomAccess, Store } from '../store.ts'
import type { Signed } from '../terms.ts'
import type { Asking, reads, writes } from '../sql/calls.ts'

/** Entries in the cache, at most. */
const MOST = 10_000

/** Writes that change no user's access. */
const HARMLESS = new Set<string>([
  'append',
  'forward',
  'edit',
  'deleteMessage',
  'react',
  'pin',
  'save',
  'markRead',
  'markUnread',
  'setLevel',
  'setStatus',
  'setTimeZone',
  'setUserPicture',
  'removeUserPicture',
  'addEmoji',
  'removeEmoji',
  'updatePreferences',
  'updateNotifySettings',
  'subscribe',
  'removeSubscription',
  'vapidKeys',
  'note',
  'markAllRead',
  'giveAddress',
  'confirmAddress',
  'updateMail',
  'removeAddress',
  'queueMissed',
  'queueWeekly',
  'stopMail',
  'askForMail',
  'takeMails',
  'addCodeOfMail',
  'mailSent',
  'mailDropped',
  'mailDelayed',
  'mailBounced',
  'remind',
  'takeDueReminders',
  'report',
  'addUser',
  'signIn',
  'noteUse',
  'doesUpkeep',
  'nextGuestNumber',
  'isWritable',
  'addFile',
  'addPoster',
  'removeFile',
  'takeOverUpload',
  'noteReceived',
  'completeFile',
  'announceContent',
  'takeUnusedContents',
  'forgetContents',
] satisfies (keyof typeof writes)[])

type Writing = Asking<typeof writes>
type Reading = Asking<typeof reads>

type Hints = Pick<Store, 'onAccessChange' | 'forgetAccess'>

/** The same calls: one answers from the cache, and some empty it. An answer is never older than `holdMs`, if that is set. */
export function cachingAccess(writing: Writing, reading: Reading, holdMs?: number): Writing & Reading & Hints {
  const cache = new AccessCache((idOrSlug, who) => reading.roomAccess(idOrSlug, who), holdMs)
  const watched = Object.entries(writing as Record<string, (...parameters: unknown[]) => Promise<unknown>>)
    .filter(([name]) => !HARMLESS.has(name))
    .map(([name, write]) => [name, (...parameters: unknown[]) => cache.changing(() => write(...parameters))])
  return {
    ...writing,
    ...(Object.fromEntries(watched) as Partial<Writing>),
    ...reading,
    roomAccess: (idOrSlug, who) => cache.find(idOrSlug, who),
    onAccessChange: (listener) => cache.onChange(listener),
    forgetAccess: () => cache.forget(),
    // A new person may take a name from a guest.
    addUser: (newcomer) =>
      newcomer.passwordHash === undefined ? writing.addUser(newcomer) : cache.changing(() => writing.addUser(newcomer)),
  }
}

const endsByItself = ({ room }: RoomAccess): boolean => room.mutedUntil !== undefined || room.unheard !== undefined

class AccessCache {
  readonly #look: Reading['roomAccess']
  /** Lookups under way are here too: a second question waits for the same answer, and cannot overtake the first. */
  readonly #known = new Map<string, Promise<RoomAccess | undefined>>()
  readonly #holdMs: number
  readonly #listeners: (() => void)[] = []
  #emptyAt = 0

  constructor(look: Reading['roomAccess'], holdMs = Number.POSITIVE_INFINITY) {
    this.#look = look
    this.#holdMs = holdMs
  }

  onChange(listener: () => void): void {
    this.#listeners.push(listener)
  }

  forget(): void {
    this.#known.clear()
    this.#emptyAt = performance.now()
  }

  find(idOrSlug: string, who: Signed): Promise<RoomAccess | undefined> {
    if (performance.now() - this.#emptyAt > this.#holdMs) this.forget()
    const key = `${who.userId} ${who.sessionId} ${idOrSlug}`
    const known = this.#known.get(key)
    if (known) return known
    const look = this.#look(idOrSlug, who)
    if (this.#known.size >= MOST) this.forget()
    this.#known.set(key, look)
    const forget = () => this.#known.get(key) === look && this.#known.delete(key)
    // Unknown room names would crowd out the rest. A mute and a ban end without a write.
    look.then((access) => (!access || endsByItself(access)) && forget(), forget)
    return look
  }

  /** A lookup that began before the end of a write may be outdated. So the cache is emptied after each write. */
  async changing<T>(write: () => Promise<T>): Promise<T> {
    try {
      return await write()
    } finally {
      this.forget()
      for (const listener of this.#listeners) listener()
    }
  }
}
