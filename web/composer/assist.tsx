import type { Signal } from '@preact/signals'
import type { RefObject } from 'preact'
import { useEffect } from 'preact/hooks'
import type { Client } from '../../client/client.ts'
import type { Room } from '../../client/rooms.ts'
import type { HearKey } from '../completion/completion.tsx'
import { lazy } from '../ui/lazy.tsx'
import { useDraft } from '../drafts/drafts.ts'
import { hearFormats } from './format-keys.ts'

const Care = lazy(async () => (await import('./care.tsx')).Care, { canWait: true })
const Completing = lazy(async () => (await import('./completing.tsx')).Completing)

/** Characters that begin a word with completions. */
const CALLS = /[@:#]|^\//

type AssistProps = {
  client: Client
  room: Room
  field: RefObject<HTMLTextAreaElement | null>
  /** The field passes each key to this first. */
  keys: { current: HearKey | undefined }
  text: Signal<string>
}

/** Help with writing: completes words, formats, and saves drafts. */
export function Assist(props: AssistProps) {
  const { client, room, field, text } = props
  useDraft(client, room)
  useEffect(() => {
    const element = field.current
    const hearKey = (event: KeyboardEvent) => {
      // The field has handled the key, or an input method is composing.
      if (event.defaultPrevented || event.isComposing || event.keyCode === 229 || !element) return
      hearFormats(event, element)
      if (event.key !== 'ArrowUp' || event.altKey || element.value !== '') return
      event.preventDefault()
      const isWanted = () => element.value === '' && element === document.activeElement
      void import('./edit-last.ts').then(({ editLast }) => editLast(client, room, isWanted))
    }
    element?.addEventListener('keydown', hearKey)
    return () => element?.removeEventListener('keydown', hearKey)
  }, [client, room])
  return (
    <>
      <Care client={client} room={room} field={field} text={text} />
      {CALLS.test(text.value) && <Completing {...props} />}
    </>
  )
}
