import type { ComponentChildren } from 'preact'
import type { Client } from '../../client/client.ts'
import type { Message, RoomRef } from '../../protocol/models.ts'
import { sayMoment } from '../ui/moments.ts'
import { Avatar } from '../people/avatar.tsx'
import { Name } from '../people/name.tsx'
import { exactTime } from '../ui/time.ts'
import { findingWords as words } from '../words/finding.ts'
import { leadTo } from './lead-to.ts'
import { type Piece, snippet, snippetOf } from './marked.ts'

type Props = {
  client: Client
  message: Message
  room: RoomRef
  /** Terms to highlight in the message. */
  terms?: readonly string[]
  /** The reason why the message is listed. */
  why?: string
  isUnread?: boolean
  /** Actions for the message in this list. */
  action?: ComponentChildren
  onOpen?: () => void
}

/** A message outside of its room, which links to its place there. */
export function Found({ client, message, room, terms = [], why, isUnread = false, action, onOpen }: Props) {
  const { author, seq, sentAt, deletedAt, filesDeletedAt } = message
  return (
    <li class="found" data-unread={isUnread}>
      <a class="found-link" {...leadTo(room, seq, onOpen)}>
        <span class="found-by">
          <Avatar name={author.name} id={author.id} picture={author.picture} />
          <Name user={author} />
          {why !== undefined && <span class="found-why">{why}</span>}
          {isUnread && <span class="unseen">{words.unread}</span>}
        </span>
        <span class="found-body" dir="auto">
          {deletedAt ? (
            <i>{words.deleted}</i>
          ) : message.body === '' && filesDeletedAt ? (
            <i>{words.filesDeleted}</i>
          ) : (
            snippetOf(message.body, terms).map(draw)
          )}
        </span>
        {message.files && (
          <span class="found-files" dir="auto">
            {snippet(message.files.map(({ name }) => name).join(', '), terms).map(draw)}
          </span>
        )}
        <span class="found-where">
          <span class="found-room">
            {room.kind !== 'direct' && '#'}
            <bdi translate={false}>{titleOf(client, room)}</bdi>
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

/** A direct room has no name of its own. For its members, it has the names of its people. */
function titleOf({ rooms }: Client, { id, name, kind }: RoomRef): string {
  if (kind !== 'direct') return name
  return rooms.all.value.find((room) => room.id === id)?.name.value ?? words.direct
}
