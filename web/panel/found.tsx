import type { ComponentChildren } from 'preact'
import type { Client } from '../../client/client.ts'
import type { Message, RoomRef } from '../../protocol/models.ts'
import { sayMoment } from '../overlays/when.ts'
import { closePanel, isPanelAlone } from '../panel.ts'
import { follow, goTo, pathTo } from '../place.ts'
import { Avatar } from '../ui/avatar.tsx'
import { Name } from '../ui/name.tsx'
import { exactTime } from '../ui/time.ts'
import { findingWords as words } from '../words-finding.ts'
import { type Piece, snippetOf } from './marked.ts'

type Props = {
  client: Client
  message: Message
  room: RoomRef
  /** What to mark in it. */
  terms?: readonly string[]
  /** Why it stands here. */
  why?: string
  isUnread?: boolean
  /** What can be done with it here. */
  action?: ComponentChildren
  onOpen?: () => void
}

/** A message away from its room. It leads there, to its place. */
export function Found({ client, message, room, terms = [], why, isUnread = false, action, onOpen }: Props) {
  const { author, seq, sentAt, deletedAt } = message
  return (
    <li class="found" data-unread={isUnread}>
      <a
        class="found-link"
        href={pathTo(room.slug, seq)}
        onClick={(event) =>
          follow(event, () => {
            onOpen?.()
            // Beside the room it stays open: the next result is one key away.
            if (isPanelAlone.peek()) closePanel()
            goTo(room.slug, seq)
          })
        }
      >
        <span class="found-by">
          <Avatar name={author.name} />
          <Name user={author} />
          {why !== undefined && <span class="found-why">{why}</span>}
          {isUnread && <span class="unseen">{words.unread}</span>}
        </span>
        <span class="found-body" dir="auto">
          {deletedAt ? <i>{words.deleted}</i> : snippetOf(message.body, terms).map(draw)}
        </span>
        <span class="found-where">
          <span class="found-room">
            {room.kind !== 'direct' && '#'}
            <bdi>{titleOf(client, room)}</bdi>
          </span>{' '}
          ·{' '}
          <time dateTime={sentAt} title={exactTime(sentAt)}>
            {sayMoment(sentAt)}
          </time>
        </span>
      </a>
      {action}
    </li>
  )
}

const draw = (piece: Piece): ComponentChildren => (piece.isHit ? <mark>{piece.text}</mark> : piece.text)

/** A direct room has no name of its own; whoever has a seat in it knows its people. */
function titleOf({ rooms }: Client, { id, name, kind }: RoomRef): string {
  if (kind !== 'direct') return name
  return rooms.all.value.find((room) => room.id === id)?.name.value ?? words.direct
}
