import { useSignal } from '@preact/signals'
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import type { Client } from '../../client/client.ts'
import type { Room } from '../../client/rooms.ts'
import { MAX_BODY_BYTES, utf8Length } from '../../protocol/limits.ts'
import { TypingLine } from '../rooms/typing.tsx'
import { SendIcon } from '../ui/icons.tsx'
import { keep, recall } from '../ui/kept.ts'
import { words } from '../words.ts'
import { fitHeight } from './fit-height.ts'
import { LimitNote } from './limit.tsx'
import './composer.css'

type Props = { client: Client; room: Room; isIn: boolean; onSent: () => void }

/** Where I write. It never takes my text away: what cannot be sent stays, and says why. */
export function Composer({ client, room, isIn, onSent }: Props) {
  const { id } = room
  const name = room.name.value
  const draftKey = `draft:${id}`
  const text = useSignal(recall(draftKey) ?? '')
  const refusal = useSignal('')
  const field = useRef<HTMLTextAreaElement>(null)
  /** What is on its way to a safe place, while nothing has been written since. */
  const keeping = useRef<string | undefined>(undefined)
  const bytes = utf8Length(text.value.trim())
  const isTooLong = bytes > MAX_BODY_BYTES

  useEffect(() => {
    if (isIn) field.current?.focus()
  }, [isIn])
  useLayoutEffect(() => {
    if (field.current) fitHeight(field.current)
  }, [text.value])

  function write(next: string) {
    text.value = next
    keep(draftKey, next)
  }

  /** The field is empty when the draft is safe, not before: then a tab may be closed, and a second Enter says nothing twice. */
  async function send() {
    const written = text.peek()
    const body = written.trim()
    if (body === '' || utf8Length(body) > MAX_BODY_BYTES || keeping.current === written) return
    keeping.current = written
    refusal.value = ''
    const kept = room.send(body)
    onSent()
    try {
      await kept
      if (keeping.current === written) write('')
    } catch (error) {
      if (!(error instanceof Error)) throw error
      if (keeping.current !== written) write([written, text.peek()].filter((part) => part !== '').join('\n'))
      refusal.value = error.message
    } finally {
      if (keeping.current === written) keeping.current = undefined
    }
  }

  function hear({ currentTarget }: { currentTarget: HTMLTextAreaElement }) {
    const { value } = currentTarget
    // Who writes on at once begins a new message.
    const before = keeping.current
    const goesOn = before !== undefined && value.length > before.length && value.startsWith(before)
    keeping.current = undefined
    write(goesOn ? value.slice(before.length) : value)
    refusal.value = ''
    if (value.trim() !== '') room.typingNow()
  }

  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault()
        field.current?.focus()
        void send()
      }}
    >
      <div class="composer-frame">
        <textarea
          ref={field}
          aria-label={words.composer.label}
          aria-describedby="composer-notes"
          aria-invalid={isTooLong}
          placeholder={words.composer.placeholder(name)}
          dir="auto"
          rows={1}
          enterkeyhint="send"
          disabled={!isIn}
          value={text.value}
          onInput={hear}
          onKeyDown={(event) => {
            // While an input method is composing, Enter chooses a word. Safari says so only by the old key code.
            if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return
            event.preventDefault()
            void send()
          }}
        />
        <button
          type="submit"
          class="send-button"
          aria-label={words.composer.send}
          title={words.composer.hint}
          aria-disabled={bytes === 0 || isTooLong}
          // The keyboard of a phone stays open: the field does not lose the focus to the button.
          onPointerDown={(event) => event.preventDefault()}
        >
          <SendIcon />
        </button>
      </div>
      <div class="composer-notes" id="composer-notes">
        {refusal.value ? (
          <p class="composer-refusal" role="alert">
            {refusal}
          </p>
        ) : (
          <TypingLine room={room} />
        )}
        <Waiting client={client} />
        <LimitNote bytes={bytes} />
      </div>
    </form>
  )
}

/** Only while there is no connection: with one, each row tells its own story. */
function Waiting({ client }: { client: Client }) {
  const count = client.outbox.waiting.value
  const isOnline = client.connection.state.value.state === 'online'
  return <span role="status">{!isOnline && count > 0 && words.draft.waitingCount(count)}</span>
}
