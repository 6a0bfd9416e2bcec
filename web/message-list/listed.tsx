import type { ComponentChildren } from 'preact'
import { useRef } from 'preact/hooks'
import { isRetryable } from '../../protocol/error-codes.ts'
import { Problem } from '../ui/problem.tsx'
import { findingWords as words } from '../words/finding.ts'
import type { Pages } from './pages.ts'

type Props<Item> = {
  pages: Pages<Item>
  label: string
  none: ComponentChildren
  children: (item: Item) => ComponentChildren
}

/** A list while it loads, after an error, when it is empty, or with its items and a button for more. */
export function Listed<Item>({ pages, label, none, children }: Props<Item>) {
  const { items, next, isKnown, isLoading, failure } = pages
  const list = useRef<HTMLUListElement>(null)
  return (
    <>
      {items.length > 0 && (
        <ul class="found-list" aria-label={label} ref={list} onKeyDown={(event) => step(event, list.current)}>
          {items.map(children)}
        </ul>
      )}
      {isKnown && items.length === 0 && next === undefined && !failure && none}
      {!isKnown && isLoading && <p class="panel-note late">{words.loading}</p>}
      {failure && (
        <div class="panel-note">
          <Problem failure={failure} />
          {isRetryable(failure.code) && (
            <button type="button" class="text-button" onClick={pages.again}>
              {words.again}
            </button>
          )}
        </div>
      )}
      {next !== undefined && !failure && (
        <button type="button" class="text-button panel-more" aria-disabled={isLoading} onClick={pages.more}>
          {isLoading ? words.loading : words.more}
        </button>
      )}
    </>
  )
}

type NothingProps = {
  heading: string
  text: string
  /** Possible next steps. */
  children?: ComponentChildren
}

export const Nothing = ({ heading, text, children }: NothingProps) => (
  <div class="panel-empty">
    <div role="status">
      <h3>{heading}</h3>
      <p>{text}</p>
    </div>
    {children}
  </div>
)

/** Arrow keys move up and down the list. Up from the first goes to the field above, if there is one. */
function step(event: KeyboardEvent, list: HTMLElement | null): void {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
  const links = [...(list?.querySelectorAll<HTMLElement>('.found-link') ?? [])]
  const at = links.findIndex((link) => link.closest('li')?.contains(document.activeElement))
  if (at === -1) return
  event.preventDefault()
  const to = at + (event.key === 'ArrowDown' ? 1 : -1)
  if (to < 0) document.querySelector<HTMLElement>('.panel [data-first]')?.focus()
  else links[to]?.focus()
}
