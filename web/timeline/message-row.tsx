import { Component } from 'preact'
import type { Message } from '../../protocol/models.ts'
import { pathTo } from '../place.ts'
import { clockTime, exactTime } from '../ui/time.ts'
import { words } from '../words.ts'
import { Body } from './body.tsx'
import { RowFrame } from './row-frame.tsx'

type Props = { message: Message; slug: string; isHead: boolean; isTarget: boolean; onVisit: (seq: number) => void }

/** One message. Drawn again only when something about it has changed: there are three hundred of them. */
export class MessageRow extends Component<Props> {
  override shouldComponentUpdate(next: Props): boolean {
    const { message, isHead, isTarget } = this.props
    // The same seq and rev are the same message, whatever object brought it.
    const isSame = next.message.seq === message.seq && next.message.rev === message.rev
    return !isSame || next.isHead !== isHead || next.isTarget !== isTarget
  }

  override render() {
    const { message, isHead, isTarget } = this.props
    return (
      <article class="row" data-seq={message.seq} data-head={isHead} data-target={isTarget} aria-current={isTarget}>
        <RowFrame author={message.author} isHead={isHead} aside={<SentAt {...this.props} />}>
          {message.deletedAt ? <p class="trace">{words.timeline.deleted}</p> : <Body text={message.body} />}
          {message.editedAt && !message.deletedAt && (
            <small class="trace" title={exactTime(message.editedAt)}>
              {words.timeline.edited}
            </small>
          )}
        </RowFrame>
      </article>
    )
  }
}

function SentAt({ message, slug, onVisit }: Props) {
  function visit(event: MouseEvent) {
    // A new tab, a copied address: those are the browser's. A plain click stays on this page.
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
    event.preventDefault()
    onVisit(message.seq)
  }
  return (
    <a class="sent-at" href={pathTo(slug, message.seq)} title={exactTime(message.sentAt)} onClick={visit}>
      <time dateTime={message.sentAt}>{clockTime(message.sentAt)}</time>
      <span class="unseen">{words.timeline.linkTo}</span>
    </a>
  )
}
