import type { ComponentChildren } from 'preact'
import type { Room } from '../../client/rooms.ts'
import { follow, goTo, pathTo, address } from '../state/address.ts'
import { directPeople } from '../state/direct-people.ts'
import { Avatar } from '../people/avatar.tsx'
import { Lock } from '../ui/icons.tsx'
import { lazy } from '../ui/lazy.tsx'
import { shellWords as words } from '../words/shell.ts'
import { begunRooms } from '../drafts/drafts.ts'
import { newsOf } from './room-order.ts'
import { Icon } from '../ui/icon.tsx'

const StatusMark = lazy(async () => (await import('../people/status-mark.tsx')).StatusMark)

type Props = {
  room: Room
  onGo: () => void
  /** Present where the reader can drag the room to another place. */
  onGrab?: (event: PointerEvent) => void
}

/** One room in the sidebar: a real link, so that it can be opened in another tab. */
export function RoomLink({ room, onGo, onGrab }: Props) {
  const slug = room.slug.value
  const { count, mentions } = newsOf(room)
  const isHere = address.value.slug === slug
  const isDirect = room.kind.value === 'direct'
  const person = isDirect ? directPeople.value?.in(room) : undefined
  return (
    <li data-drag={onGrab && 'room'} onPointerDown={onGrab}>
      <a
        class="side-link"
        // Otherwise the browser would drag the link's address.
        draggable={onGrab ? false : undefined}
        href={pathTo(slug)}
        aria-current={isHere ? 'page' : undefined}
        data-unread={count > 0}
        data-quiet={room.level.value === 'nothing'}
        onClick={(event) =>
          follow(event, () => {
            if (!isHere) goTo(slug)
            onGo()
          })
        }
      >
        <span class="side-picture" data-here={person?.isHere || undefined}>
          <Sign room={room} />
        </span>
        <bdi class="side-name" translate={false}>
          {room.name}
        </bdi>
        {person?.isHere && <span class="unseen">, {words.sidebar.isHere}</span>}
        {person?.status && <StatusMark status={person.status} />}
        {!isHere && begunRooms.value.has(room.id) && <Begun />}
        {/* A direct message weighs as much as a mention. */}
        <Badge count={count} mentions={mentions} isLoud={isDirect} />
      </a>
    </li>
  )
}

/** A room’s picture, or else the sign for its kind. */
export function Sign({ room }: { room: Room }) {
  const { id, picture } = room.kind.value === 'direct' ? (room.person.value ?? {}) : room.view.value
  if (room.kind.value === 'direct' || picture !== undefined)
    return <Avatar name={room.name.value} id={id} picture={picture} />
  return (
    <span class="side-sign" aria-hidden="true">
      {room.kind.value === 'closed' ? <Lock /> : '#'}
    </span>
  )
}

/** The sign for an unsent text in a room. */
const Begun = () => (
  <span class="side-begun">
    <Icon path="M4 20l1-4L16 5l3 3L8 19ZM14 7l3 3" />
    <span class="unseen">{words.sidebar.begun}</span>
  </span>
)

type BadgeProps = { count: number; mentions: number; isLoud: boolean }

/** A mention counts for more than any number of messages. */
function Badge({ count, mentions, isLoud }: BadgeProps): ComponentChildren {
  if (count === 0) return null
  const [shown, label] = mentions > 0 ? [mentions, words.sidebar.mentions] : [count, words.sidebar.unread]
  return (
    <span class="badge" data-mention={mentions > 0 || isLoud}>
      <span aria-hidden="true">{shown > 99 ? '99+' : shown}</span>
      <span class="unseen">{label(shown)}</span>
    </span>
  )
}
