import { useSignal } from '@preact/signals'
import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { actionWords as words } from '../words-actions.ts'
import { activeRow, editedSeq } from './active-row.ts'
import { answer } from './answering.ts'
import { EMOJI, MessageMenu } from './message-menu.tsx'
import type { MessageProps } from './message-row.tsx'
import { react } from './reacting.tsx'
import { useStayWithRow } from './stay-with-row.ts'
import './message-tools.css'

/** A few buttons at the corner of a message, and the menu with all of them. */
export function MessageTools(props: MessageProps) {
  const { message, client, room } = props
  const { seq } = message
  const youId = client.you.value?.id
  const isMine = message.author.id === youId
  const canWrite = room.writing.value.may
  const isOpen = useSignal(activeRow.peek()?.isPressed === true)
  const more = useRef<HTMLButtonElement>(null)
  useStayWithRow(more, isOpen)

  useEffect(() => {
    if (activeRow.value?.isPressed) isOpen.value = true
  }, [activeRow.value])

  return (
    <div class="tools" role="toolbar" aria-label={words.message.label(message.author.name)} data-open={isOpen.value}>
      {canWrite && (
        <>
          {EMOJI.slice(0, 3).map((emoji) => {
            const isOn = message.reactions.some((one) => one.emoji === emoji && one.userIds.includes(youId ?? ''))
            return (
              <Tool
                key={emoji}
                label={isOn ? words.message.unreact(emoji) : words.message.react(emoji)}
                onClick={() => void react(room, seq, emoji, !isOn)}
              >
                {emoji}
              </Tool>
            )
          })}
          <Tool label={words.message.reply} onClick={() => answer(room, seq)}>
            <Picture path="M10 8 5 12.5l5 4.5M5 12.5h8a6 6 0 0 1 6 6" />
          </Tool>
          {isMine && (
            <Tool label={words.message.edit} onClick={() => (editedSeq.value = seq)}>
              <Picture path="M5 19h3L19 8l-3-3L5 16ZM13.5 7.5l3 3" />
            </Tool>
          )}
        </>
      )}
      <button
        type="button"
        class="tool tool-more"
        ref={more}
        aria-label={words.message.more}
        title={words.message.more}
        aria-haspopup="menu"
        aria-expanded={isOpen.value}
        onClick={() => (isOpen.value = true)}
      >
        <Picture path="M6 12h.01M12 12h.01M18 12h.01" />
      </button>
      {isOpen.value && <MessageMenu {...props} anchor={more} onClose={() => (isOpen.value = false)} />}
    </div>
  )
}

function Tool({ label, onClick, children }: { label: string; onClick: () => void; children: ComponentChildren }) {
  return (
    <button type="button" class="tool" aria-label={label} title={label} onClick={onClick}>
      {children}
    </button>
  )
}

function Picture({ path }: { path: string }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={path} />
    </svg>
  )
}
