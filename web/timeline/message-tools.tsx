import { useSignal } from '@preact/signals'
import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { actionWords as words } from '../words/actions.ts'
import { shellWords } from '../words/shell.ts'
import { activeRow, editedSeq } from '../state/active-message.ts'
import { answer } from '../drafts/answering.ts'
import { FaceIcon } from '../emoji/icon.tsx'
import { EMOJI, MessageMenu } from './message-menu.tsx'
import type { MessageProps } from './message-props.ts'
import { pickReaction, react } from './reacting.ts'
import { useStayWithRow } from './stay-with-row.ts'
import { Icon } from '../ui/icon.tsx'
import './message-tools.css'

/** A few buttons at the corner of a message, and the menu with all actions. */
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
            const isOn = message.reactions.some((one) => one.emoji === emoji && room.ownReactions.has(seq, one, youId))
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
          <Tool
            label={shellWords.timeline.addReaction}
            hasDialog
            onClick={(button) => pickReaction(client, room, seq, button)}
          >
            <FaceIcon isAdding />
          </Tool>
          <Tool label={words.message.reply} onClick={() => answer(room, seq)}>
            <Icon path="M10 8 5 12.5l5 4.5M5 12.5h8a6 6 0 0 1 6 6" />
          </Tool>
          {isMine && (
            <Tool label={words.message.edit} onClick={() => (editedSeq.value = seq)}>
              <Icon path="M5 19h3L19 8l-3-3L5 16ZM13.5 7.5l3 3" />
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
        <Icon path="M6 12h.01M12 12h.01M18 12h.01" />
      </button>
      {isOpen.value && (
        <MessageMenu {...props} anchor={more} at={activeRow.peek()?.at} onClose={() => (isOpen.value = false)} />
      )}
    </div>
  )
}

type ToolProps = {
  label: string
  hasDialog?: boolean
  onClick: (button: HTMLButtonElement) => void
  children: ComponentChildren
}

function Tool({ label, hasDialog = false, onClick, children }: ToolProps) {
  return (
    <button
      type="button"
      class="tool"
      aria-label={label}
      title={label}
      aria-haspopup={hasDialog ? 'dialog' : undefined}
      onClick={({ currentTarget }) => onClick(currentTarget)}
    >
      {children}
    </button>
  )
}
