import { useRef, useState } from 'preact/hooks'
import type { Client } from '../../../client/client.ts'
import type { Failure } from '../../../protocol/errors.ts'
import { MAX_QUIET_HOURS } from '../../../protocol/limits.ts'
import type { NotifySettings, QuietHours } from '../../../protocol/notices.ts'
import { notifySettings } from '../../notify/settings.ts'
import { Problem } from '../../ui/problem.tsx'
import { Section } from '../../ui/section.tsx'
import { dialogWords } from '../../words/dialogs.ts'
import { words } from '../../words/first.ts'
import './quiet-hours.css'

const EVERY_DAY = [0, 1, 2, 3, 4, 5, 6]
const NIGHT: QuietHours = { days: EVERY_DAY, from: '22:00', to: '07:00' }

/** 2023-01-01 was a Sunday, as day 0 is. */
const nameOf = (day: number, weekday: 'narrow' | 'long'): string =>
  new Intl.DateTimeFormat(words.locale, { weekday, timeZone: 'UTC' }).format(Date.UTC(2023, 0, 1 + day))

/** Hours on some days in which nothing is told. */
export function QuietHoursList({ client, settings }: { client: Client; settings: NotifySettings }) {
  const says = dialogWords.account.notices.quiet
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone
  const zone = settings.timeZone ?? here
  const [failure, setFailure] = useState<Failure>()
  /** What I have set, until the server has it: the next click may come before its answer. */
  const [mine, setMine] = useState<readonly QuietHours[]>()
  const latest = useRef(mine)
  const quiet = mine ?? settings.quiet

  async function save(next: readonly QuietHours[], timeZone: string = zone) {
    setMine(next)
    latest.current = next
    const result = await client.run('notify:update', { quiet: [...next], timeZone })
    if (latest.current !== next) return
    if (result.ok) notifySettings.value = result.value
    setFailure(result.ok ? undefined : result.error)
    setMine(undefined)
  }

  const put = (at: number, hours: QuietHours | undefined) =>
    void save(hours ? quiet.with(at, hours) : quiet.toSpliced(at, 1))

  return (
    <Section heading={says.heading}>
      <p class="soft">{says.text}</p>
      {quiet.map((hours, at) => (
        <QuietRow key={at} hours={hours} number={at + 1} onChange={(next) => put(at, next)} />
      ))}
      <Problem failure={failure} />
      <div class="acts">
        {quiet.length < MAX_QUIET_HOURS && (
          <button type="button" class="button" onClick={() => void save([...quiet, NIGHT])}>
            {says.add}
          </button>
        )}
      </div>
      {quiet.length > 0 && (
        <p class="hint">
          {says.zone(zone)}{' '}
          {zone !== here && (
            <button type="button" class="text-button" onClick={() => void save(quiet, here)}>
              {says.useZone(here)}
            </button>
          )}
        </p>
      )}
    </Section>
  )
}

type RowProps = { hours: QuietHours; number: number; onChange: (hours: QuietHours | undefined) => void }

function QuietRow({ hours, number, onChange }: RowProps) {
  const says = dialogWords.account.notices.quiet
  const { days, from, to } = hours
  const turn = (day: number) => {
    const next = days.includes(day) ? days.filter((one) => one !== day) : [...days, day]
    // Hours on no day are none.
    onChange(next.length > 0 ? { ...hours, days: next } : undefined)
  }
  const time = (label: string, value: string, put: (time: string) => QuietHours) => (
    <input
      type="time"
      class="field"
      aria-label={label}
      value={value}
      required
      onChange={({ currentTarget }) => currentTarget.value !== '' && onChange(put(currentTarget.value))}
    />
  )
  return (
    <fieldset class="quiet">
      <legend class="unseen">{says.legend(number)}</legend>
      <div class="quiet-days">
        {EVERY_DAY.map((day) => (
          <label key={day} class="quiet-day" title={nameOf(day, 'long')}>
            <input
              type="checkbox"
              aria-label={nameOf(day, 'long')}
              checked={days.includes(day)}
              onChange={() => turn(day)}
            />
            <span aria-hidden="true">{nameOf(day, 'narrow')}</span>
          </label>
        ))}
      </div>
      <div class="quiet-times">
        {time(says.from, from, (next) => ({ ...hours, from: next }))}
        <span aria-hidden="true">–</span>
        {time(says.to, to, (next) => ({ ...hours, to: next }))}
        <button
          type="button"
          class="text-button"
          aria-label={says.removeOne(number)}
          onClick={() => onChange(undefined)}
        >
          {says.remove}
        </button>
      </div>
    </fieldset>
  )
}
