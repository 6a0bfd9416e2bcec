import type { ComponentChildren } from 'preact'
import type { Room } from '../../client/rooms.ts'
import { follow, goTo, pathTo, place } from '../place.ts'
import { Avatar } from '../ui/avatar.tsx'
import { Lock } from '../ui/icons.tsx'
import { aroundWords as words } from '../words-around.ts'
import { newsOf } from './order.ts'

/** One room in the sidebar: a real link, so that it can be opened in another tab. */
export function RoomLink({ room, onGo }: { room: Room; onGo: () => void }) {
  const slug = room.slug.value
  const { count, mentions } = newsOf(room)
  const isHere = place.value.slug === slug
  return (
    <li>
      <a
        class="side-link"
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
        <Sign room={room} />
        <bdi class="side-name">{room.name}</bdi>
        <Badge count={count} mentions={mentions} />
      </a>
    </li>
  )
}

/** What kind of room it is. */
export function Sign({ room }: { room: Room }) {
  if (room.kind.value === 'direct') return <Avatar name={room.name.value} />
  return (
    <span class="side-sign" aria-hidden="true">
      {room.kind.value === 'closed' ? <Lock /> : '#'}
    </span>
  )
}

/** A mention weighs more than any number of messages. */
function Badge({ count, mentions }: { count: number; mentions: number }): ComponentChildren {
  if (count === 0) return null
  const [shown, label] = mentions > 0 ? [mentions, words.sidebar.mentions] : [count, words.sidebar.unread]
  return (
    <span class="badge" data-mention={mentions > 0}>
      <span aria-hidden="true">{shown > 99 ? '99+' : shown}</span>
      <span class="unseen">{label(shown)}</span>
    </span>
  )
}
