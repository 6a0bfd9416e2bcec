import { useState } from 'preact/hooks'
import type { Client } from '../../../client/client.ts'
import { LOBBY, UNDO_HOURS } from '../../../protocol/limits.ts'
import type { RoomView, User } from '../../../protocol/models.ts'
import { dialogWords } from '../../words/dialogs.ts'
import { useAction } from '../../ui/use-action.ts'
import { NumberField } from '../../ui/fields.tsx'
import { ActionButton, Confirm } from '../../ui/buttons.tsx'
import { Done } from '../../ui/section.tsx'

export function RemoveFromRoom({ client, user, room }: { client: Client; user: User; room: RoomView }) {
  const says = dialogWords.person.remove
  const remove = useAction(() => client.run('room:remove', { roomId: room.id, userId: user.id }))
  if (room.id === LOBBY) return null
  if (remove.acting.state === 'done') return <Done>{says.done(user.name, room.name)}</Done>
  return (
    <Confirm
      label={says.button(room.name)}
      question={<p>{dialogWords.members.removeQuestion(user.name)}</p>}
      action={remove}
    />
  )
}

export function RemovePicture({ client, user }: { client: Client; user: User }) {
  const remove = useAction(() => client.run('user:removePicture', { userId: user.id }))
  if (remove.acting.state === 'done') return <Done>{dialogWords.picture.removed}</Done>
  return <ActionButton action={remove}>{dialogWords.moderation.settings.removePicture}</ActionButton>
}

const HOURS = [1, 6, 24, 168, 720]

/** Removes all recent messages of a person. It can be undone here while this is open, and in the log for a day. */
export function RemoveMessages({ client, user }: { client: Client; user: User }) {
  const says = dialogWords.person.messages
  const [hours, setHours] = useState(1)
  const remove = useAction(() => client.run('user:removeMessages', { userId: user.id, hours }))
  const removal = remove.acting.state === 'done' ? remove.acting.value : undefined
  const undo = useAction(() => client.run('removal:undo', { removalId: removal?.removalId ?? '' }))

  if (undo.acting.state === 'done') return <Done>{says.undone}</Done>
  if (removal) {
    return (
      <div class="act">
        <Done>{says.done(removal.count)}</Done>
        {removal.count > 0 && <ActionButton action={undo}>{says.undo}</ActionButton>}
      </div>
    )
  }
  return (
    <Confirm
      label={says.button}
      doLabel={says.doIt}
      question={<p>{says.question(user.name, UNDO_HOURS)}</p>}
      action={remove}
    >
      <NumberField label={says.since} value={hours} options={HOURS} say={says.lastHours} onChoose={setHours} />
    </Confirm>
  )
}
