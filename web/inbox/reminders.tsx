import { useEffect } from 'preact/hooks'
import type { Client } from '../../client/client.ts'
import { remindersOf } from '../../client/reminders.ts'
import type { Result } from '../../protocol/errors.ts'
import type { Reminder } from '../../protocol/models.ts'
import { Found } from '../message-list/found.tsx'
import { Listed } from '../message-list/listed.tsx'
import { type Page, usePages } from '../message-list/pages.ts'
import { dueCount, keepRemindersSeen } from '../state/due-reminders.ts'
import { sayMoment } from '../ui/moments.ts'
import { findingWords } from '../words/finding.ts'

const words = findingWords.reminders

type Item = Reminder & { isDue: boolean }

/** My reminders: first those that are due, then those to come. */
export function Reminders({ client }: { client: Client }) {
  const reminders = remindersOf(client)
  const due = client.dueReminder.value
  const earlier = client.dueReminders.value
  useEffect(() => void reminders.load(), [reminders])
  useEffect(() => {
    dueCount.value = 0
    for (const at of due ? [due.at, ...earlier] : earlier) keepRemindersSeen(client, at)
  }, [due, earlier])
  const pages = usePages<Item>({ client, load }, [reminders.changes.value, due])

  async function load(after: string | undefined): Promise<Result<Page<Item>>> {
    const [told, coming] = await Promise.all([
      after === undefined ? client.run('inbox:list', { limit: 1 }) : undefined,
      client.run('reminders:list', after === undefined ? {} : { after }),
    ])
    if (!coming.ok) return coming
    if (told && !told.ok) return told
    const items = [
      ...(told?.value.reminders ?? []).map((one) => ({ ...one, isDue: true })),
      ...coming.value.reminders.map((one) => ({ ...one, isDue: false })),
    ]
    return { ok: true, value: { items, next: coming.value.next } }
  }

  async function remove(roomId: string, seq: number): Promise<void> {
    const result = await reminders.set(roomId, seq)
    if (result.ok) pages.leaveOut(({ message }) => message.roomId === roomId && message.seq === seq)
    document.querySelector<HTMLElement>('.panel h2')?.focus()
  }

  // Most people have no reminders, and then there is no heading.
  if (pages.items.length === 0) return null
  return (
    <section>
      <h3>{words.heading}</h3>
      <Listed pages={pages} label={words.heading} none={null}>
        {({ message, room, at, isDue }) => (
          <Found
            key={`${room.id} ${message.seq}`}
            client={client}
            message={message}
            room={room}
            why={sayMoment(at)}
            isUnread={isDue}
            action={
              <button
                type="button"
                class="text-button found-act"
                aria-label={isDue ? words.doneOne(message.author.name) : words.cancelOne(message.author.name)}
                onClick={() => void remove(room.id, message.seq)}
              >
                {isDue ? words.done : words.cancel}
              </button>
            }
          />
        )}
      </Listed>
    </section>
  )
}
