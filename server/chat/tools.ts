/** The tools that commands work with. Each command takes the ones that it needs, by name. */
import type { Delivery } from '../delivery/delivery.ts'
import type { Files } from '../files/files.ts'
import type { Store } from '../store/store.ts'
import type { PushSubscription } from '../store/notices-store.ts'
import type { Counts } from './counts.ts'
import type { Cursors } from './cursors.ts'
import type { Limits } from './limits.ts'
import type { KnownDevices } from './people/known-devices.ts'
import type { OpenSessions } from './people/open-sessions.ts'
import type { Passwords } from './people/passwords.ts'
import type { Uses } from './people/uses.ts'
import type { Online } from './presence/online.ts'
import type { Screens } from './presence/screens.ts'
import type { TypingBoard } from './presence/typing-board.ts'

/** Access to the chat: for any name, for invited people, or only for people with an account. */
export type Access = 'open' | 'invite' | 'closed'

export type Tools = {
  store: Store
  delivery: Delivery
  counts: Counts
  limits: Limits
  files: Files
  /** The bytes of one file, at most. */
  maxFileBytes: number
  cursors: Cursors
  online: Online
  screens: Screens
  openSessions: OpenSessions
  typing: TypingBoard
  uses: Uses
  passwords: Passwords
  devices: KnownDevices
  access: Access
  /** The public key of the chat’s pushes. */
  pushKey: string
  /** Whether this server sends mails. */
  hasMail: boolean
  /** Sends one push to a subscription, to show that it works. Answers whether its push service took it. */
  testPush: (subscription: PushSubscription) => Promise<boolean>
  /** Messages were sent: soon they are looked through for those whom they concern. */
  noteSoon: () => void
  /** Asks for a clean-up soon. */
  cleanUp: () => void
  /** Reports a bug: an error that is no refusal, and the command that threw it. */
  onBug: (error: unknown, during: string) => void
}
