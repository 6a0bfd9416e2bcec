/**
 * Reads the pages that messages link to, and shows their previews. The store hands each message out to one node, and
 * again when that node went away. Nothing waits for it: a message was answered and announced long before.
 */
import { Refusal } from '../../protocol/errors.ts'
import type { Message } from '../../protocol/models.ts'
import type { LinkedMessage, ReadPage, Store } from '../store/store.ts'

const LOOK_EVERY_MS = 1_000
/** While the pages of so many messages are being read, no more are taken. */
const AT_ONCE = 20

type PreviewNeeds = {
  store: Pick<Store, 'areLinksDue' | 'takeLinks' | 'keepPages'>
  /** Reads a page; undefined when that was not possible now, so that it is tried again. */
  read: (address: string) => Promise<ReadPage | undefined>
  tell: (message: Message) => void
  onBug: (error: unknown, during: string) => void
}

/** Answers with a function that stops it. */
export function showPreviews({ store, read, tell, onBug }: PreviewNeeds): () => void {
  let isLooking = false
  let isStopped = false
  let underWay = 0
  const report = (error: unknown) => {
    // If the store is full or away, the message is handed out again later.
    if (!(error instanceof Refusal)) onBug(error, 'previews')
  }

  async function look(): Promise<void> {
    if (isLooking) return
    isLooking = true
    try {
      // Looking writes nothing while nothing is due.
      while (!isStopped && underWay < AT_ONCE && (await store.areLinksDue())) {
        const taken = await store.takeLinks()
        if (taken.length === 0) break
        for (const linked of taken) {
          underWay++
          void show(linked)
            .catch(report)
            .finally(() => underWay--)
        }
      }
    } catch (error) {
      report(error)
    } finally {
      isLooking = false
    }
  }

  async function show({ id, unread }: LinkedMessage): Promise<void> {
    const found = await Promise.all(unread.map(read))
    const pages = found.filter((page) => page !== undefined)
    if (isStopped || pages.length < unread.length) return
    const message = await store.keepPages(id, pages)
    if (message && !isStopped) tell(message)
  }

  const timer = setInterval(() => void look(), LOOK_EVERY_MS).unref()
  return () => {
    isStopped = true
    clearInterval(timer)
  }
}
