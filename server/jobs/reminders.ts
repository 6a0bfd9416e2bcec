/**
 * Sends due reminders. The store hands each reminder out once, so that only one of several nodes sends it. If that node
 * stops before sending, the reminder is still in the inbox.
 */
import { Refusal } from '../../protocol/errors.ts'
import type { DueReminder, Store } from '../store/store.ts'

const LOOK_EVERY_MS = 2_000

type ReminderNeeds = {
  store: Pick<Store, 'isReminderDue' | 'takeDueReminders'>
  tell: (due: DueReminder[]) => void
  onBug: (error: unknown, during: string) => void
}

/** Answers with a function that stops it. */
export function tellReminders({ store, tell, onBug }: ReminderNeeds): () => void {
  let isLooking = false

  async function look(): Promise<void> {
    if (isLooking) return
    isLooking = true
    try {
      // Looking writes nothing while nothing is due.
      while (await store.isReminderDue()) tell(await store.takeDueReminders())
    } catch (error) {
      // If the store is full or away, the next look tries again.
      if (!(error instanceof Refusal)) onBug(error, 'reminders')
    } finally {
      isLooking = false
    }
  }
  const timer = setInterval(() => void look(), LOOK_EVERY_MS).unref()
  return () => clearInterval(timer)
}
