import { type Signal, signal, useComputed, useSignal } from '@preact/signals'
import { render } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { returnFocus } from '../browser/return-focus.ts'
import { drawEmoji } from '../state/custom-emoji.ts'
import { emojiWords as words, loadEmojiNames } from '../words/emoji.ts'
import { type Catalogue, catalogueOf, customGroup, searchEmoji } from './catalogue.ts'
import { Groups } from './groups.tsx'
import { leaveUndrawable } from './drawable.ts'
import { type Cell, emojiOf, type Part, Grid } from './grid.tsx'
import { keepRecent, keepSkinTone, recentEmoji, skinTone } from './kept.ts'
import type { Picking } from './picking.ts'
import { keepBeside } from './keep-beside.ts'
import { Tones } from './tone-choice.tsx'
import { withTone } from './tones.ts'
import './picker.css'

let catalogue: Catalogue | undefined
let closeOpen: (() => void) | undefined

/** A press on the button closes the picker. Its click within this time must not open it again. */
const SAME_PRESS_MS = 1_000
let pressed: { anchor: HTMLElement; at: number } | undefined

export async function showPicker(picking: Picking): Promise<void> {
  const { anchor } = picking
  const isSamePress = pressed?.anchor === anchor && performance.now() - pressed.at < SAME_PRESS_MS
  pressed = undefined
  if (isSamePress) return
  const opener = document.activeElement
  const back = picking.back ?? (() => (opener instanceof HTMLElement ? opener : null))
  catalogue ??= leaveUndrawable(catalogueOf(await loadEmojiNames()))
  closeOpen?.()
  const place = document.createElement('div')
  // An element outside of an open dialog cannot have the focus. In a dialog, Escape closes only the picker.
  const dialog = anchor.closest('dialog[open]')
  const around = dialog ?? document.body
  around.append(place)
  if (dialog) place.addEventListener('keydown', (event) => event.key === 'Escape' && event.stopPropagation())
  let isOver = false
  const end = (emoji?: string) => {
    if (isOver) return
    isOver = true
    if (closeOpen === close) closeOpen = undefined
    dialog?.removeEventListener('close', close)
    render(null, place)
    place.remove()
    if (emoji !== undefined) picking.onPick(emoji)
    // Inserting an emoji into a text has moved the focus there.
    if (emoji === undefined || document.activeElement === document.body) returnFocus(back() ?? undefined)
  }
  const close = () => end()
  // A picker that is removed with its dialog gets no event of its own.
  dialog?.addEventListener('close', close)
  closeOpen = close
  render(<Picker picking={picking} catalogue={catalogue} onEnd={end} />, place)
}

type Props = { picking: Picking; catalogue: Catalogue; onEnd: (emoji?: string) => void }

const isTouch = () => matchMedia('(pointer: coarse)').matches

/** All emoji: by search, by group or by arrow keys. */
function Picker({ picking: { anchor, userId, hasCustom = false }, catalogue, onEnd }: Props) {
  const picker = useRef<HTMLDivElement>(null)
  const query = useSignal('')
  const tone = useSignal(skinTone(userId))
  const isChoosingTone = useSignal(false)
  /** The emoji under the pointer or with the focus. */
  const shown = useRef(signal<Cell | undefined>(undefined)).current
  const custom = useRef(hasCustom ? customGroup() : []).current
  const isHere = (emoji: string) => !emoji.startsWith(':') || custom.some((one) => one.emoji === emoji)
  const recent = useRef(recentEmoji(userId).filter(isHere)).current
  const group = useSignal(0)
  const picked = useRef<string | undefined>(undefined)
  const parts = useComputed(() =>
    query.value.trim() === ''
      ? allParts(catalogue, custom, recent, tone.value)
      : foundParts([custom, ...catalogue], query.value, tone.value),
  )
  const count = parts.value.reduce((sum, { cells }) => sum + cells.length, 0)
  const isSearch = query.value.trim() !== ''

  useLayoutEffect(() => {
    const opened = picker.current
    if (!opened) return
    opened.showPopover()
    const letGo = keepBeside(opened, anchor)
    anchor.setAttribute('aria-expanded', 'true')
    // On a touch screen the keyboard must not open unasked.
    if (isTouch()) opened.focus()
    else opened.querySelector('input')?.focus()
    // The browser closes the picker for a press elsewhere. The click comes after that.
    const hear = ({ target }: PointerEvent) => {
      pressed = target instanceof Node && anchor.contains(target) ? { anchor, at: performance.now() } : undefined
    }
    addEventListener('pointerdown', hear, { capture: true })
    return () => {
      letGo()
      removeEventListener('pointerdown', hear, { capture: true })
      anchor.setAttribute('aria-expanded', 'false')
    }
  }, [])

  function pick(emoji: string | undefined) {
    if (emoji === undefined) return
    keepRecent(userId, emoji)
    picked.current = emoji
    picker.current?.hidePopover()
  }

  function hearKey(event: KeyboardEvent) {
    const { key, target } = event
    const field = picker.current?.querySelector('input')
    const cells = picker.current?.querySelectorAll<HTMLElement>('[role=gridcell]')
    if (event.isComposing || !field || !(target instanceof Element)) return
    if (target === field) {
      const first = cells?.[0]
      if (key === 'ArrowDown') first?.focus()
      else if (key === 'Enter') pick(first && emojiOf(first))
      else return
      event.preventDefault()
    } else if (target.matches('[role=gridcell]') && key.length === 1 && key !== ' ' && !event.ctrlKey && !event.metaKey)
      // Typing a letter continues the search.
      field.focus()
  }

  return (
    <div
      class="emoji-picker"
      popover="auto"
      role="dialog"
      aria-label={words.label}
      tabIndex={-1}
      ref={picker}
      onKeyDown={hearKey}
      onFocusOut={({ relatedTarget }) => {
        // Tab has left the picker.
        if (relatedTarget instanceof Node && !picker.current?.contains(relatedTarget)) picker.current?.hidePopover()
      }}
      onToggle={({ newState }) => newState === 'closed' && onEnd(picked.current)}
    >
      <div class="emoji-top">
        <input
          // Not of type search: the first Esc would empty the field instead of closing the picker.
          type="text"
          role="searchbox"
          class="field"
          aria-label={words.search}
          placeholder={words.search}
          enterkeyhint="search"
          dir="auto"
          spellcheck={false}
          autocomplete="off"
          maxLength={50}
          onInput={({ currentTarget }) => {
            query.value = currentTarget.value
            shown.value = undefined
            // The list begins anew.
            group.value = 0
          }}
        />
        <button
          type="button"
          class="emoji-tone"
          aria-label={`${words.tone}: ${words.tones[tone.value]}`}
          title={words.tone}
          aria-expanded={isChoosingTone.value}
          onClick={() => (isChoosingTone.value = !isChoosingTone.value)}
        >
          {withTone('✋', tone.value)}
        </button>
      </div>
      {isChoosingTone.value && (
        <Tones
          tone={tone.value}
          onChoose={(next) => {
            tone.value = next
            keepSkinTone(userId, next)
          }}
          onDone={() => {
            isChoosingTone.value = false
            picker.current?.querySelector<HTMLElement>('.emoji-tone')?.focus()
          }}
        />
      )}
      {!isSearch && <Groups parts={parts.value} current={group} picker={picker} />}
      <p class="unseen" role="status">
        {isSearch && count > 0 && words.found(count)}
      </p>
      {count === 0 ? (
        <p class="emoji-none" role="status">
          {words.none}
        </p>
      ) : (
        <Grid parts={parts.value} isSearch={isSearch} current={group} shown={shown} onPick={pick} />
      )}
      <Foot shown={shown} first={isSearch ? parts.value[0]?.cells[0] : undefined} />
    </div>
  )
}

/** The name of the emoji under the pointer, or else of the one that Enter takes. Touch has no pointer. */
function Foot({ shown, first }: { shown: Signal<Cell | undefined>; first: Cell | undefined }) {
  const { emoji, name } = shown.value ?? first ?? { emoji: '', name: '' }
  return (
    <p class="emoji-foot" aria-hidden="true">
      <span>{drawEmoji(emoji)}</span>
      <bdi>{name}</bdi>
    </p>
  )
}

function allParts(catalogue: Catalogue, custom: Catalogue[number], recent: readonly string[], tone: number): Part[] {
  const names = new Map([custom, ...catalogue].flat().map(({ emoji, name }) => [emoji, name]))
  const toned = /[\u{1f3fb}-\u{1f3ff}]/gu
  const nameOf = (emoji: string) => names.get(emoji) ?? names.get(emoji.replaceAll(toned, '')) ?? emoji
  const named = catalogue.map((group, at) => ({
    key: String(at),
    sign: group[0]?.emoji ?? '',
    title: words.groups[at] ?? '',
    cells: group.map(({ emoji, name }) => ({ emoji: withTone(emoji, tone), name })),
  }))
  // A device without flags has no group of flags.
  const own = { key: 'custom', sign: custom[0]?.emoji ?? '', title: words.custom, cells: custom }
  const groups = [own, ...named].filter(({ cells }) => cells.length > 0)
  if (recent.length === 0) return groups
  const latest = recent.map((emoji) => ({ emoji, name: nameOf(emoji) }))
  return [{ key: 'recent', sign: '🕘', title: words.recent, cells: latest }, ...groups]
}

function foundParts(catalogue: Catalogue, query: string, tone: number): Part[] {
  const found = searchEmoji(catalogue, query).map(({ emoji, name }) => ({ emoji: withTone(emoji, tone), name }))
  return found.length === 0 ? [] : [{ key: 'found', sign: '', title: words.search, cells: found }]
}
