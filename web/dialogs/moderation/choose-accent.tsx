import { useId, useRef } from 'preact/hooks'
import type { Client } from '../../../client/client.ts'
import { Problem } from '../../ui/problem.tsx'
import { useChosen, useSetting } from '../../ui/use-action.ts'
import { dialogWords } from '../../words/dialogs.ts'

/** Any colour works: the page takes its hue, and makes it as light or dark as each theme needs. */
const ACCENTS = {
  standard: '',
  red: '#b3382c',
  orange: '#a8540f',
  olive: '#6b6a12',
  blue: '#1f63b5',
  violet: '#6d4bb8',
  pink: '#a83a7c',
  grey: '#5d646e',
} as const
const NAMES = Object.keys(ACCENTS) as (keyof typeof ACCENTS)[]

/** A row of colours, and at its end a picker for any other one. */
export function ChooseAccent({ client, accent = '' }: { client: Client; accent?: string | undefined }) {
  const says = dialogWords.moderation.settings
  const id = useId()
  const update = useSetting((colour: string) => client.run('settings:update', { accent: colour }))
  const [shown, choose] = useChosen(accent, update.start)
  const isOwn = !NAMES.some((name) => ACCENTS[name] === shown)
  return (
    <fieldset class="choices" aria-describedby={`${id}-hint`}>
      <legend>{says.accent}</legend>
      <div class="swatches">
        {NAMES.map((name) => (
          <label class="swatch" key={name} title={says.accents[name]} ref={(label) => paint(label, ACCENTS[name])}>
            <input
              type="radio"
              name={id}
              aria-label={says.accents[name]}
              checked={shown === ACCENTS[name]}
              onChange={() => choose(ACCENTS[name])}
            />
          </label>
        ))}
        <OwnAccent accent={isOwn ? shown : ''} onChoose={choose} />
      </div>
      <p class="hint" id={`${id}-hint`}>
        {says.accentHint}
      </p>
      <Problem failure={update.failure} />
    </fieldset>
  )
}

function OwnAccent({ accent, onChoose }: { accent: string; onChoose: (colour: string) => void }) {
  const says = dialogWords.moderation.settings
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  return (
    <label
      class="swatch swatch-own"
      title={says.ownAccent}
      data-chosen={accent !== ''}
      ref={(label) => paint(label, accent)}
    >
      <input
        type="color"
        aria-label={says.ownAccent}
        value={accent || '#0b6656'}
        onInput={({ currentTarget: { value } }) => {
          // While the user drags through colours, only the last one is applied.
          clearTimeout(timer.current)
          timer.current = setTimeout(() => onChoose(value), 250)
        }}
      />
    </label>
  )
}

function paint(label: HTMLElement | null, colour: string): void {
  if (colour !== '') label?.style.setProperty('--swatch', colour)
}
