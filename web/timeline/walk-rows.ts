/**
 * Keyboard navigation in the list of messages, as in a feed. Tab stops at one row, then at its links and buttons, then
 * leaves the list. Arrow keys move from row to row.
 */
import './walk-rows.css'

/** Elements in which these keys do something else. */
const WITH_KEYS = '.menu, input, textarea, select, pre'
const MAY_STOP = 'a[href], button, input, textarea, select, [tabindex]'
/** The accessible name of a focused row, in this order: author, text, marks. */
const SPOKEN = ['.by > .name, :scope > .unseen', '.body, .trace', '.marks']

let ids = 0

/** Runs until the signal aborts. */
export function walkRows(list: HTMLElement, signal: AbortSignal): void {
  /** The row that Tab stops at. */
  let held: HTMLElement | undefined
  let isByTab = false
  let isLeaving = false
  // From here the browser finds the next stop after the list by itself.
  const end = document.createElement('span')
  end.className = 'unseen list-end'
  end.tabIndex = -1
  list.append(end)
  signal.addEventListener('abort', () => end.remove())

  const rows = () => [...list.querySelectorAll<HTMLElement>('article')]

  function hold(row: HTMLElement): void {
    if (held !== row) {
      held?.removeAttribute('tabindex')
      held?.removeAttribute('aria-labelledby')
    }
    held = row
    row.tabIndex = 0
    const parts = SPOKEN.flatMap((part) => [...row.querySelectorAll(part)])
    for (const part of parts) part.id ||= `spoken-${++ids}`
    row.setAttribute('aria-labelledby', parts.map(({ id }) => id).join(' '))
  }

  function enter(row: HTMLElement | undefined): void {
    if (!row) return
    hold(row)
    row.focus({ preventScroll: true })
    row.scrollIntoView({ block: 'nearest' })
  }

  /** The reader's last row if it is still on the screen, else the newest visible row. */
  function beginning(): HTMLElement | undefined {
    const { top, bottom } = list.getBoundingClientRect()
    const isSeen = (row: HTMLElement) => {
      const box = row.getBoundingClientRect()
      return box.bottom > top && box.top < bottom
    }
    return held?.isConnected && isSeen(held) ? held : rows().findLast(isSeen)
  }

  /** The browser continues from the edge of the list. A focus it moves on the way does not enter the list. */
  function leave(edge: HTMLElement): void {
    isLeaving = true
    setTimeout(() => (isLeaving = false))
    edge.focus({ preventScroll: true })
  }

  function hearTab(row: HTMLElement | null, isBack: boolean): void {
    const { activeElement } = document
    if (!row || !activeElement) return
    if (isBack && activeElement === row) leave(list)
    else if (!isBack && activeElement === stopsIn(row).at(-1)) leave(end)
  }

  function hear(event: KeyboardEvent): void {
    const { key, target } = event
    const isOther = event.altKey || event.ctrlKey || event.metaKey || event.isComposing || event.defaultPrevented
    if (isOther || !(target instanceof Element) || target.closest(WITH_KEYS)) return
    const row = target.closest<HTMLElement>('article')
    if (key === 'Tab') {
      hearTab(row, event.shiftKey)
      return
    }
    const all = rows()
    // From the list itself, a key leads to the row where reading begins.
    const at = row ?? beginning()
    const to = at && placeFor(key, all.indexOf(at), all.length, row ? 1 : 0)
    const next = to === undefined ? undefined : all[to]
    if (!next) return
    event.preventDefault()
    enter(next)
  }

  function hearFocus({ target, relatedTarget }: FocusEvent): void {
    if (isLeaving || !(target instanceof Element)) return
    const row = target.closest<HTMLElement>('article')
    const isWithin = relatedTarget instanceof Node && relatedTarget !== list && list.contains(relatedTarget)
    if (isByTab && !isWithin && (row || target === list)) enter(beginning())
    else if (row) hold(row)
  }

  /** Runs before other listeners. Tab moves the focus in the same task; a later move does not come from Tab. */
  function note({ key }: KeyboardEvent): void {
    isLeaving = false
    isByTab = key === 'Tab'
    if (isByTab) setTimeout(() => (isByTab = false))
  }

  document.addEventListener('keydown', note, { signal, capture: true })
  list.addEventListener('keydown', hear, { signal })
  list.addEventListener('focusin', hearFocus, { signal })
  const early = list.querySelector<HTMLElement>('article:focus-within')
  if (early) hold(early)
}

/** The stops of Tab in a row: the row itself and its controls. */
const stopsIn = (row: HTMLElement): HTMLElement[] => [
  row,
  ...[...row.querySelectorAll<HTMLElement>(MAY_STOP)].filter((one) => one.tabIndex >= 0 && one.checkVisibility()),
]

function placeFor(key: string, at: number, count: number, step: number): number | undefined {
  if (key === 'ArrowDown' || key === 'j') return at + step
  if (key === 'ArrowUp' || key === 'k') return at - step
  if (key === 'Home') return 0
  if (key === 'End') return count - 1
  return undefined
}
