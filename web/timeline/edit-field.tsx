import { useSignal } from '@preact/signals'
import { useLayoutEffect, useRef } from 'preact/hooks'
import type { Room } from '../../client/rooms.ts'
import { MAX_BODY_BYTES, utf8Length } from '../../protocol/limits.ts'
import type { Message } from '../../protocol/models.ts'
import { fitHeight } from '../composer/fit-height.ts'
import { actionWords as words } from '../words-actions.ts'
import { editedSeq } from './active-row.ts'
import './edit-field.css'

const stop = () => {
  editedSeq.value = undefined
  document.querySelector<HTMLElement>('.composer textarea')?.focus()
}

/** My own words once more, to be changed in their place. */
export function EditField({ message, room }: { message: Message; room: Room }) {
  const field = useRef<HTMLTextAreaElement>(null)
  const text = useSignal(message.body)
  const problem = useSignal('')
  const isSaving = useSignal(false)

  useLayoutEffect(() => {
    field.current?.focus()
    field.current?.setSelectionRange(message.body.length, message.body.length)
  }, [])
  useLayoutEffect(() => {
    if (field.current) fitHeight(field.current)
  }, [text.value])

  async function save() {
    const body = text.peek().trim()
    if (isSaving.peek() || body === '' || utf8Length(body) > MAX_BODY_BYTES) return
    if (body === message.body) {
      stop()
      return
    }
    isSaving.value = true
    const result = await room.edit(message.seq, body)
    isSaving.value = false
    if (result.ok) stop()
    else problem.value = result.error.message
  }

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
        value={text.value}
        onInput={({ currentTarget }) => {
          text.value = currentTarget.value
          problem.value = ''
        }}
        onKeyDown={(event) => {
          if (event.isComposing || event.keyCode === 229) return
          if (event.key === 'Escape') stop()
          else if (event.key === 'Enter' && !event.shiftKey) void save()
          else return
          event.preventDefault()
        }}
      />
      <div class="edit-row" id="edit-hint">
        <button type="submit" class="text-button">
          {words.edit.save}
        </button>
        <button type="button" class="text-button" onClick={stop}>
          {words.edit.cancel}
        </button>
        {problem.value ? <span role="alert">{problem}</span> : <span>{words.edit.hint}</span>}
      </div>
    </form>
  )
}
