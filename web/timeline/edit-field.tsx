import { useSignal } from '@preact/signals'
import { useLayoutEffect, useRef } from 'preact/hooks'
import type { Room } from '../../client/rooms.ts'
import type { Result } from '../../protocol/errors.ts'
import { MAX_BODY_BYTES, utf8Length } from '../../protocol/limits.ts'
import type { File } from '../../protocol/files.ts'
import type { Message } from '../../protocol/models.ts'
import { isFinish, enterSends } from '../state/enter-key.ts'
import { EditFiles } from '../files/edit-files.tsx'
import { hearFormatKey } from '../formatting/apply.ts'
import { fitHeight } from '../ui/fit-height.ts'
import { LimitNote } from '../drafts/limit-note.tsx'
import { sentenceOf } from '../words/language.ts'
import { actionWords as words } from '../words/actions.ts'
import { editedSeq } from '../state/active-message.ts'
import { beginEdit, currentEdit, editOf, keepEdit } from '../drafts/edits.ts'
import './edit-field.css'

/** Ends the edit. If the focus has moved elsewhere meanwhile, it stays there. */
function stop() {
  const { activeElement } = document
  const isElsewhere = activeElement !== document.body && !activeElement?.closest('.edit')
  editedSeq.value = undefined
  if (!isElsewhere) document.querySelector<HTMLElement>('.composer textarea')?.focus()
}

/** Whether the field is visible and the reader is not writing elsewhere. */
function isFree(field: HTMLElement | null): boolean {
  const { top = 0, bottom = 0 } = field?.getBoundingClientRect() ?? {}
  const list = field?.closest('.scroller')?.getBoundingClientRect()
  if (!list || bottom < list.top || top > list.bottom) return false
  return document.activeElement?.matches('input, textarea, select') !== true
}

/** A field in the row, to edit my message in place. */
export function EditField({ message, room }: { message: Message; room: Room }) {
  const field = useRef<HTMLTextAreaElement>(null)
  const { seq } = message
  const edit = useRef(currentEdit()).current
  const text = useSignal(editOf(room, seq) ?? message.body)
  const files = useSignal<readonly File[]>(message.files ?? [])
  const problem = useSignal('')
  const isSaving = useSignal(false)
  /** Whether the reader tried to save it empty. */
  const isEmptied = useSignal(false)
  const bytes = utf8Length(text.value.trim())
  const isTooLong = bytes > MAX_BODY_BYTES

  useLayoutEffect(() => {
    if (beginEdit()) take({})
    // In the next frame: the list has to restore its place before visibility is known.
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
    isEmptied.value = body === '' && files.peek().length === 0
    if (isSaving.peek() || isEmptied.peek() || utf8Length(body) > MAX_BODY_BYTES) return
    const kept = files.peek().map(({ id, alt = '' }) => ({ id, alt: alt.trim() }))
    const isSame =
      JSON.stringify(kept) === JSON.stringify(message.files?.map(({ id, alt = '' }) => ({ id, alt })) ?? [])
    if (body === message.body && isSame) leave()
    else await attempt(body, () => room.edit(seq, body, isSame ? undefined : kept))
  }

  function leave() {
    keepEdit(room, seq)
    stop()
  }

  async function attempt(body: string, order: () => Promise<Result<Message>>) {
    isSaving.value = true
    const result = await order()
    isSaving.value = false
    if (!result.ok) problem.value = sentenceOf(result.error)
    // Text typed since then is not saved yet, in this field or a later one.
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
          else if (isFinish(event)) void save()
          else if (!hearFormatKey(event, event.currentTarget)) return
          event.preventDefault()
        }}
      />
      {message.files && <EditFiles files={files} />}
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
        {says === '' ? (
          <span>{enterSends.value ? words.edit.hint : words.edit.hintLine}</span>
        ) : (
          <span role="alert">{says}</span>
        )}
        {bytes > MAX_BODY_BYTES * 0.9 && <LimitNote text={text.value.trim()} />}
      </div>
    </form>
  )
}
