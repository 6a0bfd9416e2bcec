/** The number of reminders that have come due since the inbox was last open, and the time of the last one seen there. */
import { signal } from '@preact/signals'
import type { Client } from '../../client/client.ts'
import { keepForUser, recallForUser } from '../browser/user-storage.ts'

const KEY = 'reminders-seen'

export const dueCount = signal(0)

/** The time of the latest reminder that was seen in the inbox of this browser. */
export const remindersSeen = ({ you }: Client): string => recallForUser(you.peek()?.id ?? '', KEY) ?? ''

export function keepRemindersSeen(client: Client, at: string): void {
  const user = client.you.peek()
  if (user && at > remindersSeen(client)) keepForUser(user.id, KEY, at)
}
