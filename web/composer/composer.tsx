import { useSignal } from '@preact/signals'
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import type { Client } from '../../client/client.ts'
import type { Room } from '../../client/rooms.ts'
import { MAX_BODY_BYTES, utf8Length } from '../../protocol/limits.ts'
import type { HearKey } from '../completion/completion.tsx'
import { recall } from '../browser/storage.ts'
import { SendIcon } from '../ui/icons.tsx'
import { lazy } from '../ui/lazy.tsx'
import { sentenceOf } from '../words/language.ts'
import { words } from '../words/first.ts'
import { unsentIn } from '../drafts/unsent.ts'
import { enterSends, isFinish } from '../state/enter-key.ts'
import { fitHeight } from '../ui/fit-height.ts'
import './composer.css'

const ClosedBar = lazy(async () => (await import('./closed-bar.tsx')).ClosedBar)
const Notes = lazy(async () => (await import('./notes.tsx')).Notes)
const LimitNote = lazy(async () => (await import('../drafts/limit-note.tsx')).LimitNote)
const Assist = lazy(async () => (await import('./assist.tsx')).Assist)
const Tools = lazy(async () => (await import('./tools.tsx')).Tools)
const FormatBar = lazy(async () => (await import('../formatting/bar.tsx')).FormatBar)
const Preview = lazy(async () => (await import('./preview.tsx')).Preview)
const Strip = lazy(async () => (await import('../files/strip.tsx')).Strip)
const AnswerBar = lazy(async () => (await import('./answer-bar.tsx')).AnswerBar)

type Props = { client: Client; room: Room; isIn: boolean; onSent: () => void }

/** The field for messages, or the reason why writing is not possible. */
export function Composer(props: Props) {
  const writing = props.room.writing.value
  if (props.isIn && !writing.may) return <ClosedBar client={props.client} room={props.room} writing={writing} />
  return <Field {...props} />
}

/** The field keeps unsent text: a refused message stays, with the reason. */
function Field({ client, room, isIn, onSent }: Props) {
  const name = room.name.value
  const unsent = unsentIn(room)
  const { text, answer, files, refusal } = unsent
  const field = useRef<HTMLTextAreaElement>(null)
  const keys = useRef<HearKey | undefined>(undefined)
  const hasBar = useSignal(recall('formatting') === 'shown')
  const isPreviewed = useSignal(false)
  const bytes = utf8Length(text.value.trim())
  const isTooLong = bytes > MAX_BODY_BYTES
  const isEmpty = bytes === 0 && files.value.length === 0

  useEffect(() => {
    if (isIn && mayTakeFocus()) field.current?.focus()
  }, [isIn])
  useLayoutEffect(() => {
    if (field.current) fitHeight(field.current)
  }, [text.value])

  /**
   * The field is emptied once the draft is safe. Then the tab may be closed, and a second Enter sends nothing twice.
   */
  async function send() {
    const written = text.peek()
    let body: string | undefined = written.trim()
    // Those of the message before stay in the strip until they are safe.
    const chosen = files.peek().filter(({ key }) => !unsent.underWay.has(key))
    const isNothing = body === '' && chosen.length === 0
    if (isNothing || utf8Length(body) > MAX_BODY_BYTES || unsent.keeping === written) return
    unsent.keeping = written
    for (const { key } of chosen) unsent.underWay.add(key)
    refusal.value = ''
    try {
      if (body.startsWith('/')) body = await (await import('./commands.ts')).obey(written, client, room)
      if (body !== undefined) {
        const replyTo = answer.peek()
        const kept = room.send(body, replyTo, chosen)
        onSent()
        await kept
        if (answer.peek() === replyTo) answer.value = undefined
        const sent = new Set(chosen.map(({ key }) => key))
        files.value = files.peek().filter(({ key }) => !sent.has(key))
      }
      // Text typed below it meanwhile stays.
      if (unsent.keeping === written) text.value = text.peek().slice(written.length).trimStart()
    } catch (error) {
      if (!(error instanceof Error)) throw error
      if (unsent.keeping !== written) text.value = [written, text.peek()].filter((part) => part !== '').join('\n')
      refusal.value = sentenceOf(error)
    } finally {
      if (unsent.keeping === written) unsent.keeping = undefined
      for (const { key } of chosen) unsent.underWay.delete(key)
    }
  }

  function hear({ currentTarget }: { currentTarget: HTMLTextAreaElement }) {
    const { value } = currentTarget
    // Text typed right after sending begins a new message.
    const before = unsent.keeping
    const goesOn = before !== undefined && value.length > before.length && value.startsWith(before)
    unsent.keeping = undefined
    text.value = goesOn ? value.slice(before.length) : value
    refusal.value = ''
    if (value.trim() !== '') room.typingNow()
  }

  function hearKey(event: KeyboardEvent) {
    // While an input method is composing, Enter chooses a word. Safari reports this only by the old key code.
    if (event.isComposing || event.keyCode === 229) return
    if (keys.current?.(event)) return
    if (isFinish(event)) void send()
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
      {isIn && files.value.length > 0 && <Strip client={client} room={room} />}
      <div class="composer-frame">
        {isIn && hasBar.value && (
          <div class="composer-bar">
            <FormatBar field={field} />
          </div>
        )}
        {isIn && isPreviewed.value && <Preview client={client} room={room} text={text} />}
        <textarea
          ref={field}
          aria-label={words.composer.label}
          aria-describedby="composer-notes"
          aria-invalid={isTooLong}
          placeholder={words.composer.placeholder(name)}
          // Empty, it has the page's direction. Firefox would place the placeholder by the other one.
          dir={text.value === '' ? undefined : 'auto'}
          rows={1}
          enterkeyhint={enterSends.value ? 'send' : 'enter'}
          disabled={!isIn}
          value={text.value}
          onInput={hear}
          onKeyDown={hearKey}
        />
        {isIn && <Assist client={client} room={room} field={field} keys={keys} text={text} />}
        <div class="composer-tools">
          {isIn && (
            <Tools client={client} room={room} field={field} text={text} hasBar={hasBar} isPreviewed={isPreviewed} />
          )}
          <button
            type="submit"
            class="send-button"
            aria-label={words.composer.send}
            title={enterSends.value ? words.composer.hint : words.composer.send}
            aria-disabled={isEmpty || isTooLong}
            // On a phone the keyboard stays open, because the field keeps the focus.
            onPointerDown={(event) => event.preventDefault()}
          >
            <SendIcon />
          </button>
        </div>
      </div>
      <div class="composer-notes" id="composer-notes">
        {refusal.value && (
          <p class="composer-refusal" role="alert">
            {refusal}
          </p>
        )}
        {isIn && <Notes client={client} room={room} isQuiet={refusal.value !== ''} />}
        {bytes > MAX_BODY_BYTES * 0.9 && <LimitNote text={text.value.trim()} />}
      </div>
    </form>
  )
}

/** On a phone the field gets the focus only by a touch: the keyboard would cover the messages. */
const mayTakeFocus = () => !matchMedia('(pointer: coarse)').matches
