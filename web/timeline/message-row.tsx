import { useComputed } from '@preact/signals'
import { Component } from 'preact'
import { speaksTo } from '../../client/speaks-to.ts'
import { follow, pathTo } from '../state/address.ts'
import { FilesRoom } from '../files/files-room.tsx'
import { lazy } from '../ui/lazy.tsx'
import { clockTime, exactTime } from '../ui/time.ts'
import { words } from '../words/first.ts'
import { activeRow, editedSeq, rowNote } from '../state/active-message.ts'
import { Body } from './body.tsx'
import type { MessageProps } from './message-props.ts'
import { RowFrame } from './row-frame.tsx'
import { Icon } from '../ui/icon.tsx'

const MessageTools = lazy(async () => (await import('./message-tools.tsx')).MessageTools)
const RowNote = lazy(async () => (await import('./row-note.tsx')).RowNote)
const Quoted = lazy(async () => (await import('./quoted.tsx')).Quoted)
const Reactions = lazy(async () => (await import('./reactions.tsx')).Reactions)
const Previews = lazy(async () => (await import('./previews.tsx')).Previews, { canWait: true })
const Folded = lazy(async () => (await import('./folded.tsx')).Folded)
const Files = lazy(async () => (await import('../files/files.tsx')).Files, { until: (props) => FilesRoom(props) })
const EditField = lazy(async () => (await import('./edit-field.tsx')).EditField)

type Props = MessageProps & { isHead: boolean; isTarget: boolean; isBlocked: boolean; isSaved: boolean }

/** One message. Rendered again only when something about it has changed: a list has three hundred of them. */
export class MessageRow extends Component<Props> {
  override shouldComponentUpdate(next: Props): boolean {
    const { message, isHead, isTarget, isBlocked, isSaved } = this.props
    // The same seq and rev are the same message, even in another object. Only its author may have a new name.
    const isSame = next.message.seq === message.seq && next.message.rev === message.rev
    const isSameAuthor =
      next.message.author.name === message.author.name &&
      next.message.author.picture === message.author.picture &&
      next.message.author.kind === message.author.kind
    const isSameWay =
      next.isHead === isHead && next.isTarget === isTarget && next.isBlocked === isBlocked && next.isSaved === isSaved
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
        aria-label={message.author.name}
      >
        <RowFrame
          author={message.author}
          isHead={isHead}
          aside={<SentAt {...this.props} />}
          marks={<Marks {...this.props} />}
        >
          {isBlocked ? (
            <Folded>
              <Said {...this.props} />
            </Folded>
          ) : (
            <Said {...this.props} />
          )}
        </RowFrame>
        <Extras {...this.props} />
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
        message.body !== '' && (
          <Body
            text={message.body}
            author={message.author.name}
            mentions={message.mentions}
            isToRoom={message.mentionsRoom}
            youId={client.you.peek()?.id}
          />
        )
      )}
      {message.files && !isEdited.value && (
        <Files client={client} room={room} message={message} files={message.files} />
      )}
      {message.filesDeletedAt && <p class="trace">{words.timeline.filesDeleted}</p>}
      {message.previews && <Previews message={message} client={client} room={room} />}
      {message.reactions.length > 0 && <Reactions message={message} client={client} room={room} />}
    </>
  )
}

/** Only the active row has tools, and only a row that was just changed has a note. */
function Extras(props: Props) {
  const { message } = props
  const isActive = useComputed(() => activeRow.value?.seq === message.seq)
  const isNoted = useComputed(() => rowNote.value?.seq === message.seq && rowNote.value.roomId === message.roomId)
  return (
    <>
      {isActive.value && !message.deletedAt && <MessageTools {...props} />}
      {isNoted.value && <RowNote />}
    </>
  )
}

/** A message's marks beside its time: edited, pinned, saved, forwarded. */
function Marks({ message: { editedAt, pinnedAt, deletedAt, isForwarded }, isSaved }: Props) {
  if (deletedAt || !(editedAt || pinnedAt || isSaved || isForwarded)) return null
  return (
    <span class="marks">
      {editedAt && <small title={exactTime(editedAt)}>{words.timeline.edited}</small>}
      {isForwarded && <Mark path="M14 8l5 4.5-5 4.5M19 12.5h-8a6 6 0 0 0-6 6" text={words.timeline.forwarded} />}
      {pinnedAt && <Mark path="M9 4h6l-1 6 3 3v2H7v-2l3-3ZM12 15v5" text={words.timeline.pinned} />}
      {isSaved && <Mark path="M7 4h10v16l-5-4-5 4Z" text={words.timeline.saved} />}
    </span>
  )
}

const Mark = ({ path, text }: { path: string; text: string }) => (
  <small title={text}>
    <Icon path={path} />
    {/* The space separates it from its neighbour when it is read aloud. */}
    <span class="unseen"> {text}</span>
  </small>
)

function SentAt({ message, room, onVisit }: Props) {
  return (
    <a
      class="sent-at"
      href={pathTo(room.slug.peek(), message.seq)}
      title={exactTime(message.sentAt)}
      onClick={(event) => follow(event, () => onVisit(message.seq))}
    >
      <time dateTime={message.sentAt} translate={false}>
        {clockTime(message.sentAt)}
      </time>
      <span class="unseen">{words.timeline.linkTo}</span>
    </a>
  )
}
