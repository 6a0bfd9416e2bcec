import { useSignal } from '@preact/signals'
import { useLayoutEffect, useRef } from 'preact/hooks'
import type { Room } from '../../client/rooms.ts'
import type { Result } from '../../protocol/errors.ts'
import { MAX_BODY_BYTES, utf8Length } from '../../protocol/limits.ts'
import type { Message } from '../../protocol/models.ts'
import { fitHeight } from '../composer/fit-height.ts'
import { LimitNote } from '../composer/limit.tsx'
import { actionWords as words } from '../words-actions.ts'
import { editedSeq } from './active-row.ts'
import { beginEdit, currentEdit, editOf, keepEdit } from './edits.ts'
import './edit-field.css'

/** Whoever has gone on to something else meanwhile stays there. */
function stop() {
  const { activeElement } = document
  const isElsewhere = activeElement !== document.body && !activeElement?.closest('.edit')
  editedSeq.value = undefined
  if (!isElsewhere) document.querySelector<HTMLElement>('.composer textarea')?.focus()
}

/** In sight, and nothing else is being written. */
function isFree(field: HTMLElement | null): boolean {
  const { top = 0, bottom = 0 } = field?.getBoundingClientRect() ?? {}
  const list = field?.closest('.scroller')?.getBoundingClientRect()
  if (!list || bottom < list.top || top > list.bottom) return false
  return document.activeElement?.matches('input, textarea, select') !== true
}

/** My own words once more, to be changed in their place. */
export function EditField({ message, room }: { message: Message; room: Room }) {
  const field = useRef<HTMLTextAreaElement>(null)
  const { seq } = message
  const edit = useRef(currentEdit()).current
  const text = useSignal(editOf(room, seq) ?? message.body)
  const problem = useSignal('')
  const isSaving = useSignal(false)
  /** Whether it was to be saved without a word in it. */
  const isEmptied = useSignal(false)
  const bytes = utf8Length(text.value.trim())
  const isTooLong = bytes > MAX_BODY_BYTES

  useLayoutEffect(() => {
    if (beginEdit()) take({})
    // Later: what is in sight is known when the list has found its place again.
    else requestAnimationFrame(() => isFree(field.current) && take({ preventScroll: true }))
  }, [])
  useLayoutEffect(() => {
    if (field.current) fitHeight(field.current)
  }, [text.value])

  function take(options: FocusOptions) {
    const { length } = text.peek()
    field.current?.focus(options)
    field.current?.setSelectionRange(length, length)
  }

  async function save() {
    const body = text.peek().trim()
    isEmptied.value = body === ''
    if (isSaving.peek() || body === '' || utf8Length(body) > MAX_BODY_BYTES) return
    if (body === message.body) leave()
    else await attempt(body, () => room.edit(seq, body))
  }

  function leave() {
    keepEdit(room, seq)
    stop()
  }

  async function attempt(body: string, order: () => Promise<Result<Message>>) {
    isSaving.value = true
    const result = await order()
    isSaving.value = false
    if (!result.ok) problem.value = result.error.message
    // What was written meanwhile is not saved yet, in whichever field it was.
    else if ((editOf(room, seq) ?? body).trim() === body) {
      keepEdit(room, seq)
      if (currentEdit() === edit) stop()
    }
  }

  const says = problem.value || (isEmptied.value ? words.edit.empty : '')
  return (
    <form
      class="edit"
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <textarea
        ref={field}
        class="field"
        dir="auto"
        rows={1}
        aria-label={words.edit.label}
        aria-describedby="edit-hint"
        aria-invalid={isTooLong || isEmptied.value}
        value={text.value}
        onInput={({ currentTarget }) => {
          text.value = currentTarget.value
          keepEdit(room, seq, text.peek())
          problem.value = ''
          isEmptied.value = false
        }}
        onKeyDown={(event) => {
          if (event.isComposing || event.keyCode === 229) return
          if (event.key === 'Escape') leave()
          else if (event.key === 'Enter' && !event.shiftKey) void save()
          else return
          event.preventDefault()
        }}
      />
      <div class="edit-row" id="edit-hint">
        <button type="submit" class="text-button" aria-disabled={isTooLong}>
          {words.edit.save}
        </button>
        <button type="button" class="text-button" onClick={leave}>
          {words.edit.cancel}
        </button>
        {isEmptied.value && (
          <button type="button" class="text-button" onClick={() => void attempt('', () => room.delete(seq))}>
            {words.edit.delete}
          </button>
        )}
        {says === '' ? <span>{words.edit.hint}</span> : <span role="alert">{says}</span>}
        {bytes > MAX_BODY_BYTES * 0.9 && <LimitNote bytes={bytes} />}
      </div>
    </form>
  )
}
