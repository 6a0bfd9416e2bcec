import { useState } from 'preact/hooks'
import type { Client } from '../../../client/client.ts'
import type { RoomView, User } from '../../../protocol/models.ts'
import { Problem } from '../../ui/problem.tsx'
import { dialogWords } from '../../words/dialogs.ts'
import { useAction } from '../../ui/use-action.ts'
import { Done } from '../../ui/section.tsx'
import { sayMoment } from '../../ui/moments.ts'

const MINUTES = [10, 60, 1_440]

type Props = {
  client: Client
  user: User
  /** The room, where the mute can be limited to one. */
  room: RoomView | undefined
  isEverywhere: boolean
  mutedUntil: string | undefined
}

/** A mute, in one room or everywhere. It is short and can be undone, so there is no question. */
export function Mute({ client, user, room, isEverywhere, mutedUntil }: Props) {
  const says = dialogWords.person.mute
  const [where, setWhere] = useState<'here' | 'everywhere'>(room ? 'here' : 'everywhere')
  const here = where === 'here' && room ? { roomId: room.id } : {}
  const mute = useAction(async (minutes: number) => {
    const result = await client.run('user:mute', { userId: user.id, minutes, ...here })
    return result.ok ? { ok: true as const, value: minutes } : result
  })
  const unmute = useAction(() => client.run('user:unmute', { userId: user.id, ...here }))
  const isMuted = unmute.acting.state !== 'done' && (mute.acting.state === 'done' || mutedUntil !== undefined)

  return (
    <div class="act" role="group" aria-label={says.heading}>
      <p class="list-title">{says.heading}</p>
      {room && isEverywhere && (
        <select
          class="field"
          aria-label={says.where}
          value={where}
          onChange={({ currentTarget }) => {
            setWhere(currentTarget.value === 'here' ? 'here' : 'everywhere')
            mute.forget()
            unmute.forget()
          }}
        >
          <option value="here">{says.here(room.name)}</option>
          <option value="everywhere">{says.everywhere}</option>
        </select>
      )}
      <div class="acts">
        {MINUTES.map((minutes) => (
          <button
            key={minutes}
            type="button"
            class="button"
            aria-label={says.muteFor(dialogWords.minutes(minutes))}
            aria-disabled={mute.isRunning}
            onClick={() => {
              unmute.forget()
              void mute.start(minutes)
            }}
          >
            {dialogWords.minutes(minutes)}
          </button>
        ))}
        {isMuted && (
          <button type="button" class="button" aria-disabled={unmute.isRunning} onClick={() => void unmute.start()}>
            {says.unmute}
          </button>
        )}
      </div>
      <Problem failure={mute.failure ?? unmute.failure} />
      {unmute.acting.state === 'done' ? (
        <Done>{says.unmuted(user.name)}</Done>
      ) : mute.acting.state === 'done' ? (
        <Done>{says.muted(user.name, dialogWords.minutes(mute.acting.value))}</Done>
      ) : (
        mutedUntil !== undefined && <p class="hint">{dialogWords.members.mutedUntil(sayMoment(mutedUntil))}</p>
      )}
    </div>
  )
}
