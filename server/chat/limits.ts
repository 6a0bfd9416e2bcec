/** Limits how often a user or a network may do something. A refusal costs no work, and always says how long to wait. */
import type { ArrivalName, CommandName, LookupName } from '../../protocol/commands.ts'
import { type Refusal, refusal } from '../../protocol/errors.ts'
import type { UploadLimits } from '../store/files-store.ts'
import { MAX_EMOJI_A_DAY } from '../../protocol/limits.ts'
import type { PushLimits, Store } from '../store/store.ts'
import { CountedTogether } from './counted-together.ts'
import type { Lifetime } from './lifetime.ts'

/** A burst of so many, then one more for each `everyMs`. `atOnce` limits the unanswered ones. */
type Rate = { burst: number; everyMs: number; reason: TooFast; atOnce?: number }

/** The reasons of these refusals. */
type TooFast =
  | 'reading_fast'
  | 'acting_fast'
  | 'writing_fast'
  | 'uploads_at_once'
  | 'passwords_tried'
  | 'claims_from_network'
  | 'reports_from_network'
  | 'rooms_made'
  | 'emoji_made'
  | 'guests_from_network'
  | 'connections_from_network'
  | 'mails_asked'

/** Limits that each node counts for itself, in memory. */
type OnEachNode =
  | CommandName
  | LookupName
  | 'handshake'
  | 'file:bytes'
  | 'file:progress'
  | 'file:read'
  | 'guests:read'
  | 'picture'
  | 'mail:stop'
/** Limits that all nodes count together, because more nodes must not mean more tries. */
type Together =
  | ArrivalName
  | 'claim'
  | 'reports'
  | 'sign-in'
  /** Tries at one name or by one user, each from one network or one known device. */
  | 'account'
  /** Tries at one name from devices that are not known. */
  | 'strangers'
  /** Mails with links: asked for from one network, and to one address, name or person. */
  | 'mail'
  | 'mailed'
  | 'mailed in a day'
  | 'named room'
  | 'emoji'
  | 'direct room'

/** A use of a limit by a user, a network or another holder. */
export type SharedUse = readonly [what: Together, holder: string]

const reading: Rate = { burst: 600, everyMs: 20, atOnce: 16, reason: 'reading_fast' }
const looking: Rate = { burst: 100, everyMs: 100, atOnce: 16, reason: 'reading_fast' }
const marking: Rate = { burst: 100, everyMs: 200, reason: 'acting_fast' }
const acting: Rate = { burst: 60, everyMs: 1_000, reason: 'acting_fast' }
// A class opens its links at once; a code is far too long to be guessed.
const opening: Rate = { burst: 100, everyMs: 1_000, atOnce: 16, reason: 'acting_fast' }
const deciding: Rate = { burst: 10, everyMs: 6_000, reason: 'acting_fast' }

const DAY_MS = 86_400_000

/** The rates of all limits. Commands that are not here have the rate `acting`, on each node. */
const RATES: { onEachNode: Partial<Record<OnEachNode, Rate>>; together: Record<Together, Rate> } = {
  onEachNode: {
    'typing:start': { burst: 1_200, everyMs: 50, reason: 'acting_fast' },
    'sessions:list': looking,
    'invites:list': looking,
    'bans:list': looking,
    'reports:list': looking,
    'report:reporters': looking,
    'message:send': { burst: 20, everyMs: 1_000, reason: 'writing_fast' },
    'file:upload': { burst: 60, everyMs: 1_000, reason: 'acting_fast' },
    // A part is a few megabytes; a line that breaks off often makes many small ones.
    'file:bytes': { burst: 600, everyMs: 50, atOnce: 4, reason: 'uploads_at_once' },
    // Each question is written down: it stops the writer before.
    'file:progress': { burst: 600, everyMs: 50, atOnce: 16, reason: 'acting_fast' },
    'file:read': { burst: 2_000, everyMs: 5, atOnce: 64, reason: 'reading_fast' },
    // All guests of a network: each answer that is read slowly holds a descriptor and memory.
    'guests:read': { burst: 10_000, everyMs: 1, atOnce: 256, reason: 'reading_fast' },
    // Each is made anew, and kept for a day at least.
    picture: { burst: 10, everyMs: 30_000, reason: 'acting_fast' },
    'emoji:list': looking,
    // A picture is made for each that is not refused before.
    'emoji:add': { burst: 60, everyMs: 5_000, atOnce: 2, reason: 'acting_fast' },
    // They look at every file there is.
    'files:usage': { burst: 30, everyMs: 1_000, atOnce: 2, reason: 'reading_fast' },
    'files:older': { burst: 60, everyMs: 500, atOnce: 2, reason: 'reading_fast' },
    'files:deleteOlder': deciding,
    'files:restore': deciding,
    'message:forward': { burst: 20, everyMs: 1_000, reason: 'writing_fast' },
    'message:source': looking,
    'message:edit': { burst: 20, everyMs: 1_000, reason: 'acting_fast' },
    'message:react': { burst: 40, everyMs: 500, reason: 'acting_fast' },
    'message:save': { burst: 100, everyMs: 500, reason: 'acting_fast' },
    'reactions:list': looking,
    'message:versions': looking,
    'messages:pinned': looking,
    'files:list': looking,
    'messages:saved': looking,
    'inbox:list': looking,
    // A page of it may look through five thousand messages.
    search: { burst: 60, everyMs: 200, atOnce: 4, reason: 'reading_fast' },
    'message:report': deciding,
    // Counted below, for each kind of room.
    'room:create': marking,
    'room:read': marking,
    'room:unread': marking,
    'room:members': looking,
    'rooms:browse': looking,
    'people:find': looking,
    'presence:watch': looking,
    'audit:list': looking,
    'user:rename': deciding,
    'user:status': deciding,
    'user:timeZone': deciding,
    'user:profile': looking,
    'people:list': looking,
    'people:direct': looking,
    'preferences:get': looking,
    'preferences:update': { burst: 60, everyMs: 500, reason: 'acting_fast' },
    'notify:get': looking,
    'notify:update': { burst: 60, everyMs: 500, reason: 'acting_fast' },
    'push:key': looking,
    'push:test': { burst: 5, everyMs: 10_000, reason: 'acting_fast' },
    'screen:show': looking,
    'push:subscribe': { burst: 30, everyMs: 2_000, reason: 'acting_fast' },
    'mail:give': deciding,
    'mail:remove': deciding,
    'mail:confirm': deciding,
    'rooms:read': deciding,
    'room:at': looking,
    'room:origin': looking,
    'room:joins': looking,
    'message:remind': { burst: 60, everyMs: 1_000, reason: 'acting_fast' },
    'reminders:list': looking,
    'user:claim': deciding,
    'user:password': deciding,
    'user:leave': deciding,
    'session:link': deciding,
    'invite:create': { burst: 30, everyMs: 10_000, reason: 'acting_fast' },
    'invite:redeem': deciding,
    'settings:picture': deciding,
    'invite:look': opening,
    'session:look': opening,
    'owner:look': opening,
    'password:look': opening,
    'mail:stop': opening,
    'room:history': reading,
    'room:changes': reading,
    handshake: { burst: 200, everyMs: 50, reason: 'connections_from_network' },
  },
  together: {
    // For a network: enough for six people in a hurry.
    reports: { burst: 60, everyMs: 2_000, reason: 'reports_from_network' },
    'named room': { burst: 10, everyMs: 360_000, reason: 'rooms_made' },
    // Half of a day's at once, and the other half in a day's time.
    emoji: { burst: MAX_EMOJI_A_DAY / 2, everyMs: DAY_MS / (MAX_EMOJI_A_DAY / 2), reason: 'emoji_made' },
    'direct room': { burst: 60, everyMs: 30_000, reason: 'acting_fast' },
    'sign-in': { burst: 10, everyMs: 18_000, reason: 'passwords_tried' },
    account: { burst: 6, everyMs: 30_000, reason: 'passwords_tried' },
    // 1,460 guesses a day from however many networks: far too few for a password of eight characters.
    strangers: { burst: 20, everyMs: 60_000, reason: 'passwords_tried' },
    // A class takes its names at once. More hashes than that would keep a core busy.
    claim: { burst: 40, everyMs: 3_000, reason: 'claims_from_network' },
    mail: { burst: 10, everyMs: 60_000, reason: 'mails_asked' },
    // A stranger can make us mail somebody: a few times, and then hardly ever.
    mailed: { burst: 3, everyMs: 15 * 60_000, reason: 'mails_asked' },
    'mailed in a day': { burst: 6, everyMs: DAY_MS / 6, reason: 'mails_asked' },
    'password:start': { burst: 10, everyMs: 18_000, reason: 'passwords_tried' },
    'owner:start': { burst: 10, everyMs: 18_000, reason: 'passwords_tried' },
    'session:start': { burst: 100, everyMs: 1_000, reason: 'guests_from_network' },
  },
}

/**
 * The limits of what one network, through its guests and its persons, may push on others. The store counts, so that all
 * nodes count together and a refused write is not written. Guests have lower limits: making one costs nothing, and
 * making a person costs a password hash.
 */
const PUSHED: PushLimits = {
  guest: { roomsAnHour: 20, requestsAnHour: 60, waitingOfNetwork: 5, waiting: 30 },
  person: { roomsAnHour: 100, requestsAnHour: 300, waitingOfNetwork: 10, waiting: 50 },
}

const UPLOADED: UploadLimits = { guest: { bytesADay: 2_000_000_000 }, person: { bytesADay: 5_000_000_000 } }

/** Open connections, at most: of all guests of one network, and of one person. */
const MOST_OF_A_NETWORK = 20
const MOST_OF_A_PERSON = 100
const CROWDED_RETRY_MS = 10_000
const BUSY_RETRY_MS = 250

/** Entries before idle ones are removed. */
const SWEEP_AT = 10_000

export class Limits {
  readonly #isOn: boolean
  readonly #now: () => number
  // The generic cell rate algorithm (ITU-T I.371): one number for each holder, the time at which it is idle again.
  readonly #idleAt = new Map<string, number>()
  readonly #connected = new Map<string, number>()
  readonly #unanswered = new Map<string, number>()
  /** Undefined for a node that is alone, which counts everything in memory. */
  readonly #together: CountedTogether | undefined
  #sweepAt = SWEEP_AT

  /**
   * `sharedBy` is the store of several nodes. `now` counts ms and never goes back, so that a clock set to another hour
   * changes nothing.
   */
  constructor({
    isOn,
    sharedBy,
    now = () => performance.now(),
  }: {
    isOn: boolean
    sharedBy?: Pick<Store, 'takeUses' | 'giveBackUses'> | undefined
    now?: () => number
  }) {
    this.#isOn = isOn
    this.#now = now
    this.#together = sharedBy && new CountedTogether(sharedBy, now)
  }

  /** The limits of what one network may push on others; undefined when limits are off. */
  get pushed(): PushLimits | undefined {
    return this.#isOn ? PUSHED : undefined
  }

  /** The bytes that may be uploaded in a day; undefined when limits are off. */
  get uploaded(): UploadLimits | undefined {
    return this.#isOn ? UPLOADED : undefined
  }

  /** Counts one use. Throws `rate_limited` when none is left. The use counts as unanswered until it is disposed of. */
  take(what: OnEachNode, holder: string): Disposable {
    if (!this.#isOn) return NOTHING
    const rate = RATES.onEachNode[what] ?? acting
    this.#takeFromBurst(rate, `${what} ${holder}`)
    return rate.atOnce === undefined ? NOTHING : this.#takeFromUnanswered(rate.atOnce, rate.reason, `${what} ${holder}`)
  }

  /**
   * Counts one use of each of these on all nodes together, or none of them. Throws `rate_limited` when one has none
   * left, and `storage_unavailable` when the nodes cannot count.
   */
  async takeTogether(...uses: SharedUse[]): Promise<void> {
    if (!this.#isOn) return
    const named = uses.map(toNamed)
    if (!this.#together) return this.#takeAllHere(named)
    const refused = await this.#together.take(named)
    if (refused) throw tooFast(refused.use, refused.waitMs)
  }

  /** Gives uses back, when nothing came of them. */
  async giveBackTogether(...uses: SharedUse[]): Promise<void> {
    if (!this.#isOn) return
    const named = uses.map(toNamed)
    if (this.#together) return this.#together.giveBack(named)
    for (const { everyMs, holder } of named) {
      const idleAt = this.#idleAt.get(holder)
      if (idleAt !== undefined) this.#idleAt.set(holder, idleAt - everyMs)
    }
  }

  #takeAllHere(uses: (Rate & { holder: string })[]): void {
    for (const use of uses) this.#requireUse(use, use.holder)
    for (const use of uses) this.#takeFromBurst(use, use.holder)
  }

  #takeFromUnanswered(atOnce: number, reason: TooFast, key: string): Disposable {
    if ((this.#unanswered.get(key) ?? 0) >= atOnce) throw tooFast({ reason }, BUSY_RETRY_MS)
    addTo(this.#unanswered, key, 1)
    return { [Symbol.dispose]: () => addTo(this.#unanswered, key, -1) }
  }

  #takeFromBurst(rate: Rate, key: string): void {
    this.#idleAt.set(key, this.#requireUse(rate, key) + rate.everyMs)
    if (this.#idleAt.size > this.#sweepAt) this.#forgetIdle(this.#now())
  }

  /** Throws when no use is left. Answers with the time at which the holder is idle again. */
  #requireUse(rate: Rate, key: string): number {
    const now = this.#now()
    const idleAt = Math.max(this.#idleAt.get(key) ?? 0, now)
    const tooEarlyMs = idleAt - (now + (rate.burst - 1) * rate.everyMs)
    if (tooEarlyMs > 0) throw tooFast(rate, tooEarlyMs)
    return idleAt
  }

  /** Counts a guest's connection for their network while it lasts. Throws `rate_limited` when there are too many. */
  enterAsGuest(network: string, connection: Lifetime): void {
    this.#enter(network, MOST_OF_A_NETWORK, 'guests_connected', connection)
  }

  /** The same for a person, on any network. */
  enterAsPerson(userId: string, connection: Lifetime): void {
    this.#enter(userId, MOST_OF_A_PERSON, 'connections', connection)
  }

  #enter(holder: string, most: number, reason: 'guests_connected' | 'connections', connection: Lifetime): void {
    if (this.#isOn && (this.#connected.get(holder) ?? 0) >= most)
      throw refusal(reason, { most }, { retryAfterMs: CROWDED_RETRY_MS })
    addTo(this.#connected, holder, 1)
    connection.hold(() => addTo(this.#connected, holder, -1))
  }

  #forgetIdle(now: number): void {
    for (const [key, idleAt] of this.#idleAt) if (idleAt <= now) this.#idleAt.delete(key)
    // Twice the busy entries: so each sweep costs little for each of them.
    this.#sweepAt = Math.max(SWEEP_AT, this.#idleAt.size * 2)
  }
}

/**
 * One mail with a link to this address, name or person. Strangers ask, and persons give: what strangers use up is not what
 * a person needs to give an address. All addresses with a +tag are one mailbox.
 */
export function oneMail(by: 'asked' | 'given', to: string): SharedUse[] {
  const holder = `${by} ${to.replace(/\+[^@]*@/, '@')}`
  return [
    ['mailed', holder],
    ['mailed in a day', holder],
  ]
}

const tooFast = ({ reason }: Pick<Rate, 'reason'>, waitMs: number): Refusal =>
  refusal(reason, undefined, { retryAfterMs: Math.ceil(waitMs) })

const toNamed = ([what, holder]: SharedUse) => ({ ...RATES.together[what], holder: `${what} ${holder}` })

function addTo(counts: Map<string, number>, key: string, change: 1 | -1): void {
  const now = (counts.get(key) ?? 0) + change
  if (now > 0) counts.set(key, now)
  else counts.delete(key)
}

const NOTHING: Disposable = {
  [Symbol.dispose]: () => {
    // Nothing was counted.
  },
}
