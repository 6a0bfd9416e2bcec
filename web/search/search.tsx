import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import type { Client } from '../../client/client.ts'
import type { Result } from '../../protocol/errors.ts'
import { MAX_SEARCH_CHARACTERS } from '../../protocol/limits.ts'
import type { Message, RoomRef } from '../../protocol/models.ts'
import { Completion, type HearKey } from '../completion/completion.tsx'
import { Found } from '../message-list/found.tsx'
import { Listed, Nothing } from '../message-list/listed.tsx'
import { type Page, usePages } from '../message-list/pages.ts'
import { findingWords } from '../words/finding.ts'
import { withoutFilters } from './filters.ts'
import { searchKept } from './kept.ts'
import { meant } from './meant.ts'
import { type Recent, recentOf } from './recent.ts'
import { searchSources } from './sources.tsx'
import { isUnfinished } from './unfinished.ts'

/** The pause in typing before a search, in milliseconds. */
const PAUSE_MS = 250
/** An empty page may not be the last one. So many are loaded without asking the reader. */
const MOST_EMPTY = 5

const { timeZone } = Intl.DateTimeFormat().resolvedOptions()
const words = findingWords.search

type Hit = { message: Message; room: RoomRef; terms: readonly string[] }

/** The search in all of my rooms. */
export function Search({ client, wanted }: { client: Client; wanted: { query: string } }) {
  const recent = useMemo(() => recentOf(client), [client])
  const [typed, setTyped] = useState(wanted.query)
  const [query, setQuery] = useState(wanted.query.trim())
  const field = useRef<HTMLInputElement>(null)
  const keys = useRef<HearKey | undefined>(undefined)
  const sources = useRef(searchSources(client))

  useEffect(() => {
    // The filter's value is still to come.
    if (isUnfinished(typed)) return
    const timer = setTimeout(() => setQuery(typed.trim()), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [typed])

  function look(next: string) {
    setTyped(next)
    if (!isUnfinished(next)) setQuery(next.trim())
    field.current?.focus()
  }

  function hear(event: KeyboardEvent) {
    if (event.isComposing || event.keyCode === 229 || keys.current?.(event)) return
    if (event.key === 'Enter') {
      setQuery(typed.trim())
      recent.remember(typed)
    } else if (event.key === 'ArrowDown') {
      document.querySelector<HTMLElement>('.panel .found-link')?.focus()
    } else if (event.key === 'Escape' && typed !== '') {
      // Esc empties the field first, then closes the panel.
      look('')
    } else return
    event.preventDefault()
  }

  return (
    <>
      <form
        class="panel-field"
        role="search"
        onSubmit={(event) => {
          event.preventDefault()
        }}
      >
        <input
          ref={field}
          type="search"
          class="field"
          aria-label={words.label}
          placeholder={words.placeholder}
          dir="auto"
          autocomplete="off"
          spellcheck={false}
          enterkeyhint="search"
          maxLength={MAX_SEARCH_CHARACTERS}
          data-first
          value={typed}
          onInput={({ currentTarget }) => setTyped(currentTarget.value)}
          onKeyDown={hear}
        />
        <Completion field={field} keys={keys} sources={sources.current} isBelow />
      </form>
      {query === '' ? (
        <Beginning onPick={look} typed={typed} recent={recent} />
      ) : (
        <Results key={query} client={client} query={query} onOpen={() => recent.remember(query)} onPick={look} />
      )}
    </>
  )
}

type ResultsProps = { client: Client; query: string; onOpen: () => void; onPick: (query: string) => void }

function Results({ client, query, onOpen, onPick }: ResultsProps) {
  const better = meant(query)
  const pages = usePages<Hit>({ client, load, belongs: ({ deletedAt }) => (deletedAt ? false : undefined) }, [query])
  const { items, next, isKnown, isLoading, failure } = pages

  async function load(first: string | undefined): Promise<Result<Page<Hit>>> {
    let after = first
    for (let empty = 0; ; empty++) {
      const result = await client.run('search', { query, timeZone, ...(after !== undefined && { after }) })
      if (!result.ok) return isAway() ? { ok: true, value: { items: await hitsHere() } } : result
      const { hits, terms, next } = result.value
      if (hits.length > 0 || next === undefined || empty === MOST_EMPTY)
        return { ok: true, value: { items: hits.map((hit) => ({ ...hit, terms })), next } }
      after = next
    }
  }

  const isAway = () => client.connection.state.peek().state !== 'online'

  /** Without a connection, what this browser keeps. */
  const hitsHere = (): Promise<Hit[]> => searchKept(query, client.me.peek()?.blocked)

  return (
    <>
      {isKnown && client.connection.state.value.state !== 'online' && <p class="panel-note">{words.here}</p>}
      <p class="panel-note" role="status">
        {isLoading && !isKnown
          ? words.searching
          : failure || (items.length === 0 && next === undefined)
            ? ''
            : items.length === 0
              ? words.further
              : words.found(items.length, next === undefined)}
      </p>
      <Listed pages={pages} label={words.heading} none={<None query={query} better={better} onPick={onPick} />}>
        {({ message, room, terms }) => (
          <Found
            key={`${room.id} ${message.seq}`}
            client={client}
            message={message}
            room={room}
            terms={terms}
            onOpen={onOpen}
          />
        )}
      </Listed>
    </>
  )
}

type NoneProps = { query: string; better: string | undefined; onPick: (query: string) => void }

/** Offers the probable query, the query without its filters, or a new one. */
function None({ query, better, onPick }: NoneProps) {
  const wider = withoutFilters(query)
  return (
    <>
      <Nothing {...words.none}>
        <button type="button" class="button" onClick={() => onPick(wider ?? '')}>
          {wider === undefined ? words.clear : words.wider}
        </button>
      </Nothing>
      {better !== undefined && (
        <p class="panel-note">
          <button type="button" class="text-button" onClick={() => onPick(better)}>
            {words.meant(better)}
          </button>
        </p>
      )}
    </>
  )
}

/** Before a search: the recent searches, and the filters. */
function Beginning(props: { typed: string; recent: Recent; onPick: (query: string) => void }) {
  const { typed, recent, onPick } = props
  return (
    <>
      {recent.queries.value.length > 0 && (
        <section>
          <h3>
            {words.recent}
            <button type="button" class="text-button" onClick={recent.forget}>
              {words.forget}
            </button>
          </h3>
          <ul class="filters">
            {recent.queries.value.map((query) => (
              <li key={query}>
                <button type="button" class="filter" dir="auto" onClick={() => onPick(query)}>
                  {query}
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
      <section>
        <h3>{words.filters}</h3>
        <ul class="filters">
          {words.filterList.map(({ filter, does }) => (
            <li key={filter}>
              <button
                type="button"
                class="filter"
                onClick={() => onPick(`${typed}${typed === '' ? '' : ' '}${filter}`)}
              >
                <code dir="ltr">{filter}</code>
                <span>{does}</span>
              </button>
            </li>
          ))}
        </ul>
        <p class="panel-hint">{words.hint}</p>
      </section>
    </>
  )
}
