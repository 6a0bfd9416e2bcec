import type { Client } from '../../../client/client.ts'
import type { NotifySettings } from '../../../protocol/notices.ts'
import { notifySettings } from '../../notify/settings.ts'
import { sayMoment } from '../../ui/moments.ts'
import { Problem } from '../../ui/problem.tsx'
import { Section } from '../../ui/section.tsx'
import { useAction } from '../../ui/use-action.ts'
import { dialogWords } from '../../words/dialogs.ts'

const inAnHour = () => new Date(Date.now() + 60 * 60 * 1_000)

function tomorrowAtEight(): Date {
  const day = new Date()
  day.setDate(day.getDate() + 1)
  day.setHours(8, 0, 0, 0)
  return day
}

/** Nothing is told until a moment; then one summary tells what waited. */
export function Snooze({ client, settings }: { client: Client; settings: NotifySettings }) {
  const says = dialogWords.account.notices.snooze
  const snooze = useAction(async (until: Date | null) => {
    const result = await client.run('notify:snooze', { until: until && until.toISOString() })
    if (result.ok) notifySettings.value = result.value
    return result
  })
  const { snoozedUntil } = settings
  const isSnoozed = snoozedUntil !== undefined && Date.parse(snoozedUntil) > Date.now()
  return (
    <Section heading={says.heading}>
      <p class="soft" role="status">
        {isSnoozed ? says.until(sayMoment(snoozedUntil)) : says.text}
      </p>
      <div class="acts">
        {isSnoozed ? (
          <button type="button" class="button" onClick={() => void snooze.start(null)}>
            {says.end}
          </button>
        ) : (
          <>
            <button type="button" class="button" onClick={() => void snooze.start(inAnHour())}>
              {says.hour}
            </button>
            <button type="button" class="button" onClick={() => void snooze.start(tomorrowAtEight())}>
              {says.tomorrow}
            </button>
          </>
        )}
      </div>
      <Problem failure={snooze.failure} />
    </Section>
  )
}
