import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import type { Client } from '../../client/client.ts'
import type { Room } from '../../client/rooms.ts'
import { MAX_BODY_BYTES, utf8Length } from '../../protocol/limits.ts'
import type { HearKey } from '../completion/completion.tsx'
import { SendIcon } from '../ui/icons.tsx'
import { lazy } from '../ui/lazy.tsx'
import { words } from '../words.ts'
import { begunIn } from './begun.ts'
import { fitHeight } from './fit-height.ts'
import './composer.css'

const ClosedBar = lazy(async () => (await import('./closed-bar.tsx')).ClosedBar)
const Notes = lazy(async () => (await import('./notes.tsx')).Notes)
const LimitNote = lazy(async () => (await import('./limit.tsx')).LimitNote)
const Assist = lazy(async () => (await import('./assist.tsx')).Assist)
const AnswerBar = lazy(async () => (await import('./answer-bar.tsx')).AnswerBar)

type Props = { client: Client; room: Room; isIn: boolean; onSent: () => void }

/** Where I write, or why I cannot. */
export function Composer(props: Props) {
  const writing = props.room.writing.value
  if (props.isIn && !writing.may) return <ClosedBar client={props.client} room={props.room} writing={writing} />
  return <Field {...props} />
}

/** It never takes my text away: what cannot be sent stays, and says why. */
function Field({ client, room, isIn, onSent }: Props) {
  const name = room.name.value
  const begun = begunIn(room)
  const { text, answer, refusal } = begun
  const field = useRef<HTMLTextAreaElement>(null)
  const keys = useRef<HearKey | undefined>(undefined)
  const bytes = utf8Length(text.value.trim())
  const isTooLong = bytes > MAX_BODY_BYTES

  useEffect(() => {
    if (isIn && mayTakeFocus()) field.current?.focus()
  }, [isIn])
  useLayoutEffect(() => {
    if (field.current) fitHeight(field.current)
  }, [text.value])

  /** The field is empty when the draft is safe, not before: then a tab may be closed, and a second Enter says nothing twice. */
  async function send() {
    const written = text.peek()
    let body: string | undefined = written.trim()
    if (body === '' || utf8Length(body) > MAX_BODY_BYTES || begun.keeping === written) return
    begun.keeping = written
    refusal.value = ''
    try {
      if (body.startsWith('/')) body = await (await import('./commands.ts')).obey(written, client, room)
      if (body !== undefined) {
        const replyTo = answer.peek()
        const kept = room.send(body, replyTo)
        onSent()
        await kept
        if (answer.peek() === replyTo) answer.value = undefined
      }
      // What came below it meanwhile stays.
      if (begun.keeping === written) text.value = text.peek().slice(written.length).trimStart()
    } catch (error) {
      if (!(error instanceof Error)) throw error
      if (begun.keeping !== written) text.value = [written, text.peek()].filter((part) => part !== '').join('\n')
      refusal.value = error.message
    } finally {
      if (begun.keeping === written) begun.keeping = undefined
    }
  }

  function hear({ currentTarget }: { currentTarget: HTMLTextAreaElement }) {
    const { value } = currentTarget
    // Who writes on at once begins a new message.
    const before = begun.keeping
    const goesOn = before !== undefined && value.length > before.length && value.startsWith(before)
    begun.keeping = undefined
    text.value = goesOn ? value.slice(before.length) : value
    refusal.value = ''
    if (value.trim() !== '') room.typingNow()
  }

  function hearKey(event: KeyboardEvent) {
    // While an input method is composing, Enter chooses a word. Safari says so only by the old key code.
    if (event.isComposing || event.keyCode === 229) return
    if (keys.current?.(event)) return
    if (event.key === 'Enter' && !event.shiftKey) void send()
    else if (event.key === 'Escape' && answer.peek() !== undefined) answer.value = undefined
    else return
    event.preventDefault()
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
      {answer.value !== undefined && <AnswerBar room={room} seq={answer.value} />}
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
          onKeyDown={hearKey}
        />
        {isIn && <Assist client={client} room={room} field={field} keys={keys} text={text} />}
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
        {refusal.value && (
          <p class="composer-refusal" role="alert">
            {refusal}
          </p>
        )}
        {isIn && <Notes client={client} room={room} isQuiet={refusal.value !== ''} />}
        {bytes > MAX_BODY_BYTES * 0.9 && <LimitNote bytes={bytes} />}
      </div>
    </form>
  )
}

/** On a phone the field takes the focus only when it is touched: the keyboard would cover what there is to read. */
const mayTakeFocus = () => !matchMedia('(pointer: coarse)').matches
