import { batch } from '@preact/signals'
import type { Client } from '../../client/client.ts'
import type { Room } from '../../client/rooms.ts'
import { speaksTo } from '../../client/speaks-to.ts'
import type { Result } from '../../protocol/errors.ts'
import type { InboxEntry, Message } from '../../protocol/models.ts'
import { Found } from '../message-list/found.tsx'
import { Listed, Nothing } from '../message-list/listed.tsx'
import { type Page, usePages } from '../message-list/pages.ts'
import { openDialog } from '../state/open-dialog.ts'
import { closePanel, isPanelAlone } from '../state/open-panel.ts'
import { follow, goTo, pathTo } from '../state/address.ts'
import { newsOf } from '../shell/room-order.ts'
import { Sign } from '../shell/room-link.tsx'
import { Reminders } from './reminders.tsx'
import { findingWords } from '../words/finding.ts'
import { shellWords } from '../words/shell.ts'

const words = findingWords.inbox

/** The inbox: rooms with unread messages, and messages for me. */
export function Inbox({ client }: { client: Client }) {
  const rooms = client.rooms.all.value.filter((room) => newsOf(room).count > 0)
  const blocked = client.me.value?.blocked.join(' ')
  const pages = usePages<InboxEntry>({ client, load, belongs: (message) => isToMe(client, message) }, [blocked])

  async function load(after: string | undefined): Promise<Result<Page<InboxEntry>>> {
    const result = await client.run('inbox:list', after === undefined ? {} : { after })
    return result.ok ? { ok: true, value: { items: result.value.entries, next: result.value.next } } : result
  }

  return (
    <>
      {rooms.length > 0 && (
        <section>
          <h3>
            {words.unreadRooms}
            <button type="button" class="text-button" data-first onClick={() => markAll(client)}>
              {words.markAll}
            </button>
          </h3>
          <ul>
            {rooms.map((room) => (
              <UnreadRoom key={room.id} room={room} />
            ))}
          </ul>
        </section>
      )}
      <Reminders client={client} />
      <section>
        <h3>{words.entries}</h3>
        <Listed pages={pages} label={words.entries} none={<NothingYet client={client} />}>
          {({ kind, message, room, isUnread }) => (
            <Found
              key={`${room.id} ${message.seq}`}
              client={client}
              message={message}
              room={room}
              why={words.kinds[kind]}
              isUnread={isUnread && !isRead(client, room.id, message.seq)}
            />
          )}
        </Listed>
      </section>
    </>
  )
}

/** No messages for me, maybe because I am in few rooms. */
function NothingYet({ client }: { client: Client }) {
  const isLimited = client.me.value?.onlyRoomId !== undefined
  return (
    <Nothing {...words.none}>
      {!isLimited && (
        <button type="button" class="button" onClick={() => openDialog({ kind: 'browse' })}>
          {shellWords.sidebar.browse}
        </button>
      )}
    </Nothing>
  )
}

const isToMe = ({ you, me }: Client, message: Message): boolean =>
  speaksTo(message, you.peek()?.id) && !me.peek()?.blocked.includes(message.author.id)

/** Whether a message was read since the list was loaded. */
function isRead({ rooms }: Client, roomId: string, seq: number): boolean {
  const room = rooms.all.value.find(({ id }) => id === roomId)
  return room !== undefined && seq <= room.readSeq.value
}

function markAll({ rooms }: Client): void {
  batch(() => {
    for (const room of rooms.all.peek()) room.markRead(room.view.peek().lastSeq)
  })
  // Otherwise the focus would disappear with the button.
  document.querySelector<HTMLElement>('.panel h2')?.focus()
}

function UnreadRoom({ room }: { room: Room }) {
  const { count, mentions } = newsOf(room)
  const slug = room.slug.value
  return (
    <li>
      <a
        class="side-link"
        href={pathTo(slug)}
        onClick={(event) =>
          follow(event, () => {
            if (isPanelAlone.peek()) closePanel()
            goTo(slug)
          })
        }
      >
        <Sign room={room} />
        <bdi class="side-name">{room.name}</bdi>
        <span class="found-why">{words.unread(count)}</span>
        {mentions > 0 && (
          <span class="badge" data-mention="true" title={words.mentions(mentions)}>
            <span aria-hidden="true">@{mentions}</span>
            <span class="unseen">{words.mentions(mentions)}</span>
          </span>
        )}
      </a>
    </li>
  )
}
