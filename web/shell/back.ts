/**
 * The back button of a phone closes what lies over the room: the viewer, a dialog, the panel, the drawer. Each of these
 * times has an entry of its own in the history, which goes with it.
 */
import { computed, effect, untracked } from '@preact/signals'
import { closeCard, card } from '../state/open-card.ts'
import { closeDialog, dialog } from '../state/open-dialog.ts'
import { closePanel, isPanelAlone } from '../state/open-panel.ts'
import { isDrawerOpen } from '../state/drawer.ts'
import { viewer } from '../state/open-viewer.ts'

/** What is open, from the ground up. */
const layers = [
  { isOpen: () => isDrawerOpen.value, close: () => (isDrawerOpen.value = false) },
  { isOpen: () => isPanelAlone.value, close: closePanel },
  { isOpen: () => dialog.value !== undefined, close: closeDialog },
  { isOpen: () => card.value !== undefined, close: closeCard },
  { isOpen: () => viewer.value !== undefined, close: () => viewer.value?.() },
]

const isOver = computed(() => layers.some(({ isOpen }) => isOpen()))

type State = { visit?: number; isOver?: true } | null
const stateNow = () => history.state as State

/** A part that gives way to another is open again by then, in ms. */
const SETTLED_MS = 100

/** Begins, where fingers are. The answer stops it. */
export function hearBack(): () => void {
  if (!matchMedia('(pointer: coarse)').matches) return () => undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  /** The next step back is our own, and leads to the place that is shown. */
  let isOwn = false

  const push = () => history.pushState({ ...stateNow(), isOver: true }, '')

  function leave() {
    // A link inside has put another entry on top of it.
    if (isOver.peek() || !stateNow()?.isOver) return
    isOwn = true
    history.back()
  }

  const stop = effect(() => {
    clearTimeout(timer)
    if (!isOver.value) timer = setTimeout(leave, SETTLED_MS)
    else if (!stateNow()?.isOver) push()
  })

  function hear(event: PopStateEvent) {
    const top = layers.findLast(({ isOpen }) => untracked(isOpen))
    if (isOwn) {
      isOwn = false
      event.stopImmediatePropagation()
    } else if (top) {
      event.stopImmediatePropagation()
      top.close()
      // Something lies below it still.
      if (isOver.peek()) push()
    } else if ((event.state as State)?.isOver) {
      // The entry of something that a link has closed. The room is one step further.
      event.stopImmediatePropagation()
      history.back()
    }
  }
  addEventListener('popstate', hear, { capture: true })
  return () => {
    stop()
    clearTimeout(timer)
    removeEventListener('popstate', hear, { capture: true })
  }
}
