import type { Client } from '../../../client/client.ts'
import { isGroup } from '../../../client/rooms.ts'
import { LOBBY } from '../../../protocol/limits.ts'
import type { RoomView } from '../../../protocol/models.ts'
import { closeDialog } from '../../state/open-dialog.ts'
import { dialogWords } from '../../words/dialogs.ts'
import { useAction, useSetting } from '../../ui/use-action.ts'
import { Choices } from '../../ui/fields.tsx'
import { ActionButton, Confirm } from '../../ui/buttons.tsx'
import { Linked } from '../../ui/linked.tsx'
import { Problem } from '../../ui/problem.tsx'

type Props = { client: Client; room: RoomView; goTo: (slug: string) => void }

/** A room's description and notification level, and the buttons to join and leave it. */
export function About({ client, room, goTo }: Props) {
  const says = dialogWords.room
  const join = useAction(() => client.run('room:join', { roomId: room.id }))
  const leave = useAction(() => client.run('room:leave', { roomId: room.id }))
  const notify = useSetting((level: RoomView['level']) => client.run('room:notify', { roomId: room.id, level }))
  const isOutsider = client.me.value?.role === 'outsider'
  const isOfTwo = room.kind === 'direct' && !isGroup(room)
  const mayLeave = room.role !== 'visitor' && !isOfTwo && room.id !== LOBBY && !isOutsider
  const questions = { open: says.leaveOpen, closed: says.leaveClosed, direct: says.leaveDirect }
  return (
    <div class="stack">
      {room.topic !== '' && (
        <p class="topic" dir="auto">
          <Linked text={room.topic} />
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
          <dd>{dialogWords.number(room.memberCount)}</dd>
        </div>
        <div>
          <dt>{says.messages}</dt>
          <dd>{dialogWords.number(room.lastSeq)}</dd>
        </div>
        {room.isArchived && <State text={says.isArchived} />}
        {room.isLocked && <State text={says.isLocked} />}
        {room.slowSeconds > 0 && <State text={says.isSlow(room.slowSeconds)} />}
      </dl>
      {room.role === 'visitor' ? (
        !room.isArchived && (
          <ActionButton action={join} isMain>
            {dialogWords.browse.join}
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
          label={room.kind === 'direct' ? says.leaveTalk : says.leave}
          question={<p>{questions[room.kind]}</p>}
          action={leave}
          onDone={() => {
            closeDialog()
            goTo(LOBBY)
          }}
        />
      )}
    </div>
  )
}

const State = ({ text }: { text: string }) => (
  <div>
    <dt>{dialogWords.room.state}</dt>
    <dd>{text}</dd>
  </div>
)
