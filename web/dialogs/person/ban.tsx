import { useRef, useState } from 'preact/hooks'
import type { Client } from '../../../client/client.ts'
import type { User } from '../../../protocol/models.ts'
import { dialogWords } from '../../words/dialogs.ts'
import { useAction } from '../../ui/use-action.ts'
import { Check, Field, NumberField } from '../../ui/fields.tsx'
import { ActionButton, Confirm } from '../../ui/buttons.tsx'
import { Done } from '../../ui/section.tsx'

/** 0 means a permanent ban. */
const MINUTES = [60, 1_440, 10_080, 43_200, 0]

/** A ban from the chat, on every device of the person, at once. */
export function Ban({ client, user, isBanned }: { client: Client; user: User; isBanned: boolean }) {
  const says = dialogWords.person.ban
  const [minutes, setMinutes] = useState(1_440)
  const [address, setAddress] = useState(true)
  const reason = useRef<HTMLInputElement>(null)
  const ban = useAction(() =>
    client.run('user:ban', {
      userId: user.id,
      ...(minutes > 0 && { minutes }),
      reason: reason.current?.value.trim() ?? '',
      address,
    }),
  )
  const unban = useAction(() => client.run('user:unban', { userId: user.id }))

  if (unban.acting.state === 'done') return <Done>{says.undone(user.name)}</Done>
  if (isBanned || ban.acting.state === 'done') {
    return (
      <div class="act">
        <Done>{says.done(user.name)}</Done>
        <ActionButton action={unban}>{says.undo}</ActionButton>
      </div>
    )
  }
  return (
    <Confirm
      label={says.button}
      doLabel={says.doIt(user.name)}
      question={<p>{says.question(user.name)}</p>}
      action={ban}
    >
      <NumberField
        label={says.howLong}
        value={minutes}
        options={MINUTES}
        say={(count) => (count === 0 ? says.forGood : dialogWords.minutes(count))}
        onChoose={setMinutes}
      />
      <Field label={says.reason} hint={says.reasonHint}>
        {(props) => <input {...props} ref={reason} class="field" dir="auto" maxLength={500} autocomplete="off" />}
      </Field>
      <Check label={says.address} hint={says.addressHint} checked={address} onChange={setAddress} />
    </Confirm>
  )
}
