import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { Client } from '../../client/client.ts'
import type { Room } from '../../client/rooms.ts'
import { LOBBY } from '../../protocol/limits.ts'
import type { Origin } from '../../protocol/models.ts'
import { Avatar } from '../people/avatar.tsx'
import { openDialog } from '../state/open-dialog.ts'
import { Lock } from '../ui/icons.tsx'
import { lazy } from '../ui/lazy.tsx'
import { dateOf } from '../ui/time.ts'
import { words } from '../words/first.ts'
import { shellWords } from '../words/shell.ts'
import './intro.css'

const Linked = lazy(async () => (await import('../ui/linked.tsx')).Linked, {
  canWait: true,
  until: ({ text }) => text,
})
const FirstSteps = lazy(async () => (await import('./first-steps.tsx')).FirstSteps)

/** Above the first message: the room's name, its origin and possible next steps. */
export function Intro({ client, room }: { client: Client; room: Room }) {
  const says = shellWords.intro
  const kind = room.kind.value
  const name = room.name.value
  const topic = room.topic.value
  const pictured = kind === 'direct' ? room.person.value : room.view.value
  const origin = useOrigin(client, room)
  const start = words.timeline.start[kind](name)
  // The origin loads later. It is put at the end of an existing line, so nothing moves.
  const made = origin && says.made(origin.by?.name, dateOf(origin.at))
  const mayChange = room.isModerator.value && !room.isArchived.value
  const mayInvite = room.mayInvite.value && !room.isArchived.value
  // A new chat shows its own first steps there.
  const hasSteps = room.id !== LOBBY || room.view.value.lastSeq > 0
  const show = (tab: 'invite' | 'settings') => () => openDialog({ kind: 'room', roomId: room.id, tab })
  return (
    <section class="intro" aria-label={says.label(name)}>
      <span class="intro-sign" aria-hidden="true">
        {kind === 'direct' || pictured?.picture !== undefined ? (
          <Avatar name={name} id={pictured?.id} picture={pictured?.picture} />
        ) : kind === 'closed' ? (
          <Lock />
        ) : (
          '#'
        )}
      </span>
      <h2>
        <bdi translate={false}>{name}</bdi>
      </h2>
      <p>{made === undefined ? start : `${start} ${made}`}</p>
      {kind !== 'direct' && topic !== '' && (
        <p class="topic" dir="auto">
          <Linked text={topic} />
        </p>
      )}
      {!hasSteps && client.me.value?.role === 'owner' && <FirstSteps room={room} />}
      {hasSteps && (mayInvite || mayChange) && (
        <div class="intro-steps">
          {mayInvite && (
            <button type="button" class="button" onClick={show('invite')}>
              {says.invite}
            </button>
          )}
          {mayChange && topic === '' && (
            <button type="button" class="button" onClick={show('settings')}>
              {says.topic}
            </button>
          )}
        </div>
      )}
    </section>
  )
}

const known = new WeakMap<Room, Origin>()

function useOrigin(client: Client, room: Room): Origin | undefined {
  const origin = useSignal(known.get(room))
  const mayAsk = room.kind.value !== 'direct' && client.connection.state.value.state === 'online'
  useEffect(() => {
    if (!mayAsk || known.has(room)) return
    void client.run('room:origin', { roomId: room.id }).then((result) => {
      if (!result.ok) return
      known.set(room, result.value)
      origin.value = result.value
    })
  }, [room, mayAsk])
  return origin.value
}
