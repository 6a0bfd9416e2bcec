/**
 * Looks new messages through for those whom they concern, after they were answered and announced. Every node does that
 * with all rooms; the store takes the first answer for each.
 */
import { Refusal } from '../../protocol/errors.ts'
import { Decisions } from '../chat/notify/decide.ts'
import type { Store } from '../store/store.ts'

const LOOK_EVERY_MS = 2_000
/** How soon after a message of this node. Those that come meanwhile are looked through with it. */
const LOOK_SOON_MS = 200

type NoteNeeds = {
  store: Pick<Store, 'roomsToNote' | 'note'>
  /** There are new notices. */
  onNoted: () => void
  onBug: (error: unknown, during: string) => void
}

export type Noting = { soon: () => void; stop: () => void }

export function noteMessages({ store, onNoted, onBug }: NoteNeeds): Noting {
  const decisions = new Decisions()
  let isLooking = false
  let isStopped = false
  let timer: NodeJS.Timeout | undefined

  async function look(): Promise<void> {
    if (isLooking) return
    isLooking = true
    try {
      while (!isStopped) {
        const rooms = await store.roomsToNote()
        if (rooms.length === 0) break
        if (await store.note(rooms.map((room) => decisions.decide(room)))) onNoted()
      }
    } catch (error) {
      // If the store is full or away, the next look tries again.
      if (!(error instanceof Refusal)) onBug(error, 'notices')
    } finally {
      isLooking = false
    }
  }
  const soon = (): void => {
    timer ??= setTimeout(() => {
      timer = undefined
      void look()
    }, LOOK_SOON_MS).unref()
  }
  const regular = setInterval(() => void look(), LOOK_EVERY_MS).unref()
  return {
    soon,
    stop: () => {
      isStopped = true
      clearInterval(regular)
      clearTimeout(timer)
    },
  }
}
