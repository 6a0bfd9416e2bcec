import { useState } from 'preact/hooks'
import type { Client } from '../../../client/client.ts'
import { MAX_STATUS_CHARACTERS } from '../../../protocol/limits.ts'
import type { Me } from '../../../protocol/models.ts'
import { FaceIcon } from '../../emoji/icon.tsx'
import { openEmojiPicker } from '../../emoji/open.ts'
import { Check, Field } from '../../ui/fields.tsx'
import { toLocalTime } from '../../ui/local-time.ts'
import { sayMoment, sayTimeIn } from '../../ui/moments.ts'
import { Problem } from '../../ui/problem.tsx'
import { useAction, useSetting } from '../../ui/use-action.ts'
import { peopleWords } from '../../words/people.ts'
import { LASTS, type Lasts, endOf } from './lasts.ts'

const SUGGESTED = [
  { name: 'meeting', emoji: '💬', lasts: 'hour' },
  { name: 'focus', emoji: '🎧', lasts: 'hour' },
  { name: 'lunch', emoji: '🥪', lasts: 'half' },
  { name: 'travel', emoji: '🚆', lasts: 'half' },
  { name: 'sick', emoji: '🤒', lasts: 'today' },
  { name: 'holiday', emoji: '🏝️', lasts: 'week' },
] as const

type Props = { client: Client; me: Me; onDone: () => void }

/** My status beside my name: an emoji, a few words, and an end time. */
export function StatusEditor({ client, me, onDone }: Props) {
  const says = peopleWords.status
  const before = me.status
  const [emoji, setEmoji] = useState(before?.emoji ?? '')
  const [text, setText] = useState(before?.text ?? '')
  const [lasts, setLasts] = useState<Lasts>(before ? (before.until === undefined ? 'ever' : 'time') : 'today')
  const [time, setTime] = useState(before?.until === undefined ? '' : toLocalTime(new Date(before.until)))
  const [isLate, setLate] = useState(false)
  const isEmpty = emoji.trim() === '' && text.trim() === ''
  const until = endOf(lasts, time)
  const save = useAction(() =>
    client.run('user:status', {
      text: text.trim(),
      ...(emoji.trim() !== '' && { emoji: emoji.trim() }),
      ...(until && { until: until.toISOString() }),
    }),
  )
  const clear = useAction(() => client.run('user:status', {}))
  const isPast = lasts === 'time' && (!until || until.getTime() <= Date.now())

  function submit() {
    setLate(true)
    if (isEmpty || isPast) return
    void save.start().then((result) => result?.ok && onDone())
  }

  return (
    <>
      <form
        class="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
      >
        <div class="status-line">
          <PickEmoji client={client} value={emoji} onPick={setEmoji} />
          <input
            class="field"
            aria-label={says.text}
            placeholder={says.text}
            dir="auto"
            maxLength={MAX_STATUS_CHARACTERS}
            autocomplete="off"
            data-first
            value={text}
            onInput={({ currentTarget }) => setText(currentTarget.value)}
          />
        </div>
        {emoji !== '' && (
          <button type="button" class="text-button status-without" onClick={() => setEmoji('')}>
            {says.noEmoji}
          </button>
        )}
        <div class="picked" role="group" aria-label={says.suggestions}>
          {SUGGESTED.map(({ name, emoji: sign, lasts: long }) => (
            <button
              key={name}
              type="button"
              class="chip"
              onClick={() => {
                setEmoji(sign)
                setText(says.suggested[name])
                setLasts(long)
              }}
            >
              <span aria-hidden="true">{sign}</span> {says.suggested[name]}
            </button>
          ))}
        </div>
        <Field
          label={says.until}
          hint={until && !isPast && lasts !== 'time' ? says.endsAt(sayMoment(until.toISOString())) : ''}
        >
          {(props) => (
            <select
              {...props}
              class="field"
              value={lasts}
              onChange={({ currentTarget }) => setLasts(LASTS.find((one) => one === currentTarget.value) ?? 'today')}
            >
              {LASTS.map((one) => (
                <option key={one} value={one}>
                  {says.lasts[one]}
                </option>
              ))}
            </select>
          )}
        </Field>
        {lasts === 'time' && (
          <Field label={says.time} hint={isPast && isLate ? says.isPast : ''}>
            {(props) => (
              <input
                {...props}
                class="field"
                type="datetime-local"
                value={time}
                min={toLocalTime(new Date())}
                onInput={({ currentTarget }) => setTime(currentTarget.value)}
              />
            )}
          </Field>
        )}
        <p class="hint" role="alert">
          {isEmpty && isLate && says.isEmpty}
        </p>
        <Problem failure={save.failure ?? clear.failure} />
        <div class="acts">
          <button type="submit" class="button button-main" aria-disabled={save.isRunning}>
            {says.save}
          </button>
          {before && (
            <button
              type="button"
              class="button"
              aria-disabled={clear.isRunning}
              onClick={() => void clear.start().then((result) => result?.ok && onDone())}
            >
              {says.clear}
            </button>
          )}
        </div>
      </form>
      <div class="section">
        <ShowTime client={client} me={me} />
      </div>
    </>
  )
}

/** Whether others see my local time. */
function ShowTime({ client, me }: { client: Client; me: Me }) {
  const says = peopleWords.status
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions()
  const show = useSetting((on: boolean) => client.run('user:timeZone', on ? { timeZone } : {}))
  return (
    <>
      <Check
        label={says.zone}
        hint={says.zoneHint(sayTimeIn(me.timeZone ?? timeZone) ?? '')}
        checked={me.timeZone !== undefined}
        onChange={(on) => show.start(on)}
      />
      <Problem failure={show.failure} />
    </>
  )
}

type PickProps = { client: Client; value: string; onPick: (emoji: string) => void }

function PickEmoji({ client, value, onPick }: PickProps) {
  const says = peopleWords.status
  return (
    <button
      type="button"
      class="field status-emoji"
      aria-label={value === '' ? says.chooseEmoji : `${says.emoji}: ${value}`}
      aria-haspopup="dialog"
      onClick={({ currentTarget }) =>
        void openEmojiPicker({ anchor: currentTarget, userId: client.you.peek()?.id ?? '', onPick })
      }
    >
      {value === '' ? <FaceIcon /> : value}
    </button>
  )
}
