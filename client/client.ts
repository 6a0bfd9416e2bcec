/** A member of the chat without a face: the page, the terminal and the bots are views over this. */
import { type ReadonlySignal, type Signal, batch, computed, effect, signal } from '@preact/signals-core'
import type { CommandName, Output, Payload } from '../protocol/commands.ts'
import type { Result } from '../protocol/errors.ts'
import type { Boot, Me, SavedMark, Settings, User, Welcome } from '../protocol/models.ts'
import type { Credentials } from '../protocol/socket.ts'
import { type Clock, type Random, monotonicClock } from './clock.ts'
import { Connection, type Transport } from './connection.ts'
import { memoryOutbox } from './outbox-memory.ts'
import { Outbox, type OutboxPeers, type OutboxStorage } from './outbox.ts'
import { People } from './people.ts'
import { Rooms } from './rooms.ts'

export type ClientOptions = {
  /** The server's origin; the page's own without it. */
  url?: string
  credentials?: Credentials
  /** Where drafts are kept; in memory without it. */
  outbox?: OutboxStorage
  /** Who else sends what is kept there; nobody without it. */
  peers?: OutboxPeers | undefined
  /** What the page was born with. */
  boot?: Boot
  transports?: Transport[]
  clock?: Clock
  random?: Random
}

export type ServerInfo = Welcome['server']

export class Client {
  readonly connection: Connection
  readonly rooms: Rooms
  readonly outbox: Outbox
  readonly people = new People()
  /** The latest that was heard of what I have saved; `saved.ts` keeps the whole. */
  readonly savedMark: ReadonlySignal<SavedMark | undefined>
  /** Who I am; absent until I have joined. */
  readonly you: ReadonlySignal<User | undefined>
  /** What I am beyond my name. */
  readonly me: ReadonlySignal<Me | undefined>
  /** What the owners have decided; known with the first welcome. */
  readonly settings: ReadonlySignal<Settings | undefined>
  /** How many reports wait for a moderator; 0 for everybody else. */
  readonly openReports: ReadonlySignal<number>
  /** From the latest welcome, or the page's first data. */
  readonly server: ReadonlySignal<ServerInfo | undefined>
  /** The token of a guest made by this connection: whoever keeps it stays that guest. */
  readonly token: ReadonlySignal<string | undefined>

  readonly #you: Signal<User | undefined>
  readonly #me: Signal<Me | undefined>
  readonly #settings = signal<Settings | undefined>(undefined)
  readonly #openReports = signal(0)
  readonly #savedMark = signal<SavedMark | undefined>(undefined)
  readonly #server: Signal<ServerInfo | undefined>
  readonly #token = signal<string | undefined>(undefined)
  #credentials: Credentials

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
    this.server = this.#server
    this.token = this.#token

    this.connection = new Connection({
      url: options.url,
      transports: options.transports,
      // A guest made by an earlier connection comes back as itself, not as one more guest of the same name.
      credentials: () => this.#credentials,
      heard: {
        welcome: (welcome) => this.#welcome(welcome),
        'room:changed': (change) => this.rooms.hearChange(change),
        'room:updated': (view) => this.rooms.hearRoom(view),
        'room:gone': (gone) => this.rooms.hearGone(gone),
        'room:read': (mark) => this.rooms.hearRead(mark),
        'user:changed': (user) => this.#hearUser(user),
        'me:changed': (me) => this.#hearMe(me),
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
    this.outbox = new Outbox({
      storage: options.outbox ?? memoryOutbox(),
      peers: options.peers,
      run,
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

  /** Connects, and stays connected. Other credentials than before may be given: after a refusal, or to be somebody else. */
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

  /** Gives an order. Never throws: no connection and no answer within ten seconds are retryable failures. */
  async run<Name extends CommandName>(name: Name, payload: Payload<Name>): Promise<Result<Output<Name>>> {
    return this.connection.run(name, payload)
  }

  #welcome({ you, me, settings, server, token, epoch, rooms }: Welcome): void {
    batch(() => {
      this.#you.value = you
      this.#me.value = me
      this.#settings.value = settings
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
