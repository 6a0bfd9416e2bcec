import { useSignal } from '@preact/signals'
import { useRef } from 'preact/hooks'
import type { Client } from '../../client/client.ts'
import type { Room } from '../../client/rooms.ts'
import type { Message, Preview } from '../../protocol/models.ts'
import { basePath } from '../browser/base-path.ts'
import { rowNote } from '../state/active-message.ts'
import { Icon } from '../ui/icon.tsx'
import { actionWords as words } from '../words/actions.ts'
import { sentenceOf } from '../words/language.ts'
import { useStayWithRow } from './stay-with-row.ts'
import './previews.css'

type Props = { message: Message; client: Client; room: Room }

/** The words of linked pages for themselves. */
export function Previews({ message, client, room }: Props) {
  const { seq, previews = [] } = message
  if (room.view.value.previews === 'off' || client.settings.value?.previews === 'off') return null
  const isMine = message.author.id === client.you.value?.id

  return (
    <ul class="previews" aria-label={words.message.previews}>
      {previews.map((preview) => (
        <li key={preview.url} class="preview">
          <Source {...preview} />
          <a class="preview-title" dir="auto" href={preview.url} target="_blank" rel="noopener noreferrer nofollow">
            {preview.title}
          </a>
          {preview.description !== undefined && (
            <p class="preview-text" dir="auto">
              {preview.description}
            </p>
          )}
          {preview.picture && <Picture {...preview.picture} />}
          {isMine && <Remove {...preview} seq={seq} client={client} room={room} />}
        </li>
      ))}
    </ul>
  )
}

/** The site's name for itself, which may be anything, and its true host. */
function Source({ url, site }: Preview) {
  const host = new URL(url).host.replace(/^www\./, '')
  return (
    <small class="preview-site" translate={false}>
      {site !== undefined && site.toLowerCase() !== host && (
        <>
          <bdi>{site}</bdi> ·{' '}
        </>
      )}
      <bdi>{host}</bdi>
    </small>
  )
}

/** It says nothing that the words beside it do not say. Its place is there before it comes. */
function Picture({ hash, width, height }: NonNullable<Preview['picture']>) {
  const address = `${basePath}/api/pictures/${hash}`
  return (
    <img class="preview-picture" src={address} width={width} height={height} alt="" loading="lazy" decoding="async" />
  )
}

type RemoveProps = Preview & { seq: number; client: Client; room: Room }

function Remove({ url, title, seq, client, room }: RemoveProps) {
  const button = useRef<HTMLButtonElement>(null)
  // The button goes with its preview, and the focus must not be lost.
  useStayWithRow(button, useSignal(false))
  const label = words.message.unpreview(title)

  async function remove() {
    const result = await client.run('message:unpreview', { roomId: room.id, seq, url })
    rowNote.value = { roomId: room.id, seq, text: result.ok ? words.message.isUnpreviewed : sentenceOf(result.error) }
    if (result.ok) room.receive(result.value)
  }

  return (
    <button
      type="button"
      class="preview-remove"
      ref={button}
      aria-label={label}
      title={label}
      onClick={() => void remove()}
    >
      <Icon path="M7 7l10 10M17 7 7 17" />
    </button>
  )
}
