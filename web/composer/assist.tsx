import type { Signal } from '@preact/signals'
import type { RefObject } from 'preact'
import { useEffect } from 'preact/hooks'
import type { Client } from '../../client/client.ts'
import type { Room } from '../../client/rooms.ts'
import type { HearKey } from '../completion/completion.tsx'
import { useRescue } from '../timeline/edits.ts'
import { lazy } from '../ui/lazy.tsx'
import { useDraft } from './drafts.ts'
import { editLast } from './edit-last.ts'
import { fenced, looksLikeCode } from './paste.ts'

const Completing = lazy(async () => (await import('./completing.tsx')).Completing)

/** Signs with which a word begins that can be completed. */
const CALLS = /[@:#]|^\//

/** Lines that are pasted so that undo takes them back. */
const MOST_UNDONE = 200

export type AssistProps = {
  client: Client
  room: Room
  field: RefObject<HTMLTextAreaElement | null>
  /** The field asks it first. */
  keys: { current: HearKey | undefined }
  text: Signal<string>
}

/** Helps with writing: completes words, keeps pasted code as it is, and what is written for later. */
export function Assist(props: AssistProps) {
  const { client, room, field, text } = props
  useDraft(client, room)
  useRescue(room, text, field)
  useEffect(() => {
    const element = field.current
    const hearKey = (event: KeyboardEvent) => {
      if (event.key !== 'ArrowUp' || event.altKey || event.isComposing || element?.value !== '') return
      event.preventDefault()
      void editLast(client, room, () => element.value === '' && element === document.activeElement)
    }
    element?.addEventListener('paste', hearPaste)
    element?.addEventListener('keydown', hearKey)
    return () => {
      element?.removeEventListener('paste', hearPaste)
      element?.removeEventListener('keydown', hearKey)
    }
  }, [client, room])
  return CALLS.test(text.value) ? <Completing {...props} /> : null
}

function hearPaste(event: ClipboardEvent): void {
  const { target } = event
  const pasted = event.clipboardData?.getData('text/plain') ?? ''
  if (!(target instanceof HTMLTextAreaElement) || !looksLikeCode(pasted)) return
  const code = fenced(pasted, target.value.slice(0, target.selectionStart))
  if (code === undefined) return
  // The old command is the only one that leaves the browser's undo whole; of thousands of lines it makes seconds.
  if (code.split('\n').length > MOST_UNDONE) {
    target.setRangeText(code, target.selectionStart, target.selectionEnd, 'end')
    target.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertFromPaste' }))
  } else if (!document.execCommand('insertText', false, code)) return
  event.preventDefault()
}
