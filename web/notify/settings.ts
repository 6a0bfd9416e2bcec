/** Of what I am told and when, as the server keeps it for all of my devices. */
import { effect, signal } from '@preact/signals'
import type { Client } from '../../client/client.ts'
import type { NotifySettings } from '../../protocol/notices.ts'

/** Undefined until the server has told them. */
export const notifySettings = signal<NotifySettings | undefined>(undefined)

/** Begins to follow them. The answer stops it. */
export function followSettings(client: Client): () => void {
  const stops = [
    effect(() => {
      if (client.connection.state.value.state === 'online') void ask(client)
    }),
    effect(() => {
      if (client.notifyChange.value) notifySettings.value = client.notifyChange.value
    }),
  ]
  return () => {
    for (const stop of stops) stop()
    notifySettings.value = undefined
  }
}

async function ask(client: Client): Promise<void> {
  const result = await client.run('notify:get', {})
  if (result.ok) notifySettings.value = result.value
}

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']

/** Whether nothing is told at this moment: in a snooze, or in quiet hours by the clock on the wall. */
export function isSilent({ quiet, snoozedUntil, timeZone }: NotifySettings, now: Date): boolean {
  if (snoozedUntil !== undefined && Date.parse(snoozedUntil) > now.getTime()) return true
  if (quiet.length === 0) return false
  const parts = new Intl.DateTimeFormat('en', {
    ...(timeZone && { timeZone }),
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(now)
  const part = (wanted: string) => parts.find(({ type }) => type === wanted)?.value ?? ''
  const today = DAYS.indexOf(part('weekday'))
  const time = `${part('hour')}:${part('minute')}`
  return quiet.some(({ days, from, to }) => {
    if (from < to) return days.includes(today) && from <= time && time < to
    // The end is on the day after.
    return (days.includes(today) && from <= time) || (days.includes((today + 6) % 7) && time < to)
  })
}
