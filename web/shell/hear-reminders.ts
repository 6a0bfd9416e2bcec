/** Shows a reminder when its time comes, anywhere on the page. The inbox keeps it. */
import { effect } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { Client } from '../../client/client.ts'
import { preview } from '../../protocol/markdown/plain-words.ts'
import { dueCount, remindersSeen } from '../state/due-reminders.ts'
import { laterWords } from '../words/later.ts'

export function useReminders(client: Client): void {
  useEffect(() => {
    // Known again after a reload, and after a time without a connection.
    const stopCounting = effect(() => {
      const seenUntil = remindersSeen(client)
      dueCount.value = client.dueReminders.value.filter((at) => at > seenUntil).length
    })
    const stop = effect(() => {
      const due = client.dueReminder.value
      if (due) void tell(laterWords.reminder(due.message.author.name, preview(due.message)))
    })
    return () => {
      stop()
      stopCounting()
      // The next user of this page has other reminders.
      dueCount.value = 0
    }
  }, [client])
}

async function tell(text: string): Promise<void> {
  dueCount.value = dueCount.peek() + 1
  const { sayBriefly } = await import('../ui/say-briefly.ts')
  sayBriefly(text)
}
