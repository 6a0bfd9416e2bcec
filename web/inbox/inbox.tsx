import { batch } from '@preact/signals'
import type { Client } from '../../client/client.ts'
import type { Room } from '../../client/rooms.ts'
import { speaksTo } from '../../client/speaks-to.ts'
import type { Result } from '../../protocol/errors.ts'
import type { InboxEntry, Message } from '../../protocol/models.ts'
import { Found } from '../panel/found.tsx'
import { Listed, Nothing } from '../panel/listed.tsx'
import { type Page, usePages } from '../panel/pages.ts'
import { closePanel, isPanelAlone } from '../panel.ts'
import { follow, goTo, pathTo } from '../place.ts'
import { newsOf } from '../rooms/order.ts'
import { Sign } from '../rooms/room-link.tsx'
import { findingWords } from '../words-finding.ts'

const words = findingWords.inbox

/** What I have missed, in one place: rooms with something new, and what was said to me. */
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
      <section>
        <h3>{words.entries}</h3>
        <Listed pages={pages} label={words.entries} none={<Nothing {...words.none} />}>
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

const isToMe = ({ you, me }: Client, message: Message): boolean =>
  speaksTo(message, you.peek()?.id) && !me.peek()?.blocked.includes(message.author.id)

/** Read since the list came. */
function isRead({ rooms }: Client, roomId: string, seq: number): boolean {
  const room = rooms.all.value.find(({ id }) => id === roomId)
  return room !== undefined && seq <= room.readSeq.value
}

function markAll({ rooms }: Client): void {
  batch(() => {
    for (const room of rooms.all.peek()) room.markRead(room.view.peek().lastSeq)
  })
  // Else the button would take the focus along.
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
