import { useSignal } from '@preact/signals'
import type { RefObject } from 'preact'
import { useEffect } from 'preact/hooks'
import { remindersOf } from '../../client/reminders.ts'
import { savedOf } from '../../client/saved.ts'
import type { Failure, Result } from '../../protocol/errors.ts'
import { openCard } from '../state/open-card.ts'
import { openDialog } from '../state/open-dialog.ts'
import { goTo, pathTo } from '../state/address.ts'
import { copy } from '../browser/clipboard.ts'
import { Menu, MenuItem } from '../ui/menu.tsx'
import { sentenceOf } from '../words/language.ts'
import { actionWords as words } from '../words/actions.ts'
import { editedSeq, rowNote } from '../state/active-message.ts'
import { answer } from '../drafts/answering.ts'
import { MENU_ICONS } from '../ui/menu-icons.ts'
import type { MessageProps } from './message-props.ts'
import { FaceIcon } from '../emoji/icon.tsx'
import { pickReaction } from './reacting.ts'
import { drawEmoji } from '../state/custom-emoji.ts'
import { namesOf } from './reactions.tsx'
import { RemindPage } from './remind-page.tsx'

export const EMOJI = ['👍', '❤️', '😂', '🎉', '👀', '✅']

type Props = MessageProps & {
  anchor: RefObject<HTMLElement | null>
  /** The position of the pointer that opened the menu. */
  at?: { x: number; y: number } | undefined
  onClose: () => void
}

/** All actions that the reader has for a message. */
export function MessageMenu({ message, client, room, reading, anchor, at, onClose }: Props) {
  const { seq, author } = message
  const me = client.me.value
  const isMine = author.id === client.you.value?.id
  const isMember = room.isMember.value
  const canWrite = room.writing.value.may
  const mayDelete = isMine || room.isModerator.value
  const isBlocked = me?.blocked.includes(author.id) ?? false
  const isPerson = me !== undefined && me.role !== 'guest' && me.role !== 'outsider'
  const isHost = room.kind.value !== 'direct' && room.view.value.role === 'host'
  const mayPin = canWrite && (isPerson || isHost)
  const isSaved = savedOf(client).has(room.id, seq)
  const isAsking = useSignal(false)
  const isReminding = useSignal(false)
  const failure = useSignal<Failure | undefined>(undefined)

  useEffect(() => {
    void savedOf(client).load()
    void remindersOf(client).load()
  }, [])

  /** An error is shown in the menu, which stays open. A success is shown in a note at the row. */
  async function attempt(order: Promise<Result<unknown>>, note?: string) {
    const result = await order
    if (result.ok) end(note)
    else failure.value = result.error
  }

  function end(note: string | undefined) {
    onClose()
    if (note !== undefined) rowNote.value = { roomId: room.id, seq, text: note }
  }

  async function copyOut(text: string) {
    if (await copy(text)) end(words.message.copied)
    else failure.value = { code: 'forbidden', message: words.message.notCopied }
  }

  /** The server names the original only in an open room that the reader can see. */
  async function toOriginal() {
    const result = await client.run('message:source', { roomId: room.id, seq })
    if (!result.ok) {
      failure.value = { code: 'not_found', message: words.message.noOriginal }
      return
    }
    onClose()
    goTo(result.value.room.slug, result.value.seq)
  }

  const isOn = (emoji: string) =>
    message.reactions.some((one) => one.emoji === emoji && room.ownReactions.has(seq, one, me?.user.id))
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
      <button
        type="button"
        class="menu-item"
        aria-label={words.message.otherEmoji}
        title={words.message.otherEmoji}
        aria-haspopup="dialog"
        onClick={() => anchor.current && pickReaction(client, room, seq, anchor.current)}
      >
        <FaceIcon isAdding />
      </button>
    </div>
  )
  // Touch has no hover: names shown beside each reaction with a mouse are listed here.
  const who = message.reactions.length > 0 && (
    <ul class="menu-who">
      {message.reactions.map((reaction) => (
        <li key={reaction.emoji}>
          <bdi>{drawEmoji(reaction.emoji)}</bdi> <span dir="auto">{namesOf(message, reaction, client, room)}</span>
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

  const refused = failure.value && (
    <p class="menu-heading" role="alert">
      {sentenceOf(failure.value)}
    </p>
  )
  const beside = { label: words.message.label(author.name), anchor, at, onClose }

  if (isReminding.value) {
    const back = () => (isReminding.value = false)
    return (
      <Menu {...beside} page="remind" onBack={back}>
        <RemindPage client={client} message={message} onBack={back} attempt={attempt} />
        {refused}
      </Menu>
    )
  }
  return (
    <Menu {...beside} page="all" above={above}>
      {canWrite && (
        <>
          <MenuItem icon={MENU_ICONS.reply} onClick={() => answer(room, seq)}>
            {words.message.reply}
          </MenuItem>
          {isMine && (
            <MenuItem icon={MENU_ICONS.edit} onClick={() => (editedSeq.value = seq)}>
              {words.message.edit}
            </MenuItem>
          )}
        </>
      )}
      <MenuItem icon={MENU_ICONS.forward} onClick={() => openDialog({ kind: 'forward', roomId: room.id, seq })}>
        {words.message.forward}
      </MenuItem>
      <div data-stays>
        {message.isForwarded && (
          <MenuItem icon={MENU_ICONS.original} onClick={() => void toOriginal()}>
            {words.message.original}
          </MenuItem>
        )}
        <MenuItem icon={MENU_ICONS.copyText} onClick={() => void copyOut(message.body)}>
          {words.message.copyText}
        </MenuItem>
        <MenuItem icon={MENU_ICONS.copyLink} onClick={() => void copyOut(link)}>
          {words.message.copyLink}
        </MenuItem>
      </div>
      <hr />
      <div data-stays>
        <MenuItem
          icon={MENU_ICONS.save}
          onClick={() => {
            const note = isSaved ? words.message.isUnsaved : words.message.isSaved
            void attempt(savedOf(client).save(room.id, seq, !isSaved), note)
          }}
        >
          {isSaved ? words.message.unsave : words.message.save}
        </MenuItem>
        <MenuItem icon={MENU_ICONS.remind} hasPage onClick={() => (isReminding.value = true)}>
          {words.remind.label}
        </MenuItem>
        {mayPin && (
          <MenuItem
            icon={MENU_ICONS.pin}
            onClick={() => {
              const note = message.pinnedAt ? words.message.isUnpinned : words.message.isPinned
              void attempt(room.pin(seq, !message.pinnedAt), note)
            }}
          >
            {message.pinnedAt ? words.message.unpin : words.message.pin}
          </MenuItem>
        )}
      </div>
      {isMember && (
        <MenuItem icon={MENU_ICONS.unread} onClick={() => reading.unreadFrom(seq)}>
          {words.message.unread}
        </MenuItem>
      )}
      {message.reactions.length > 0 && (
        <MenuItem icon={MENU_ICONS.who} onClick={() => openDialog({ kind: 'reactions', roomId: room.id, seq })}>
          {words.message.whoReacted}
        </MenuItem>
      )}
      {message.editedAt && (isMine || room.isModerator.value) && (
        <MenuItem icon={MENU_ICONS.versions} onClick={() => openDialog({ kind: 'versions', roomId: room.id, seq })}>
          {words.message.versions}
        </MenuItem>
      )}
      {!isMine && (
        <>
          <hr />
          <MenuItem
            icon={MENU_ICONS.person}
            onClick={() => anchor.current && openCard(author, anchor.current, room.id)}
          >
            {words.message.person}
          </MenuItem>
          <MenuItem icon={MENU_ICONS.report} onClick={() => openDialog({ kind: 'report', roomId: room.id, seq })}>
            {words.message.report}
          </MenuItem>
          <div data-stays>
            <MenuItem
              icon={MENU_ICONS.block}
              onClick={() => void attempt(client.run('user:block', { userId: author.id, on: !isBlocked }))}
            >
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
              icon={MENU_ICONS.delete}
              onClick={() => (isAsking.value ? void attempt(room.delete(seq)) : (isAsking.value = true))}
            >
              {isAsking.value ? words.message.reallyDelete : words.message.delete}
            </MenuItem>
          </div>
        </>
      )}
      {refused}
    </Menu>
  )
}
