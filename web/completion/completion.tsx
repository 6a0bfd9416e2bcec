import type { ComponentChildren, RefObject } from 'preact'
import { useEffect, useId, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { insertText } from '../browser/insert-text.ts'
import { writingWords } from '../words/writing.ts'
import { type List, narrow, refill } from './refill.ts'
import { type Word, wordAt } from './word-at.ts'
import { nextRow } from '../ui/row-keys.ts'
import './completion.css'

export type Choice = {
  key: string
  insert: string
  title: string
  note?: string
  sign?: ComponentChildren
  /** The typed text may mean something else: Enter takes the choice only if the reader has moved to it. */
  isGuess?: boolean
}

/** One kind of word that can be completed. */
export type Source = {
  label: string
  /** Matches the text before the caret. Its first group is replaced; its second is the typed part. */
  pattern: RegExp
  /** Gives the matches, the best first. It may give them again when more is known. */
  find: (typed: string, give: (choices: readonly Choice[]) => void) => void
}

/** Returns whether the list has handled the key. */
export type HearKey = (event: KeyboardEvent) => boolean

type Props = {
  field: RefObject<HTMLTextAreaElement | HTMLInputElement | null>
  /** The field passes each key to this first. */
  keys: { current: HearKey | undefined }
  sources: readonly Source[]
  isBelow?: boolean
}

/** `turn`: the number of the search. Each change of the typed letters begins a new one. */
type Open = Word<Source> & List<Choice> & { turn: number }

const MOVES = /^(?:Arrow(?:Left|Right)|Home|End)$/

/** Offers completions for the word at the caret. The focus stays in the field. */
export function Completion({ field, keys, sources, isBelow = false }: Props) {
  const [open, setOpen] = useState<Open | undefined>(undefined)
  const id = useId()
  const list = useRef<HTMLUListElement>(null)
  const turn = useRef(0)
  /** The choice that the reader has moved to. */
  const chosenKey = useRef<string | undefined>(undefined)
  /** The word that gets no completion: it was just completed, or the list was closed. */
  const refused = useRef('')
  const latest = useRef(sources)
  latest.current = sources

  function look(): void {
    const element = field.current
    const word = element && document.activeElement === element ? wordAt(element, latest.current) : undefined
    const mine = ++turn.current
    if (!word || refused.current === nameOf(word)) {
      setOpen(undefined)
      if (!word) refused.current = ''
      return
    }
    refused.current = ''
    word.source.find(word.typed, (given) => {
      if (mine !== turn.current) return
      setOpen((before) => {
        if (given.length === 0) return undefined
        const isSameWord = before !== undefined && nameOf(before) === nameOf(word)
        const list =
          before?.turn === mine ? refill(before, given) : narrow(isSameWord ? chosenKey.current : undefined, given)
        return { ...word, ...list, turn: mine }
      })
    })
  }

  function close(): void {
    turn.current++
    chosenKey.current = undefined
    setOpen(undefined)
  }

  function choose(at: number): void {
    chosenKey.current = open?.choices[at]?.key
    setOpen((now) => now && { ...now, at })
  }

  function take(choice: Choice | undefined): void {
    const element = field.current
    if (!element || !open || !choice) return
    refused.current = nameOf(open)
    close()
    insertText(element, choice.insert, open.start, open.end)
  }

  useEffect(() => {
    const element = field.current
    if (!element) return
    // While an input method is composing, the text is not a word yet.
    const hearInput = (event: Event) => !(event instanceof InputEvent && event.isComposing) && look()
    const hearMove = (event: Event) => event instanceof KeyboardEvent && MOVES.test(event.key) && look()
    const events: [string, (event: Event) => unknown][] = [
      ['input', hearInput],
      ['compositionend', look],
      ['keyup', hearMove],
      ['click', look],
      ['blur', close],
    ]
    for (const [name, hear] of events) element.addEventListener(name, hear)
    look()
    return () => {
      for (const [name, hear] of events) element.removeEventListener(name, hear)
    }
  }, [])

  useLayoutEffect(() => {
    keys.current = (event) => {
      if (!open) return false
      const { at } = open
      const next = nextRow(event.key, at, open.choices.length)
      if (next !== undefined) choose(next)
      else if (event.key === 'Tab') take(open.choices[Math.max(0, at)])
      else if (event.key === 'Enter' && !event.shiftKey && at >= 0) take(open.choices[at])
      else if (event.key === 'Escape') {
        refused.current = nameOf(open)
        close()
      } else return false
      event.preventDefault()
      return true
    }
    return () => {
      keys.current = undefined
    }
  })

  // The field is rendered elsewhere. So its attributes for screen readers are set here.
  useLayoutEffect(() => {
    const element = field.current
    if (!element || !open) return
    const said = {
      'aria-autocomplete': 'list',
      'aria-haspopup': 'listbox',
      'aria-controls': `${id}-list`,
      ...(open.at >= 0 && { 'aria-activedescendant': `${id}-${open.at}` }),
    }
    for (const [name, value] of Object.entries(said)) element.setAttribute(name, value)
    list.current?.children[open.at]?.scrollIntoView({ block: 'nearest' })
    return () => {
      for (const name of Object.keys(said)) element.removeAttribute(name)
    }
  }, [open])

  return (
    <>
      <p class="unseen" role="status">
        {open && writingWords.found(open.choices.length)}
      </p>
      {open && (
        <ul
          class="completion"
          role="listbox"
          id={`${id}-list`}
          aria-label={open.source.label}
          data-below={isBelow}
          ref={list}
        >
          {open.choices.map((choice, index) => (
            <li
              key={choice.key}
              id={`${id}-${index}`}
              role="option"
              aria-selected={index === open.at}
              // The focus stays in the field.
              onPointerDown={(event) => event.preventDefault()}
              onPointerMove={() => index !== open.at && choose(index)}
              onClick={() => take(choice)}
            >
              {choice.sign !== undefined && (
                <span class="completion-sign" aria-hidden="true">
                  {choice.sign}
                </span>
              )}
              <bdi class="completion-title" translate={false}>
                {choice.title}
              </bdi>
              {choice.note !== undefined && <span class="completion-note">{choice.note}</span>}
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

/** The start and kind of a word: it stays the same word while more is typed. */
const nameOf = ({ source, start }: Word<Source>) => `${source.label} ${start}`
