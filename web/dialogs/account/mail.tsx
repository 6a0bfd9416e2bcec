import { useEffect, useState } from 'preact/hooks'
import type { Input } from '../../../protocol/commands.ts'
import type { Result } from '../../../protocol/errors.ts'
import type { MailSettings } from '../../../protocol/models.ts'
import { Check, Field } from '../../ui/fields.tsx'
import { Problem } from '../../ui/problem.tsx'
import { Done, Section } from '../../ui/section.tsx'
import { typedIn } from '../../ui/typed-in.ts'
import { useAction, useSetting } from '../../ui/use-action.ts'
import { dialogWords } from '../../words/dialogs.ts'
import { language } from '../../words/language.ts'
import type { AccountProps } from './account-props.ts'
import { PasswordField } from './name-and-password.tsx'

const AFTER = [0, 5, 15, 60, 240, 1_440] as const

type PartProps = Pick<AccountProps, 'client'> & { settings: MailSettings; onChanged: (settings: MailSettings) => void }

/** My mail address, whether it is confirmed, and what I get mails about. */
export function Mail({ client }: AccountProps) {
  const [settings, setSettings] = useState<MailSettings>()
  const get = useAction(() => client.run('mail:get', {}))

  useEffect(() => {
    const look = () => void get.start().then((result) => result?.ok && setSettings(result.value))
    look()
    // The link is often opened in another tab.
    addEventListener('focus', look)
    return () => removeEventListener('focus', look)
  }, [])

  if (!settings) return get.failure ? <Problem failure={get.failure} /> : <p class="late">{dialogWords.loading}</p>
  const props = { client, settings, onChanged: setSettings }
  return (
    <>
      <Address {...props} />
      {settings.address !== undefined && <About {...props} />}
      {settings.address !== undefined && <RemoveAddress {...props} />}
    </>
  )
}

function Address({ client, settings, onChanged }: PartProps) {
  const says = dialogWords.account.mail
  const { address, wanted, isUnusable } = settings
  const give = useAction((typed: string, password: string) =>
    client.run('mail:give', { address: typed, password, language }),
  )
  return (
    <Section heading={says.heading}>
      <p class="soft">{says.why}</p>
      {address !== undefined && (
        <p>
          {says.confirmed} <bdi>{address}</bdi>
        </p>
      )}
      {isUnusable && <p role="alert">{says.unusable}</p>}
      {wanted !== undefined && (
        <p role="status">
          {says.waiting} <bdi>{wanted}</bdi>
        </p>
      )}
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault()
          const form = event.currentTarget
          void give.start(typedIn(form, 'address').trim(), typedIn(form, 'password')).then((result) => {
            if (!result?.ok) return
            form.reset()
            onChanged(result.value)
          })
        }}
      >
        <Field label={address === undefined ? says.address : says.another}>
          {(props) => (
            // Not of the type email: browsers refuse hosts in other scripts.
            <input
              {...props}
              class="field"
              name="address"
              inputMode="email"
              autocomplete="email"
              autocapitalize="off"
              spellcheck={false}
              dir="ltr"
              maxLength={254}
              required
            />
          )}
        </Field>
        <PasswordField label={says.password} kind="current-password" name="password" />
        <Problem failure={give.failure} />
        <button type="submit" class="button button-main" aria-disabled={give.isRunning}>
          {says.give}
        </button>
      </form>
    </Section>
  )
}

/** Each choice is sent at once. */
function About({ client, settings, onChanged }: PartProps) {
  const says = dialogWords.account.mail
  const update = useSetting(async (patch: Input<'mail:update'>): Promise<Result<MailSettings>> => {
    const result = await client.run('mail:update', { ...patch, language })
    if (result.ok) onChanged(result.value)
    return result
  })
  return (
    <Section heading={says.about}>
      <Field label={says.missed} hint={says.missedHint}>
        {(props) => (
          <select
            {...props}
            class="field"
            value={settings.missedAfter}
            onChange={({ currentTarget }) => {
              const missedAfter = AFTER.find((minutes) => minutes === Number(currentTarget.value))
              if (missedAfter !== undefined) void update.start({ missedAfter })
            }}
          >
            {AFTER.map((minutes) => (
              <option key={minutes} value={minutes}>
                {says.after[minutes]}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Check label={says.weekly} checked={settings.weekly} onChange={(weekly) => update.start({ weekly })} />
      <Problem failure={update.failure} />
    </Section>
  )
}

function RemoveAddress({ client, onChanged }: PartProps) {
  const says = dialogWords.account.mail
  const remove = useAction((password: string) => client.run('mail:remove', { password }))
  return (
    <Section heading={says.remove}>
      <p class="soft">{says.removeText}</p>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault()
          void remove.start(typedIn(event.currentTarget, 'password')).then((result) => {
            if (result?.ok) onChanged({ missedAfter: 0, weekly: false })
          })
        }}
      >
        <PasswordField label={says.password} kind="current-password" name="password" />
        <Problem failure={remove.failure} />
        <button type="submit" class="button" aria-disabled={remove.isRunning}>
          {says.remove}
        </button>
        {remove.acting.state === 'done' && <Done>{says.removed}</Done>}
      </form>
    </Section>
  )
}
