import { type ReadonlySignal, untracked, useComputed, useSignal, useSignalEffect } from '@preact/signals'
import { useLayoutEffect, useRef } from 'preact/hooks'
import type { Client } from '../../client/client.ts'
import type { Room } from '../../client/rooms.ts'
import type { Place } from '../place.ts'
import { useFramed } from '../ui/framed.ts'
import { lazy } from '../ui/lazy.tsx'
import { isPainted } from '../ui/painted.ts'
import { words } from '../words.ts'
import { Edge, Empty } from './edges.tsx'
import { PlaceKeeper } from './place-keeper.ts'
import type { Reading } from './reading.ts'
import { RowOf } from './row-of.tsx'
import { beginningOf, rowsOf } from './rows.ts'
import { recallSpot, rememberSpot } from './spots.ts'
import './timeline.css'

const NewestButton = lazy(async () => (await import('./newest-button.tsx')).NewestButton)
const HearRows = lazy(async () => (await import('./hear-rows.tsx')).HearRows)
const Announcer = lazy(async () => (await import('./announcer.tsx')).Announcer)

/** Pages are fetched when the end of what we have is this near. */
const EDGE_PX = 1_200
/** How far down the "New" line stands when a room opens at it, as a part of the height: a little of what was known stays. */
const NEW_LINE_AT = 0.2

type Props = {
  client: Client
  room: Room
  reading: Reading
  place: ReadonlySignal<Place>
  /** Grows when the reader wants to see the newest message, because they have just written it. */
  newest: ReadonlySignal<number>
  onVisit: (seq: number) => void
  onLeave: () => void
}

/** A message, or the "New" line, to go to as soon as it is here. Without an offset it goes to the middle. */
type Goal = { seq: number; isLine?: boolean; offset?: number }

export function Timeline({ client, room, reading, place, newest, onVisit, onLeave }: Props) {
  const { timeline, view } = room
  const scroller = useRef<HTMLDivElement>(null)
  const content = useRef<HTMLDivElement>(null)
  const keeper = useRef<PlaceKeeper | undefined>(undefined)
  const heads = useRef(new Set<string>())
  const goal = useRef<Goal | undefined>(undefined)
  /** Grows with every way that is taken, so that what comes of an earlier one moves nobody. */
  const way = useRef(0)
  const { isAtBottom } = reading
  const isFar = useSignal(false)
  const seenSeq = useSignal(view.peek().lastSeq)
  const unseen = useComputed(() => Math.max(0, view.value.lastSeq - seenSeq.value))

  const you = client.you.value
  const all = rowsOf(useFramed(timeline.entries, newest).value, you, heads.current, reading.newFrom.value)
  const target = place.value.seq
  /** The page begins with the rows that will be seen. Those above them are drawn when these are on the screen. */
  const isWhole = isPainted.value || target !== undefined || place.value.isReturn
  const rows = isWhole ? all : all.slice(beginningOf(all, innerHeight))

  // While the old rows still stand: the reader may have moved since the last event told us so.
  look()

  function look() {
    keeper.current?.look(timeline.atHead.peek())
  }

  function settle() {
    const place = keeper.current
    if (!place) return
    const wasAtBottom = isAtBottom.peek()
    const hasRows = timeline.status.peek().state !== 'loading'
    isAtBottom.value = place.isAtBottom && timeline.atHead.peek() && goal.current === undefined && hasRows
    isFar.value = place.below > (scroller.current?.clientHeight ?? 0)
    const { lastSeq } = view.peek()
    // A rewound history has fewer messages than were seen.
    if (isAtBottom.peek() || lastSeq < seenSeq.peek()) seenSeq.value = lastSeq
    if (isAtBottom.peek() !== wasAtBottom) timeline.follow(isAtBottom.peek())
    if (!client.you.peek() || goal.current !== undefined || timeline.status.peek().state === 'loading') return
    if (place.above < EDGE_PX && !timeline.atStart.peek() && isPainted.peek()) void timeline.loadOlder()
    if (place.below < EDGE_PX && !timeline.atHead.peek()) void timeline.loadNewer()
  }

  function reachGoal() {
    const { seq, isLine, offset } = goal.current ?? {}
    const at = (selector: string) => scroller.current?.querySelector(selector)
    // Above my own words there is no line.
    const row = seq && ((isLine && at('.new-line')) || at(`[data-seq="${seq}"]`))
    if (!row) return
    goal.current = undefined
    if (isLine) keeper.current?.toOffset(row, (scroller.current?.clientHeight ?? 0) * NEW_LINE_AT)
    else if (offset !== undefined) keeper.current?.toSpot(row, { seq, offset })
    else keeper.current?.toCentre(row)
    look()
    settle()
  }

  async function go(to: Goal) {
    way.current++
    goal.current = to
    reachGoal()
    // Before joining there is nobody to ask; what the page was born with may hold it all the same.
    if (!you) return
    await timeline.open(to.seq)
    // Drawn a moment later. A number that no message has leaves the reader where they are.
    const isHere = timeline.entries.peek().some((entry) => entry.kind === 'message' && entry.message.seq === to.seq)
    if (!isHere && goal.current === to) {
      goal.current = undefined
      settle()
    }
  }

  function toEnd() {
    const mine = ++way.current
    goal.current = undefined
    keeper.current?.toBottom()
    void timeline.open().then(() => mine === way.current && keeper.current?.toBottom())
    settle()
  }

  function tryAgain() {
    void (goal.current ? go(goal.current) : timeline.open())
  }

  function toNewest() {
    toEnd()
    if (place.peek().seq !== undefined) onLeave()
  }

  useLayoutEffect(() => {
    if (!scroller.current || !content.current) return
    const place = new PlaceKeeper(scroller.current)
    keeper.current = place
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
  const isFirst = useRef(true)
  // Before the first paint, so that a room does not show its end and then jumps.
  useLayoutEffect(() => {
    const { isReturn, visit } = place.peek()
    const spot = isReturn ? recallSpot(visit) : undefined
    const line = reading.newFrom.peek()
    const wasFirst = isFirst.current
    if (isIn) isFirst.current = false
    const wasAtEnd = spot === 'end'
    if (spot && !wasAtEnd) void go(spot)
    else if (target !== undefined && !wasAtEnd) void go({ seq: target })
    else if (wasFirst && line !== undefined && isIn) void go({ seq: line + 1, isLine: true })
    else if (isReturn && (wasAtEnd || !wasFirst)) toEnd()
    else void timeline.open()
    // Whoever did not arrive is still on the way.
    return () => !goal.current && rememberSpot(visit, keeper.current?.spot)
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
            <RowOf
              key={row.key}
              row={row}
              target={target}
              client={client}
              room={room}
              reading={reading}
              onVisit={onVisit}
            />
          ))}
          {rows.length === 0 && <Empty room={room} isIn={isIn} onAgain={tryAgain} />}
          {rows.length > 0 && <Edge end="newer" room={room} isIn={isIn} />}
        </div>
      </div>
      <NewestButton unseen={unseen} isAtBottom={isAtBottom} isFar={isFar} onClick={toNewest} />
      {isIn && <HearRows list={scroller} />}
      {isIn && <Announcer timeline={timeline} client={client} />}
    </div>
  )
}
