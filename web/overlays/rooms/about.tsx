import type { Client } from '../../../client/client.ts'
import { LOBBY } from '../../../protocol/limits.ts'
import type { RoomView } from '../../../protocol/models.ts'
import { closeOverlay } from '../../overlay.ts'
import { overlayWords } from '../../words-overlays.ts'
import { useAction } from '../action.ts'
import { Choices } from '../parts/fields.tsx'
import { ActionButton, Confirm } from '../parts/orders.tsx'
import { Problem } from '../../ui/problem.tsx'

type Props = { client: Client; room: RoomView; goTo: (slug: string) => void }

/** What this room is, how loud it is for me, and the door. */
export function About({ client, room, goTo }: Props) {
  const says = overlayWords.room
  const join = useAction(() => client.run('room:join', { roomId: room.id }))
  const leave = useAction(() => client.run('room:leave', { roomId: room.id }))
  const notify = useAction((level: RoomView['level']) => client.run('room:notify', { roomId: room.id, level }))
  const mayLeave = room.role !== 'visitor' && room.kind !== 'direct' && room.id !== LOBBY
  return (
    <div class="stack">
      {room.topic !== '' && (
        <p class="topic" dir="auto">
          {room.topic}
        </p>
      )}
      <dl class="facts">
        {room.kind !== 'direct' && (
          <div>
            <dt>{says.address}</dt>
            <dd>
              <bdi>/{room.slug}</bdi>
            </dd>
          </div>
        )}
        <div>
          <dt>{says.kind}</dt>
          <dd>{says.kinds[room.kind]}</dd>
        </div>
        <div>
          <dt>{says.members}</dt>
          <dd>{overlayWords.number(room.memberCount)}</dd>
        </div>
        <div>
          <dt>{says.messages}</dt>
          <dd>{overlayWords.number(room.lastSeq)}</dd>
        </div>
        {room.isArchived && <State text={says.isArchived} />}
        {room.isLocked && <State text={says.isLocked} />}
        {room.slowSeconds > 0 && <State text={says.isSlow(room.slowSeconds)} />}
      </dl>
      {room.role === 'visitor' ? (
        !room.isArchived && (
          <ActionButton action={join} isMain>
            {overlayWords.browse.join}
          </ActionButton>
        )
      ) : (
        <>
          <Choices
            legend={says.level}
            name="level"
            value={room.level}
            onChoose={(level) => notify.start(level)}
            options={[
              { value: 'everything', label: says.levels.everything },
              { value: 'mentions', label: says.levels.mentions },
              { value: 'nothing', label: says.levels.nothing },
            ]}
          />
          <Problem failure={notify.failure} />
        </>
      )}
      {mayLeave && (
        <Confirm
          label={says.leave}
          question={<p>{room.kind === 'closed' ? says.leaveClosed : says.leaveOpen}</p>}
          action={leave}
          onDone={() => {
            closeOverlay()
            goTo(LOBBY)
          }}
        />
      )}
    </div>
  )
}

const State = ({ text }: { text: string }) => (
  <div>
    <dt>{overlayWords.room.state}</dt>
    <dd>{text}</dd>
  </div>
)
