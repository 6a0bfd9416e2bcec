import { type ReadonlySignal, untracked, useComputed, useSignal, useSignalEffect } from '@preact/signals'
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import type { Client } from '../../client/client.ts'
import type { Room } from '../../client/rooms.ts'
import type { Place } from '../place.ts'
import { useFramed } from '../ui/framed.ts'
import { words } from '../words.ts'
import { Announcer } from './announcer.tsx'
import { DraftRow } from './draft-row.tsx'
import { Edge, Empty } from './edges.tsx'
import { MessageRow } from './message-row.tsx'
import { NewestButton } from './newest-button.tsx'
import { PlaceKeeper } from './place-keeper.ts'
import { type Row, rowsOf } from './rows.ts'
import { DayLine } from './day-line.tsx'
import './timeline.css'

/** Pages are fetched when the end of what we have is this near. */
const EDGE_PX = 1_200

type Props = {
  client: Client
  room: Room
  place: ReadonlySignal<Place>
  /** Grows when the reader wants to see the newest message, because they have just written it. */
  newest: ReadonlySignal<number>
  onVisit: (seq: number) => void
  onLeave: () => void
}

export function Timeline({ client, room, place, newest, onVisit, onLeave }: Props) {
  const { timeline, view } = room
  const scroller = useRef<HTMLDivElement>(null)
  const content = useRef<HTMLDivElement>(null)
  const keeper = useRef<PlaceKeeper | undefined>(undefined)
  const heads = useRef(new Set<string>())
  /** The message to go to as soon as it is here. */
  const goal = useRef<number | undefined>(undefined)
  const isAtBottom = useSignal(true)
  const isFar = useSignal(false)
  const seenSeq = useSignal(view.peek().lastSeq)
  const unseen = useComputed(() => Math.max(0, view.value.lastSeq - seenSeq.value))

  const you = client.you.value
  const rows = rowsOf(useFramed(timeline.entries, newest).value, you, heads.current)
  const target = place.value.seq
  const slug = room.slug.value

  // While the old rows still stand: the reader may have moved since the last event told us so.
  look()

  function look() {
    keeper.current?.look(timeline.atHead.peek())
  }

  function settle() {
    const place = keeper.current
    if (!place) return
    const wasAtBottom = isAtBottom.peek()
    isAtBottom.value = place.isAtBottom && timeline.atHead.peek()
    isFar.value = place.below > (scroller.current?.clientHeight ?? 0)
    const { lastSeq } = view.peek()
    // A rewound history has fewer messages than were seen.
    if (isAtBottom.peek() || lastSeq < seenSeq.peek()) seenSeq.value = lastSeq
    if (isAtBottom.peek() !== wasAtBottom) timeline.follow(isAtBottom.peek())
    if (!client.you.peek() || goal.current !== undefined || timeline.status.peek().state === 'loading') return
    if (place.above < EDGE_PX && !timeline.atStart.peek()) void timeline.loadOlder()
    if (place.below < EDGE_PX && !timeline.atHead.peek()) void timeline.loadNewer()
  }

  function reachGoal() {
    const row = goal.current && scroller.current?.querySelector(`[data-seq="${goal.current}"]`)
    if (!row) return
    goal.current = undefined
    keeper.current?.toCentre(row)
    settle()
  }

  function toNewest() {
    goal.current = undefined
    keeper.current?.toBottom()
    if (place.peek().seq !== undefined) onLeave()
    void timeline.open().then(() => keeper.current?.toBottom())
    settle()
  }

  useLayoutEffect(() => {
    if (!scroller.current || !content.current) return
    keeper.current = new PlaceKeeper(scroller.current)
    // Pictures of rows come late (`content-visibility`), the keyboard opens, the window turns: the place stays.
    const observer = new ResizeObserver(() => {
      keeper.current?.restore()
      settle()
    })
    observer.observe(scroller.current)
    observer.observe(content.current)
    return () => observer.disconnect()
  }, [])

  useLayoutEffect(() => {
    if (goal.current !== undefined) reachGoal()
    keeper.current?.restore()
    settle()
  })

  const isIn = you !== undefined
  useEffect(() => {
    if (target === undefined) {
      void timeline.open()
      return
    }
    goal.current = target
    reachGoal()
    // Before joining there is nobody to ask; what the page was born with may hold it all the same.
    if (!isIn) return
    void timeline.open(target).then(() => {
      // Drawn a moment later. A number that no message has leaves the reader where they are.
      const isHere = timeline.entries.peek().some((entry) => entry.kind === 'message' && entry.message.seq === target)
      if (!isHere && goal.current === target) goal.current = undefined
    })
  }, [place.value, isIn])

  useSignalEffect(() => {
    if (newest.value > 0) untracked(toNewest)
  })

  useSignalEffect(() => {
    if (client.connection.state.value.state === 'online') untracked(settle)
  })

  return (
    <div class="timeline">
      <div
        class="scroller"
        ref={scroller}
        tabIndex={0}
        role="log"
        // New messages are announced by the Announcer, one at a time; left to itself a log reads out whole pages of history.
        aria-live="off"
        aria-label={words.timeline.label(room.name.value)}
        onScroll={() => {
          look()
          settle()
        }}
        onWheel={({ deltaY }) => deltaY < 0 && keeper.current?.leaveBottom()}
      >
        <div class="content" ref={content}>
          {rows.length > 0 && <Edge end="older" room={room} isIn={isIn} />}
          {rows.map((row) => (
            <RowOf key={row.key} row={row} slug={slug} target={target} client={client} onVisit={onVisit} />
          ))}
          {rows.length === 0 && <Empty room={room} isIn={isIn} />}
          {rows.length > 0 && <Edge end="newer" room={room} isIn={isIn} />}
        </div>
      </div>
      <NewestButton unseen={unseen} isAtBottom={isAtBottom} isFar={isFar} onClick={toNewest} />
      <Announcer timeline={timeline} youId={you?.id} />
    </div>
  )
}

type RowProps = { row: Row; slug: string; target: number | undefined; client: Client; onVisit: (seq: number) => void }

function RowOf({ row, slug, target, client, onVisit }: RowProps) {
  switch (row.kind) {
    case 'day':
      return <DayLine time={row.time} />
    case 'message': {
      const { message, isHead } = row
      return (
        <MessageRow message={message} slug={slug} isHead={isHead} isTarget={message.seq === target} onVisit={onVisit} />
      )
    }
    case 'draft': {
      const { outbox } = client
      const { draft, author, isHead } = row
      const retry = (clientId: string) => outbox.retry(clientId)
      const discard = (clientId: string) => void outbox.discard(clientId)
      return <DraftRow draft={draft} author={author} isHead={isHead} onRetry={retry} onDiscard={discard} />
    }
  }
}
