import { useSignal } from '@preact/signals'
import type { RefObject } from 'preact'
import { useEffect } from 'preact/hooks'
import { savedOf } from '../../client/saved.ts'
import type { Failure, Result } from '../../protocol/errors.ts'
import { openOverlay } from '../overlay.ts'
import { pathTo } from '../place.ts'
import { copy } from '../ui/copy.ts'
import { Menu, MenuItem } from '../ui/menu.tsx'
import { actionWords as words } from '../words-actions.ts'
import { editedSeq } from './active-row.ts'
import { answer } from './answering.ts'
import type { MessageProps } from './message-row.tsx'
import { namesOf } from './reactions.tsx'

export const EMOJI = ['👍', '❤️', '😂', '🎉', '👀', '✅']

type Props = MessageProps & { anchor: RefObject<HTMLElement | null>; onClose: () => void }

/** Everything that can be done with a message by who looks at it. */
export function MessageMenu({ message, client, room, reading, anchor, onClose }: Props) {
  const { seq, author } = message
  const me = client.me.value
  const isMine = author.id === client.you.value?.id
  const isMember = room.isMember.value
  const canWrite = room.writing.value.may
  const mayDelete = isMine || room.isModerator.value
  const isBlocked = me?.blocked.includes(author.id) ?? false
  const isPerson = me !== undefined && me.role !== 'guest'
  const isHost = room.kind.value !== 'direct' && room.view.value.role === 'host'
  const mayPin = canWrite && (isPerson || isHost)
  const isSaved = savedOf(client).has(room.id, seq)
  const isAsking = useSignal(false)
  const failure = useSignal<Failure | undefined>(undefined)

  useEffect(() => void savedOf(client).load(), [])

  /** What was refused is said in the menu, which stays open for it. */
  async function attempt(order: Promise<Result<unknown>>) {
    const result = await order
    if (result.ok) onClose()
    else failure.value = result.error
  }

  async function copyOut(text: string) {
    if (await copy(text)) onClose()
    else failure.value = { code: 'forbidden', message: words.message.notCopied }
  }

  const isOn = (emoji: string) =>
    message.reactions.some((one) => one.emoji === emoji && one.userIds.includes(me?.user.id ?? ''))
  const link = new URL(pathTo(room.slug.peek(), seq), location.origin).href

  const emoji = canWrite && (
    <div class="menu-emoji" role="group" aria-label={words.message.reactions}>
      {EMOJI.map((emoji) => (
        <button
          key={emoji}
          type="button"
          class="menu-item"
          aria-pressed={isOn(emoji)}
          aria-label={words.message.react(emoji)}
          onClick={() => void attempt(room.react(seq, emoji, !isOn(emoji)))}
        >
          {emoji}
        </button>
      ))}
      <OtherEmoji onPick={(emoji) => void attempt(room.react(seq, emoji, true))} />
    </div>
  )
  // A finger points at nothing: what a mouse is told beside each reaction is told here.
  const who = message.reactions.length > 0 && (
    <ul class="menu-who">
      {message.reactions.map((reaction) => (
        <li key={reaction.emoji}>
          {reaction.emoji} <span dir="auto">{namesOf(reaction, client)}</span>
        </li>
      ))}
    </ul>
  )
  const above = (
    <>
      {emoji}
      {who}
    </>
  )

  return (
    <Menu label={words.message.label(author.name)} anchor={anchor} onClose={onClose} above={above}>
      {canWrite && (
        <>
          <MenuItem onClick={() => answer(room, seq)}>{words.message.reply}</MenuItem>
          {isMine && <MenuItem onClick={() => (editedSeq.value = seq)}>{words.message.edit}</MenuItem>}
        </>
      )}
      <div data-stays>
        <MenuItem onClick={() => void copyOut(message.body)}>{words.message.copyText}</MenuItem>
        <MenuItem onClick={() => void copyOut(link)}>{words.message.copyLink}</MenuItem>
      </div>
      {isMember && <MenuItem onClick={() => reading.unreadFrom(seq)}>{words.message.unread}</MenuItem>}
      <div data-stays>
        <MenuItem onClick={() => void attempt(savedOf(client).save(room.id, seq, !isSaved))}>
          {isSaved ? words.message.unsave : words.message.save}
        </MenuItem>
        {mayPin && (
          <MenuItem onClick={() => void attempt(room.pin(seq, !message.pinnedAt))}>
            {message.pinnedAt ? words.message.unpin : words.message.pin}
          </MenuItem>
        )}
      </div>
      {message.editedAt && (isMine || room.isModerator.value) && (
        <MenuItem onClick={() => openOverlay({ kind: 'versions', roomId: room.id, seq })}>
          {words.message.versions}
        </MenuItem>
      )}
      {!isMine && (
        <>
          <hr />
          <MenuItem onClick={() => openOverlay({ kind: 'person', user: author, roomId: room.id })}>
            {words.message.person(author.name)}
          </MenuItem>
          <MenuItem onClick={() => openOverlay({ kind: 'report', roomId: room.id, seq })}>
            {words.message.report}
          </MenuItem>
          <div data-stays>
            <MenuItem onClick={() => void attempt(client.run('user:block', { userId: author.id, on: !isBlocked }))}>
              {isBlocked ? words.message.unblock(author.name) : words.message.block(author.name)}
            </MenuItem>
          </div>
        </>
      )}
      {mayDelete && (
        <>
          <hr />
          <div data-stays>
            <MenuItem
              isGrave
              onClick={() => (isAsking.value ? void attempt(room.delete(seq)) : (isAsking.value = true))}
            >
              {isAsking.value ? words.message.reallyDelete : words.message.delete}
            </MenuItem>
          </div>
        </>
      )}
      {failure.value && (
        <p class="menu-heading" role="alert">
          {failure.value.message}
        </p>
      )}
    </Menu>
  )
}

/** Any emoji, by the keyboard that the reader has. */
function OtherEmoji({ onPick }: { onPick: (emoji: string) => void }) {
  return (
    <input
      class="field"
      type="text"
      maxLength={64}
      autocomplete="off"
      placeholder="＋"
      aria-label={words.message.otherEmoji}
      onKeyDown={(event) => {
        // Arrows are for the text here.
        event.stopPropagation()
        const emoji = event.currentTarget.value.trim()
        if (event.key === 'Enter' && emoji !== '') onPick(emoji)
      }}
    />
  )
}
