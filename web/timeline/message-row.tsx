import { useComputed } from '@preact/signals'
import { Component } from 'preact'
import type { Client } from '../../client/client.ts'
import type { Room } from '../../client/rooms.ts'
import { speaksTo } from '../../client/speaks-to.ts'
import type { Message } from '../../protocol/models.ts'
import { follow, pathTo } from '../place.ts'
import { lazy } from '../ui/lazy.tsx'
import { clockTime, exactTime } from '../ui/time.ts'
import { words } from '../words.ts'
import { activeRow, editedSeq } from './active-row.ts'
import { Body } from './body.tsx'
import type { Reading } from './reading.ts'
import { RowFrame } from './row-frame.tsx'

const MessageTools = lazy(async () => (await import('./message-tools.tsx')).MessageTools)
const Quoted = lazy(async () => (await import('./quoted.tsx')).Quoted)
const Reactions = lazy(async () => (await import('./reactions.tsx')).Reactions)
const Folded = lazy(async () => (await import('./folded.tsx')).Folded)
const EditField = lazy(async () => (await import('./edit-field.tsx')).EditField)

export type MessageProps = {
  message: Message
  client: Client
  room: Room
  reading: Reading
  onVisit: (seq: number) => void
}
type Props = MessageProps & { isHead: boolean; isTarget: boolean; isBlocked: boolean }

/** One message. Drawn again only when something about it has changed: there are three hundred of them. */
export class MessageRow extends Component<Props> {
  override shouldComponentUpdate(next: Props): boolean {
    const { message, isHead, isTarget, isBlocked } = this.props
    // The same seq and rev are the same message, whatever object brought it; only its author may have another name.
    const isSame = next.message.seq === message.seq && next.message.rev === message.rev
    const isSameAuthor =
      next.message.author.name === message.author.name && next.message.author.kind === message.author.kind
    const isSameWay = next.isHead === isHead && next.isTarget === isTarget && next.isBlocked === isBlocked
    return !isSame || !isSameAuthor || !isSameWay
  }

  override render() {
    const { message, client, isHead, isTarget, isBlocked } = this.props
    const isToMe = speaksTo(message, client.you.peek()?.id)
    return (
      <article
        class="row"
        data-seq={message.seq}
        data-head={isHead}
        data-target={isTarget}
        data-to-me={isToMe}
        aria-current={isTarget}
      >
        <RowFrame author={message.author} isHead={isHead} aside={<SentAt {...this.props} />}>
          {isBlocked ? (
            <Folded>
              <Said {...this.props} />
            </Folded>
          ) : (
            <Said {...this.props} />
          )}
        </RowFrame>
        <Tools {...this.props} />
      </article>
    )
  }
}

function Said(props: Props) {
  const { message, client, room, onVisit } = props
  const isEdited = useComputed(() => editedSeq.value === message.seq)
  if (message.deletedAt) return <p class="trace">{words.timeline.deleted}</p>
  return (
    <>
      {message.replyTo !== undefined && <Quoted room={room} seq={message.replyTo} onVisit={onVisit} />}
      {isEdited.value ? (
        <EditField message={message} room={room} />
      ) : (
        <Body
          text={message.body}
          author={message.author.name}
          mentions={message.mentions}
          isToRoom={message.mentionsRoom}
          youId={client.you.peek()?.id}
        />
      )}
      {message.editedAt && (
        <small class="trace" title={exactTime(message.editedAt)}>
          {words.timeline.edited}
        </small>
      )}
      {/* Apart also when it is read aloud. */}
      {message.editedAt && message.pinnedAt && ' '}
      {message.pinnedAt && <small class="trace">{words.timeline.pinned}</small>}
      {message.reactions.length > 0 && <Reactions message={message} client={client} room={room} />}
    </>
  )
}

/** Only the row under the pointer, the finger or the focus has them. */
function Tools(props: Props) {
  const { seq, deletedAt } = props.message
  const isActive = useComputed(() => activeRow.value?.seq === seq)
  return isActive.value && !deletedAt ? <MessageTools {...props} /> : null
}

function SentAt({ message, room, onVisit }: Props) {
  return (
    <a
      class="sent-at"
      href={pathTo(room.slug.peek(), message.seq)}
      title={exactTime(message.sentAt)}
      onClick={(event) => follow(event, () => onVisit(message.seq))}
    >
      <time dateTime={message.sentAt}>{clockTime(message.sentAt)}</time>
      <span class="unseen">{words.timeline.linkTo}</span>
    </a>
  )
}
