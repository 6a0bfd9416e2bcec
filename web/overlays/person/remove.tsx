import { useState } from 'preact/hooks'
import type { Client } from '../../../client/client.ts'
import { LOBBY, UNDO_HOURS } from '../../../protocol/limits.ts'
import type { RoomView, User } from '../../../protocol/models.ts'
import { overlayWords } from '../../words-overlays.ts'
import { useAction } from '../action.ts'
import { NumberField } from '../parts/fields.tsx'
import { ActionButton, Confirm } from '../parts/orders.tsx'
import { Done } from '../parts/section.tsx'

export function RemoveFromRoom({ client, user, room }: { client: Client; user: User; room: RoomView }) {
  const says = overlayWords.person.remove
  const remove = useAction(() => client.run('room:remove', { roomId: room.id, userId: user.id }))
  if (room.id === LOBBY) return null
  if (remove.acting.state === 'done') return <Done>{says.done(user.name, room.name)}</Done>
  return (
    <Confirm
      label={says.button(room.name)}
      question={<p>{overlayWords.members.removeQuestion(user.name)}</p>}
      action={remove}
    />
  )
}

const HOURS = [1, 6, 24, 168, 720]

/** All that somebody said lately; while this is open the way back is right here, and for a day in the log. */
export function RemoveMessages({ client, user }: { client: Client; user: User }) {
  const says = overlayWords.person.messages
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
