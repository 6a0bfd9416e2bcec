import { useRef } from 'preact/hooks'
import type { Client } from '../../../client/client.ts'
import type { User } from '../../../protocol/models.ts'
import { MAX_PASSWORD_CHARACTERS, MIN_PASSWORD_CHARACTERS } from '../../../protocol/limits.ts'
import { typedIn } from '../../ui/typed-in.ts'
import { keep } from '../../browser/storage.ts'
import { Problem } from '../../ui/problem.tsx'
import { dialogWords } from '../../words/dialogs.ts'
import { type Action, useAction } from '../../ui/use-action.ts'
import { Field } from '../../ui/fields.tsx'
import { Done, Section } from '../../ui/section.tsx'

/** The two kinds of password fields that a password manager tells apart. */
type PasswordKind = 'new-password' | 'current-password'

export function PasswordField({
  label,
  kind,
  name,
  hint,
}: {
  label: string
  kind: PasswordKind
  name: string
  hint?: string
}) {
  return (
    <Field label={label} hint={hint}>
      {(props) => (
        <input
          {...props}
          type="password"
          class="field"
          name={name}
          autocomplete={kind}
          minLength={kind === 'new-password' ? MIN_PASSWORD_CHARACTERS : undefined}
          maxLength={MAX_PASSWORD_CHARACTERS}
          required
        />
      )}
    </Field>
  )
}

/** A form that turns a guest into a person, with a reason to do so. */
export function KeepName({ name, claim }: { name: string; claim: Action<[password: string], User> }) {
  const says = dialogWords.account.keep
  if (claim.acting.state === 'done') {
    return (
      <Section heading={says.heading}>
        <Done>{says.done(name)}</Done>
      </Section>
    )
  }
  return (
    <Section heading={says.heading}>
      <p class="soft">{says.why}</p>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault()
          void claim.start(typedIn(event.currentTarget, 'password'))
        }}
      >
        {/* Password managers look for the name beside the password. */}
        <input class="unseen" tabIndex={-1} aria-hidden="true" autocomplete="username" readOnly value={name} />
        <PasswordField label={says.password} kind="new-password" name="password" hint={says.hint} />
        <Problem failure={claim.failure} />
        <button type="submit" class="button button-main" aria-disabled={claim.isRunning}>
          {says.button}
        </button>
      </form>
    </Section>
  )
}

export function Rename({ client, name }: { client: Client; name: string }) {
  const says = dialogWords.account.rename
  const field = useRef<HTMLInputElement>(null)
  const rename = useAction((wanted: string) => client.run('user:rename', { name: wanted }))
  const suggestion = rename.failure?.suggestion

  async function start(wanted: string) {
    const result = await rename.start(wanted)
    if (!result?.ok) return
    keep('name', result.value.name)
    if (field.current) field.current.value = result.value.name
  }

  return (
    <Section heading={says.heading}>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault()
          const wanted = field.current?.value.trim() ?? ''
          if (wanted !== '' && wanted !== name) void start(wanted)
        }}
      >
        <Field label={says.label}>
          {(props) => (
            <input
              {...props}
              ref={field}
              class="field"
              autocomplete="nickname"
              spellcheck={false}
              dir="auto"
              maxLength={200}
              required
              defaultValue={name}
            />
          )}
        </Field>
        <Problem failure={rename.failure} />
        <div class="acts">
          <button type="submit" class="button" aria-disabled={rename.isRunning}>
            {says.button}
          </button>
          {suggestion !== undefined && (
            <button type="button" class="button" onClick={() => void start(suggestion)}>
              <bdi>{dialogWords.account.rename.take(suggestion)}</bdi>
            </button>
          )}
        </div>
        {rename.acting.state === 'done' && <Done>{says.done}</Done>}
      </form>
    </Section>
  )
}

export function ChangePassword({ client }: { client: Client }) {
  const says = dialogWords.account.password
  const change = useAction((current: string, password: string) => client.run('user:password', { current, password }))
  return (
    <Section heading={says.heading}>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault()
          const form = event.currentTarget
          void change.start(typedIn(form, 'current'), typedIn(form, 'password')).then((result) => {
            if (result?.ok) form.reset()
          })
        }}
      >
        <PasswordField label={says.current} kind="current-password" name="current" />
        <PasswordField label={says.next} kind="new-password" name="password" hint={says.hint} />
        <Problem failure={change.failure} />
        <button type="submit" class="button" aria-disabled={change.isRunning}>
          {says.button}
        </button>
        {change.acting.state === 'done' && <Done>{says.done}</Done>}
      </form>
    </Section>
  )
}
