import { type ReadonlySignal, effect, untracked, useComputed, useSignal, useSignalEffect } from '@preact/signals'
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import type { Client } from '../../client/client.ts'
import type { Room } from '../../client/rooms.ts'
import { tightness } from '../browser/look.ts'
import { isAttentive } from '../state/attention.ts'
import type { Address } from '../state/address.ts'
import { colourPeople } from '../people/name-colour.ts'
import { usePerFrame } from '../ui/use-per-frame.ts'
import { lazy } from '../ui/lazy.tsx'
import { isPainted } from '../state/first-paint.ts'
import { words } from '../words/first.ts'
import { Edge, Empty } from './edges.tsx'
import type { Weave } from './hear-joins.tsx'
import { PlaceKeeper } from './place-keeper.ts'
import type { Reading } from './reading.ts'
import { RowOf } from './row-of.tsx'
import { authorOf, beginningOf, rowsOf } from './rows.ts'
import { recallSpot, rememberSpot } from './spots.ts'
import './timeline.css'

const NewestButton = lazy(async () => (await import('./newest-button.tsx')).NewestButton, { canWait: true })
const HearRows = lazy(async () => (await import('./hear-rows.tsx')).HearRows, { canWait: true })
const Announcer = lazy(async () => (await import('./announcer.tsx')).Announcer, { canWait: true })

/** The next page is loaded when the end of the loaded rows is this near. */
const EDGE_PX = 1_200
/** The linked message is highlighted this long, in milliseconds, once it is on the screen. */
const MARKED_MS = 8_000
/** The place of the "New" line when a room opens at it, as a part of the height. Some older messages stay visible. */
const NEW_LINE_AT = 0.2

type Props = {
  client: Client
  room: Room
  reading: Reading
  address: ReadonlySignal<Address>
  /** Grows when the reader has just written a message, to show the newest one. */
  newest: ReadonlySignal<number>
  onVisit: (seq: number) => void
  onLeave: () => void
}

/** A message, or the "New" line, to scroll to once it is loaded. Without an offset it is centred. */
type Goal = { seq: number; isLine?: boolean; offset?: number }

export function Timeline({ client, room, reading, address, newest, onVisit, onLeave }: Props) {
  const { timeline, view } = room
  const scroller = useRef<HTMLDivElement>(null)
  const content = useRef<HTMLDivElement>(null)
  const keeper = useRef<PlaceKeeper | undefined>(undefined)
  const heads = useRef(new Set<string>())
  const goal = useRef<Goal | undefined>(undefined)
  /** Counts the jumps, so that a late result of an earlier one does not move the reader. */
  const way = useRef(0)
  const { isAtBottom } = reading
  const isFar = useSignal(false)
  const seenSeq = useSignal(view.peek().lastSeq)
  const unseen = useComputed(() => Math.max(0, view.value.lastSeq - seenSeq.value))

  const you = client.you.value
  const said = rowsOf(usePerFrame(timeline.entries, newest).value, you, heads.current, reading.newFrom.value)
  const weave = useSignal<Weave | undefined>(undefined)
  const all = weave.value?.(said) ?? said
  colourPeople(room.id, all.flatMap(authorOf), you?.id)
  const now = address.value
  const target = now.seq
  /** The page begins with the visible rows. The rows above them are rendered once these are on the screen. */
  const showsAllRows = isPainted.value || target !== undefined || address.value.isReturn
  const rows = showsAllRows ? all : all.slice(beginningOf(all, innerHeight * tightness()))

  // While the old rows are still there: the reader may have scrolled since the last event.
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
    // There is no line above my own messages.
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
    // Before joining, nothing can be loaded. The message may still be among those that came with the page.
    if (!you) return
    await timeline.open(to.seq)
    // Rendered a moment later. If no message has this number, the reader stays in place.
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
    if (address.peek().seq !== undefined) onLeave()
  }

  useLayoutEffect(() => {
    if (!scroller.current || !content.current) return
    const place = new PlaceKeeper(scroller.current)
    keeper.current = place
    // Rows are rendered late (`content-visibility`), the keyboard opens, the window turns: the place stays.
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
  // Before the first paint, so that a room does not show its end and then jump.
  useLayoutEffect(() => {
    const { isReturn, visit } = address.peek()
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
    // A visit that has not reached its goal has no place to remember.
    return () => !goal.current && rememberSpot(visit, keeper.current?.spot)
  }, [now, isIn])

  const seenAt = useSignal<Address | undefined>(undefined)
  const isMarked = seenAt.value !== now
  const isTargetHere = all.some((row) => row.kind === 'message' && row.message.seq === target)
  useEffect(() => {
    if (!isTargetHere) return
    return effect(() => {
      // In a background tab, the message has not been seen.
      if (!isAttentive.value) return
      const timer = setTimeout(() => (seenAt.value = now), MARKED_MS)
      return () => clearTimeout(timer)
    })
  }, [now, isTargetHere])

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
        // The Announcer reads new messages one at a time. A live log would read whole pages of history.
        aria-live="off"
        aria-label={words.timeline.label(room.name.value)}
        onScroll={() => {
          look()
          settle()
        }}
        onWheel={({ deltaY }) => deltaY < 0 && keeper.current?.leaveBottom()}
      >
        <div class="content" ref={content}>
          {rows.length > 0 && <Edge end="older" client={client} room={room} isIn={isIn} />}
          {rows.map((row) => (
            <RowOf
              key={row.key}
              row={row}
              target={isMarked ? target : undefined}
              client={client}
              room={room}
              reading={reading}
              onVisit={onVisit}
            />
          ))}
          {rows.length === 0 && <Empty client={client} room={room} isIn={isIn} onAgain={tryAgain} />}
          {rows.length > 0 && <Edge end="newer" client={client} room={room} isIn={isIn} />}
        </div>
      </div>
      <NewestButton unseen={unseen} isAtBottom={isAtBottom} isFar={isFar} onClick={toNewest} />
      {isIn && <HearRows list={scroller} client={client} room={room} weave={weave} />}
      {isIn && <Announcer timeline={timeline} client={client} />}
    </div>
  )
}
