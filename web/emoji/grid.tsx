import type { Signal } from '@preact/signals'
import { Component } from 'preact'
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { drawEmoji } from '../state/custom-emoji.ts'
import { emojiWords as words } from '../words/emoji.ts'

export type Cell = { emoji: string; name: string }

/** A group with its heading, or the results of a search. */
export type Part = { key: string; sign: string; title: string; cells: readonly Cell[] }

type Props = {
  parts: readonly Part[]
  isSearch: boolean
  /** The index of the part at the top of the visible area. */
  current: Signal<number>
  shown: Signal<Cell | undefined>
  onPick: (emoji: string) => void
}

/** PageUp and PageDown move by this many rows. */
const PAGE = 5
/** The width of a cell in rem: for touch, and for a mouse. */
const [TOUCH_REM, MOUSE_REM] = [2.75, 2.25]

export function Grid({ parts, isSearch, current, shown, onPick }: Props) {
  const grid = useRef<HTMLDivElement>(null)
  const [columns, setColumns] = useState(9)
  // Two thousand cells at once would block the keyboard. So each frame adds one part.
  const [filled, setFilled] = useState(1)

  useLayoutEffect(() => {
    const { current } = grid
    if (!current) return
    // The grid has no width before the picker is shown.
    const observer = new ResizeObserver(() => setColumns(columnsIn(current)))
    observer.observe(current)
    return () => observer.disconnect()
  }, [])
  useEffect(() => {
    if (filled >= parts.length) return
    const frame = requestAnimationFrame(() => setFilled(filled + 1))
    return () => cancelAnimationFrame(frame)
  }, [filled, parts.length])
  useLayoutEffect(() => {
    const first = grid.current?.querySelector('[role=gridcell]')
    if (first && !grid.current?.querySelector('[tabindex="0"]')) first.setAttribute('tabindex', '0')
  })
  useLayoutEffect(() => grid.current?.scrollTo(0, 0), [isSearch && parts])

  function hearScroll() {
    const { current: list } = grid
    if (!list || isSearch) return
    const tops = [...list.querySelectorAll<HTMLElement>('.emoji-part')].map(({ offsetTop }) => offsetTop)
    const isAtEnd = list.scrollTop + list.clientHeight >= list.scrollHeight - 1
    const at = isAtEnd ? tops.length - 1 : tops.findLastIndex((top) => top <= list.scrollTop + 8)
    current.value = Math.max(0, at)
  }

  function hearKey(event: KeyboardEvent) {
    const cell = cellOf(event.target)
    const next = cell && grid.current && nextCell(event, cell, grid.current)
    if (!next) return
    event.preventDefault()
    if (next === 'above') grid.current?.parentElement?.querySelector('input')?.focus()
    else next.focus()
  }

  function note(target: EventTarget | null) {
    const cell = cellOf(target)
    if (cell) shown.value = { emoji: emojiOf(cell), name: cell.getAttribute('aria-label') ?? '' }
  }

  return (
    <div
      class="emoji-grid"
      role="grid"
      aria-label={words.label}
      data-search={isSearch}
      ref={grid}
      onScroll={hearScroll}
      onKeyDown={hearKey}
      onClick={({ target }) => {
        const cell = cellOf(target)
        if (cell) onPick(emojiOf(cell))
      }}
      onPointerOver={({ target }) => note(target)}
      onFocusIn={({ target }) => {
        const cell = cellOf(target)
        if (!cell) return
        grid.current?.querySelector('[tabindex="0"]')?.setAttribute('tabindex', '-1')
        cell.setAttribute('tabindex', '0')
        note(cell)
      }}
    >
      {parts.map((part, at) => (
        <Drawn key={part.key} part={part} columns={columns} isFilled={at < filled} isSearch={isSearch} />
      ))}
    </div>
  )
}

type DrawnProps = { part: Part; columns: number; isFilled: boolean; isSearch: boolean }

/** Rendered again only when something about it has changed. */
class Drawn extends Component<DrawnProps> {
  override shouldComponentUpdate(next: DrawnProps): boolean {
    const { part, columns, isFilled } = this.props
    return next.part !== part || next.columns !== columns || next.isFilled !== isFilled
  }

  override render() {
    const { part, columns, isFilled, isSearch } = this.props
    const rows = Math.ceil(part.cells.length / columns)
    return (
      <div
        class="emoji-part"
        role="rowgroup"
        aria-label={part.title}
        style={{ containIntrinsicHeight: `auto calc(${rows} * var(--cell) + 1.75rem)` }}
      >
        {!isSearch && (
          <p class="emoji-title" aria-hidden="true">
            {part.title}
          </p>
        )}
        {Array.from({ length: isFilled ? rows : 0 }, (_, row) => (
          <div key={row} class="emoji-row" role="row" style={{ gridTemplateColumns: `repeat(${columns}, 1fr)` }}>
            {part.cells.slice(row * columns, (row + 1) * columns).map(({ emoji, name }) => (
              <button
                key={emoji}
                type="button"
                class="emoji-cell"
                role="gridcell"
                tabIndex={-1}
                aria-label={name}
                data-emoji={emoji}
              >
                {drawEmoji(emoji)}
              </button>
            ))}
          </div>
        ))}
      </div>
    )
  }
}

export const emojiOf = (cell: HTMLElement): string => cell.dataset['emoji'] ?? ''

const cellOf = (target: EventTarget | null) =>
  target instanceof Element ? target.closest<HTMLElement>('[role=gridcell]') : null

function columnsIn(grid: HTMLElement): number {
  const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize)
  const cell = matchMedia('(pointer: coarse)').matches ? Math.max(44, TOUCH_REM * rem) : MOUSE_REM * rem
  return Math.max(1, Math.floor(grid.clientWidth / cell))
}

/** The cell that a key moves to from this one; `above` is the search field. */
function nextCell(event: KeyboardEvent, cell: HTMLElement, grid: HTMLElement): HTMLElement | 'above' | undefined {
  const rows = [...grid.querySelectorAll<HTMLElement>('[role=row]')]
  const row = rows.findIndex((one) => one.contains(cell))
  const cellsOf = (at: number) => [...(rows[at]?.children ?? [])] as HTMLElement[]
  const column = cellsOf(row).indexOf(cell)
  const all = () => rows.flatMap((_, at) => cellsOf(at))
  const inRow = (at: number) => {
    const cells = cellsOf(Math.min(Math.max(at, 0), rows.length - 1))
    return cells[Math.min(column, cells.length - 1)]
  }
  const beside = (step: number) => all()[all().indexOf(cell) + step]
  const forward = document.dir === 'rtl' ? -1 : 1
  const isFar = event.ctrlKey || event.metaKey
  switch (event.key) {
    case 'ArrowRight':
      return beside(forward)
    case 'ArrowLeft':
      return beside(-forward)
    case 'ArrowDown':
      return inRow(row + 1)
    case 'ArrowUp':
      return row === 0 ? 'above' : inRow(row - 1)
    case 'PageDown':
      return inRow(row + PAGE)
    case 'PageUp':
      return inRow(row - PAGE)
    case 'Home':
      return isFar ? all()[0] : cellsOf(row)[0]
    case 'End':
      return isFar ? all().at(-1) : cellsOf(row).at(-1)
    default:
      return undefined
  }
}
