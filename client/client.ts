/** A member of the chat without a face: the page, the terminal and the bots are views over this. */
import { type ReadonlySignal, type Signal, batch, computed, effect, signal } from '@preact/signals-core'
import type { CommandName, Output, Payload } from '../protocol/commands.ts'
import type { Result } from '../protocol/errors.ts'
import type { NotifySettings } from '../protocol/notices.ts'
import type {
  Boot,
  Me,
  Preferences,
  ProfileChange,
  Reminder,
  ReminderMark,
  SavedMark,
  ServerInfo,
  Settings,
  User,
  Welcome,
} from '../protocol/models.ts'
import type { Credentials } from '../protocol/socket.ts'
import { type Clock, type Random, monotonicClock } from './clock.ts'
import { Connection } from './connection.ts'
import type { Transport } from './open-socket.ts'
import { memoryOutbox } from './outbox-memory.ts'
import { Outbox, type OutboxPeers, type OutboxStorage } from './outbox.ts'
import { People } from './people.ts'
import { Rooms } from './rooms.ts'
import type { UploadStorage } from './upload-storage.ts'
import type { Uploads } from './uploads.ts'

export type ClientOptions = {
  /** The server's origin; the page's own without it. */
  url?: string
  /** The path below which everything is served: empty, or as in `/chat`. */
  basePath?: string
  credentials?: Credentials
  /** Where drafts are kept; in memory without it. */
  outbox?: OutboxStorage
  /** Where chosen files are kept; in memory without it. Loaded with the first file. */
  files?: () => Promise<UploadStorage>
  /** The other tabs that share the outbox. Without it there are none. */
  peers?: OutboxPeers | undefined
  /** The data inside of the page. */
  boot?: Boot
  transports?: Transport[]
  clock?: Clock
  random?: Random
}

export class Client {
  readonly connection: Connection
  readonly rooms: Rooms
  readonly outbox: Outbox
  readonly people = new People()
  /** The latest change of my saved messages. `saved.ts` keeps all of them. */
  readonly savedMark: ReadonlySignal<SavedMark | undefined>
  /** The latest change of a user's status or time zone. */
  readonly profileChange: ReadonlySignal<ProfileChange | undefined>
  /** The latest reminder whose time came while I was here. */
  readonly dueReminder: ReadonlySignal<Reminder | undefined>
  /** The times of my reminders that were due at the latest welcome, the latest first. */
  readonly dueReminders: ReadonlySignal<readonly string[]>
  /** The latest reminder that I set or removed. */
  readonly reminderMark: ReadonlySignal<ReminderMark | undefined>
  /** The latest change of what I am told and when. */
  readonly notifyChange = signal<NotifySettings | undefined>(undefined)
  /** How I like my page; known with the page's first data or the first welcome. */
  readonly preferences: ReadonlySignal<Preferences | undefined>
  /** My user; absent until I have joined. */
  readonly you: ReadonlySignal<User | undefined>
  /** My account. */
  readonly me: ReadonlySignal<Me | undefined>
  /** The settings of the chat, known with the first welcome. */
  readonly settings: ReadonlySignal<Settings | undefined>
  /** The number of open reports, for moderators; 0 for others. */
  readonly openReports: ReadonlySignal<number>
  /** From the latest welcome, or the page's first data. */
  readonly server: ReadonlySignal<ServerInfo | undefined>
  /** The token of a guest made by this connection. A client that keeps it stays that guest. */
  readonly token: ReadonlySignal<string | undefined>

  readonly #you: Signal<User | undefined>
  readonly #me: Signal<Me | undefined>
  readonly #settings = signal<Settings | undefined>(undefined)
  readonly #openReports = signal(0)
  readonly #savedMark = signal<SavedMark | undefined>(undefined)
  readonly #dueReminder = signal<Reminder | undefined>(undefined)
  readonly #dueReminders = signal<readonly string[]>([])
  readonly #reminderMark = signal<ReminderMark | undefined>(undefined)
  readonly #preferences: Signal<Preferences | undefined>
  readonly #profileChange = signal<ProfileChange | undefined>(undefined)
  readonly #server: Signal<ServerInfo | undefined>
  readonly #token = signal<string | undefined>(undefined)
  #credentials: Credentials
  #uploads: Promise<Uploads> | undefined
  readonly #openUploads: () => Promise<Uploads>

  constructor(options: ClientOptions = {}) {
    const { boot, clock = monotonicClock, random = Math.random } = options
    this.#you = signal(boot?.you)
    this.#me = signal(boot?.me)
    this.#server = signal(boot?.server)
    this.#credentials = options.credentials ?? {}
    this.you = this.#you
    this.me = this.#me
    this.settings = this.#settings
    this.openReports = this.#openReports
    this.savedMark = this.#savedMark
    this.#preferences = signal(boot?.preferences)
    this.dueReminder = this.#dueReminder
    this.dueReminders = this.#dueReminders
    this.reminderMark = this.#reminderMark
    this.preferences = this.#preferences
    this.profileChange = this.#profileChange
    this.server = this.#server
    this.token = this.#token

    this.connection = new Connection({
      url: options.url,
      basePath: options.basePath,
      transports: options.transports,
      // A guest made by an earlier connection comes back as the same guest, not as another of the same name.
      credentials: () => this.#credentials,
      heard: {
        welcome: (welcome) => this.#welcome(welcome),
        'room:changed': (change) => this.rooms.hearChange(change),
        'room:updated': (view) => this.rooms.hearRoom(view),
        'room:gone': (gone) => this.rooms.hearGone(gone),
        'reaction:changed': (own) => this.rooms.hearOwnReaction(own),
        'room:read': (mark) => this.rooms.hearRead(mark),
        'user:changed': (user) => this.#hearUser(user),
        'me:changed': (me) => this.#hearMe(me),
        'profile:changed': (change) => (this.#profileChange.value = change),
        'reminder:due': (reminder) => (this.#dueReminder.value = reminder),
        'reminder:changed': (mark) => (this.#reminderMark.value = mark),
        'notify:changed': (settings) => (this.notifyChange.value = settings),
        'preferences:changed': (preferences) => (this.#preferences.value = preferences),
        'settings:changed': (settings) => (this.#settings.value = settings),
        'reports:changed': ({ open }) => (this.#openReports.value = open),
        presence: (presence) => this.rooms.hearPresence(presence),
        typing: (typing) => this.rooms.hearTyping(typing),
        'saved:changed': (mark) => (this.#savedMark.value = mark),
      },
      clock,
      random,
    })
    const run = this.connection.run.bind(this.connection)
    const online = computed(() => this.connection.state.value.state === 'online')
    this.#openUploads = async () => {
      const { openUploads } = await import('./open-uploads.ts')
      return openUploads({ ...options, token: () => this.#credentials.token, online, clock, random })
    }
    this.outbox = new Outbox({
      storage: options.outbox ?? memoryOutbox(),
      peers: options.peers,
      run,
      uploads: async () => this.uploads(),
      online,
      accepted: (message) => this.rooms.hearAccepted(message),
      clock,
      random,
    })
    this.rooms = new Rooms({
      run,
      outbox: this.outbox,
      you: this.you,
      me: this.me,
      people: this.people,
      rewound: () => this.connection.renew(),
      clock,
      random,
    })
    effect(() => {
      if (!online.value) this.rooms.hearNothing()
    })
    if (boot?.you) void this.outbox.open(boot.you.id)
    if (boot) this.rooms.start(boot.epoch, boot.page, boot.rooms)
  }

  /** Connects, and stays connected. The credentials may be new: after a refusal, or for another user. */
  connect(credentials?: Credentials): void {
    if (credentials) this.#credentials = credentials
    this.connection.connect()
  }

  /** Disconnects. Drafts stay where they are kept, and `connect` begins again. */
  close(): void {
    this.connection.close()
    this.outbox.close()
    this.rooms.close()
  }

  /** The files on their way. Their code is loaded with the first one. */
  async uploads(): Promise<Uploads> {
    this.#uploads ??= this.#openUploads()
    this.#uploads.catch(() => (this.#uploads = undefined))
    return this.#uploads
  }

  /** Gives a command. Never throws: no connection and no answer within ten seconds are retryable failures. */
  async run<Name extends CommandName>(name: Name, payload: Payload<Name>): Promise<Result<Output<Name>>> {
    return this.connection.run(name, payload)
  }

  #welcome({ you, me, settings, preferences, dueReminders = [], server, token, epoch, rooms }: Welcome): void {
    batch(() => {
      this.#you.value = you
      this.#me.value = me
      this.#settings.value = settings
      this.#preferences.value = preferences
      this.#dueReminders.value = dueReminders
      this.#server.value = server
      if (token !== undefined) {
        this.#token.value = token
        this.#credentials = { token }
      }
      this.rooms.welcome(epoch, rooms)
      void this.outbox.open(you.id)
    })
  }

  #hearMe(me: Me): void {
    batch(() => {
      this.#me.value = me
      this.#hearUser(me.user)
    })
  }

  #hearUser(user: User): void {
    batch(() => {
      if (user.id === this.#you.peek()?.id) this.#you.value = user
      this.rooms.hearUser(user)
    })
  }
}
