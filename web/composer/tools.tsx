import { type Signal, useComputed } from '@preact/signals'
import type { ComponentChildren, RefObject } from 'preact'
import type { Client } from '../../client/client.ts'
import type { Room } from '../../client/rooms.ts'
import { insertText } from '../browser/insert-text.ts'
import { keep } from '../browser/storage.ts'
import { FaceIcon } from '../emoji/icon.tsx'
import { enterSends, isTouch } from '../state/enter-key.ts'
import { shellWords } from '../words/shell.ts'
import { Icon } from '../ui/icon.tsx'
import { lazy } from '../ui/lazy.tsx'

const VoiceButton = lazy(async () => (await import('../files/voice-button.tsx')).VoiceButton, { canWait: true })

type Props = {
  client: Client
  room: Room
  field: RefObject<HTMLTextAreaElement | null>
  text: Signal<string>
  hasBar: Signal<boolean>
  isPreviewed: Signal<boolean>
}

/** The buttons below the field. */
export function Tools({ client, room, field, text, hasBar, isPreviewed }: Props) {
  const words = shellWords.composer
  const hasText = useComputed(() => text.value.trim() !== '').value

  function type(typed: string) {
    const { current } = field
    if (current) insertText(current, typed, current.selectionStart, current.selectionEnd)
  }

  function mention() {
    const { value = '', selectionStart: at = 0 } = field.current ?? {}
    type(/(?:^|\s)$/.test(value.slice(0, at)) ? '@' : ' @')
  }

  return (
    <>
      <Tool
        label={words.files}
        onClick={() => void import('../files/attach.ts').then(({ chooseFiles }) => chooseFiles(client, room))}
      >
        <Icon path="M12 5v14M5 12h14" />
      </Tool>
      <Tool
        label={words.emoji}
        opens="dialog"
        onClick={(anchor) =>
          void import('./pick-emoji.ts').then(({ pickEmoji }) => pickEmoji(client, field.current, anchor))
        }
      >
        <FaceIcon />
      </Tool>
      <Tool
        label={words.formatting}
        isOn={hasBar.value}
        onClick={() => {
          hasBar.value = !hasBar.peek()
          keep('formatting', hasBar.peek() ? 'shown' : '')
        }}
      >
        <Icon path="M4 18 8.5 6 13 18M5.5 14h6M20 12v6M20 15a2.5 2.5 0 1 1-5 0 2.5 2.5 0 0 1 5 0" />
      </Tool>
      <Tool label={words.mention} isSpare onClick={mention}>
        <Icon path="M16 12a4 4 0 1 1-8 0 4 4 0 0 1 8 0Zm0 0v1a2 2 0 0 0 4 0v-1a8 8 0 1 0-3.5 6.6" />
      </Tool>
      {/* For a setting where Enter sends, on a touch keyboard without Shift+Enter. */}
      {isTouch && enterSends.value && (
        <Tool label={words.newLine} onClick={() => type('\n')}>
          <Icon path="M19 6v5a3 3 0 0 1-3 3H5m4-4-4 4 4 4" />
        </Tool>
      )}
      <VoiceButton client={client} room={room} />
      <span class="composer-gap" />
      {(isPreviewed.value || hasText) && (
        <Tool label={words.preview} isOn={isPreviewed.value} onClick={() => (isPreviewed.value = !isPreviewed.peek())}>
          <Icon path="M3 12s3.5-6 9-6 9 6 9 6-3.5 6-9 6-9-6-9-6ZM14.5 12a2.5 2.5 0 1 1-5 0 2.5 2.5 0 0 1 5 0Z" />
        </Tool>
      )}
    </>
  )
}

type ToolProps = {
  label: string
  opens?: 'dialog'
  isOn?: boolean
  /** It gives way on the narrowest screens. */
  isSpare?: boolean
  onClick: (button: HTMLElement) => void
  children: ComponentChildren
}

function Tool({ label, opens, isOn, isSpare, onClick, children }: ToolProps) {
  return (
    <button
      type="button"
      class={isSpare ? 'icon-button composer-spare' : 'icon-button'}
      aria-label={label}
      title={label}
      aria-haspopup={opens}
      aria-pressed={isOn}
      // The field keeps the focus, as with the send button.
      onPointerDown={(event) => event.preventDefault()}
      onClick={({ currentTarget }) => onClick(currentTarget)}
    >
      {children}
    </button>
  )
}
