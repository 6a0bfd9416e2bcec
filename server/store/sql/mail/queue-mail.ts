/** Puts a mail into the queue. */
import type { DueMail } from '../../mail-store.ts'
import type { Database } from '../database.ts'
import { randomId } from '../ids.ts'

type Queued = { purpose: DueMail['purpose']; userId: string; address?: string; roomId?: string }

/** One of each kind waits, at most. */
export function queueMail(database: Database, { purpose, userId, address = '', roomId = '' }: Queued): void {
  database.run(
    `insert into mails (id, purpose, user_id, room_id, address, made_at, due_at)
     values (?, ?, ?, ?, ?, clock_ms(), clock_ms()) on conflict do nothing`,
    randomId('m'),
    purpose,
    userId,
    roomId,
    address,
  )
}
