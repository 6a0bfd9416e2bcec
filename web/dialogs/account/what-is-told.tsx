import { useRef, useState } from 'preact/hooks'
import type { Client } from '../../../client/client.ts'
import type { Payload } from '../../../protocol/commands.ts'
import type { Failure } from '../../../protocol/errors.ts'
import { MAX_KEYWORDS } from '../../../protocol/limits.ts'
import type { NotifySettings } from '../../../protocol/notices.ts'
import { notifySettings } from '../../notify/settings.ts'
import { ActionButton } from '../../ui/buttons.tsx'
import { Check, Field } from '../../ui/fields.tsx'
import { Problem } from '../../ui/problem.tsx'
import { Done, Section } from '../../ui/section.tsx'
import { useAction } from '../../ui/use-action.ts'
import { dialogWords } from '../../words/dialogs.ts'
import { QuietHoursList } from './quiet-hours.tsx'
import { Snooze } from './snooze.tsx'

const LEVELS = ['everything', 'mentions', 'nothing'] as const

/** Of what I am told and when, on all of my devices. */
export function WhatIsTold({ client }: { client: Client }) {
  const says = dialogWords.account.notices
  const settings = notifySettings.value
  const [failure, setFailure] = useState<Failure>()

  /** One choice does not wait for the answer to another. */
  async function update(change: Payload<'notify:update'>) {
    const result = await client.run('notify:update', change)
    if (result.ok) notifySettings.value = result.value
    setFailure(result.ok ? undefined : result.error)
    return result
  }

  if (!settings) return null
  return (
    <>
      <Snooze client={client} settings={settings} />
      <Section heading={says.what}>
        <Check
          label={says.showWords}
          hint={says.showWordsHint}
          checked={settings.showWords}
          onChange={(showWords) => update({ showWords })}
        />
        <Check label={says.reactions} checked={settings.reactions} onChange={(reactions) => update({ reactions })} />
        <Check
          label={says.mutedMentions}
          checked={settings.mutedMentions}
          onChange={(mutedMentions) => update({ mutedMentions })}
        />
        <Field label={says.sound.which}>
          {(props) => (
            <select
              {...props}
              class="field"
              value={settings.sound}
              onChange={({ currentTarget }) => {
                const sound = LEVELS.find((level) => level === currentTarget.value)
                if (sound) void update({ sound })
              }}
            >
              {LEVELS.map((level) => (
                <option key={level} value={level}>
                  {dialogWords.room.levels[level]}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Problem failure={failure} />
      </Section>
      <Keywords client={client} settings={settings} />
      <QuietHoursList client={client} settings={settings} />
    </>
  )
}

type Props = { client: Client; settings: NotifySettings }

function Keywords({ client, settings }: Props) {
  const says = dialogWords.account.notices
  const field = useRef<HTMLTextAreaElement>(null)
  const save = useAction(async () => {
    const keywords = (field.current?.value ?? '')
      .split('\n')
      .map((word) => word.trim())
      .filter((word) => word !== '')
    const result = await client.run('notify:update', { keywords })
    if (result.ok) notifySettings.value = result.value
    return result
  })
  return (
    <Section heading={says.keywords.heading}>
      <Field label={says.keywords.label} hint={says.keywords.hint(MAX_KEYWORDS)}>
        {(props) => (
          <textarea
            {...props}
            key={settings.keywords.join('\n')}
            ref={field}
            class="field"
            dir="auto"
            rows={3}
            defaultValue={settings.keywords.join('\n')}
          />
        )}
      </Field>
      <Problem failure={save.failure} />
      <ActionButton action={save}>{says.save}</ActionButton>
      {save.acting.state === 'done' && <Done>{says.saved}</Done>}
    </Section>
  )
}
