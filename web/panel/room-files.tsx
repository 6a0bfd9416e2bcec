import { useSignal } from '@preact/signals'
import type { ComponentChildren } from 'preact'
import type { Client } from '../../client/client.ts'
import type { Room } from '../../client/rooms.ts'
import type { Result } from '../../protocol/errors.ts'
import type { File, ListedKind } from '../../protocol/files.ts'
import { hasLink } from '../../protocol/has-link.ts'
import type { Message, RoomRef } from '../../protocol/models.ts'
import { Found } from '../message-list/found.tsx'
import { leadTo } from '../message-list/lead-to.ts'
import { Listed, Nothing } from '../message-list/listed.tsx'
import { type Page, usePages } from '../message-list/pages.ts'
import { Frame } from './frame.tsx'
import { sayMoment } from '../ui/moments.ts'
import { Tabs } from '../ui/tabs.tsx'
import { exactTime } from '../ui/time.ts'
import { fileWords as words } from '../words/files.ts'
import { addressOf } from '../files/address-of.ts'
import { KindIcon, kindOf } from '../files/kind-icon.tsx'
import { sizeOf } from '../files/sizes.ts'
import './room-files.css'

type Props = { client: Client; room: Room }

const KINDS = ['all', 'image', 'video', 'audio', 'other', 'link'] as const
type Chosen = (typeof KINDS)[number]

/** The panel with the files and links of a room. Each leads to its message. */
export function RoomFiles({ client, room }: Props) {
  const chosen = useSignal<Chosen>('all')
  const heading = words.list.heading(room.name.value)
  return (
    <Frame heading={heading}>
      <Tabs
        tabs={KINDS.map((id) => ({ id, label: words.list.kinds[id] }))}
        current={chosen.value}
        onChoose={(kind) => (chosen.value = kind)}
        label={heading}
      >
        <OfKind key={chosen.value} client={client} room={room} kind={chosen.value} />
      </Tabs>
    </Frame>
  )
}

function OfKind({ client, room, kind }: Props & { kind: Chosen }) {
  const belongs = (message: Message) => message.roomId === room.id && isOf(message, kind)
  const pages = usePages<{ message: Message }>({ client, load, belongs }, [])

  async function load(after: string | undefined): Promise<Result<Page<{ message: Message }>>> {
    const asked: { kind?: ListedKind; after?: string } = {
      ...(kind !== 'all' && { kind }),
      ...(after !== undefined && { after }),
    }
    const result = await client.run('files:list', { roomId: room.id, ...asked })
    if (!result.ok) return result
    const { messages, next } = result.value
    return { ok: true, value: { items: messages.map((message) => ({ message })), next } }
  }

  const ref = { id: room.id, slug: room.slug.value, name: room.name.value, kind: room.kind.value }
  const none = kind === 'link' ? words.list.noLinks : words.list.none
  const Entry = kind === 'image' || kind === 'video' ? Tile : Line
  return (
    <div class={Entry === Tile ? 'listed-tiles' : undefined}>
      <Listed
        pages={pages}
        label={words.list.kinds[kind]}
        none={<Nothing heading={none} text={kind === 'link' ? '' : words.list.hint} />}
      >
        {({ message }): ComponentChildren =>
          kind === 'link' ? (
            <Found key={message.seq} client={client} message={message} room={ref} />
          ) : (
            filesOf(message, kind).map((file) => <Entry key={file.id} file={file} message={message} room={ref} />)
          )
        }
      </Listed>
    </div>
  )
}

const filesOf = ({ files = [] }: Message, kind: Chosen): readonly File[] =>
  kind === 'all' ? files : files.filter((file) => kindOf(file) === kind)

const isOf = (message: Message, kind: Chosen): boolean =>
  kind === 'link' ? hasLink(message.body) : filesOf(message, kind).length > 0

type EntryProps = { file: File; message: Message; room: RoomRef }

/** A picture or a film among others. */
function Tile({ file, message, room }: EntryProps) {
  const { author, sentAt, seq } = message
  return (
    <li>
      <a
        class="found-link listed-tile"
        {...leadTo(room, seq)}
        title={`${file.name} · ${author.name} · ${exactTime(sentAt)}`}
      >
        <Small file={file} />
        <span class="unseen">
          <bdi>{author.name}</bdi>, {exactTime(sentAt)}
        </span>
      </a>
    </li>
  )
}

function Line({ file, message, room }: EntryProps) {
  const { author, sentAt, seq } = message
  return (
    <li class="found">
      <a class="found-link listed-line" {...leadTo(room, seq)}>
        <Small file={file} isBeside />
        <span class="listed-facts">
          <bdi class="listed-name" translate={false}>
            {file.name}
          </bdi>
          <small>
            <bdi translate={false}>{author.name}</bdi> · {sizeOf(file.size)} ·{' '}
            <time dateTime={sentAt} title={exactTime(sentAt)}>
              {sayMoment(sentAt)}
            </time>
          </small>
        </span>
      </a>
    </li>
  )
}

/** The small picture of a file, or the sign of its kind. Beside the name it says nothing of its own. */
function Small({ file, isBeside = false }: { file: File; isBeside?: boolean }) {
  const isLost = useSignal(false)
  const says = file.alt ?? file.name
  const isPicture = file.hasThumbnail === true || (file.width !== undefined && file.type.startsWith('image/'))
  return isPicture && !isLost.value ? (
    <img
      class="listed-picture"
      src={addressOf(file, file.hasThumbnail && 'thumbnail')}
      alt={isBeside ? '' : says}
      loading="lazy"
      decoding="async"
      onError={() => (isLost.value = true)}
    />
  ) : (
    <>
      <KindIcon type={file.type} name={file.name} />
      {!isBeside && <span class="unseen">{says}</span>}
    </>
  )
}
