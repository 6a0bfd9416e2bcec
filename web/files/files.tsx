import { useEffect, useMemo } from 'preact/hooks'
import { useSignal } from '@preact/signals'
import type { Client } from '../../client/client.ts'
import type { DraftFile, OutboxEntry } from '../../client/outbox.ts'
import type { Room } from '../../client/rooms.ts'
import type { File } from '../../protocol/files.ts'
import type { Message } from '../../protocol/models.ts'
import { Icon } from '../ui/icon.tsx'
import { fileWords as words } from '../words/files.ts'
import { addressOf } from './address-of.ts'
import { blurOf } from './blur.ts'
import { Card } from './card.tsx'
import { localUrl, noteDraft, urlOfSent } from './local.ts'
import { isShown, roomOf } from './room-of.ts'
import { rowsOf } from './mosaic.ts'
import { sizeOf } from './sizes.ts'
import { openViewer } from './open-viewer.ts'
import './files.css'

type Props = { client: Client; room: Room; message: Message; files: readonly File[] }

/** The files of a message: pictures and videos together, and a card for each other file. */
export function Files({ client, room, message, files }: Props) {
  const shown = files.filter(isShown)
  const cards = files.filter((file) => !isShown(file))
  const open = (file: File) => openViewer({ client, room, message, file })
  return (
    <div class="files" style={roomOf(files)}>
      {shown.length > 0 && (
        <Mosaic>
          {rowsOf(shown).map((row) => (
            <div class="mosaic-row" key={row[0]?.id}>
              {row.map((file) => (
                <Shown
                  key={file.id}
                  file={file}
                  clientId={message.clientId}
                  isAlone={files.length === 1}
                  onOpen={() => open(file)}
                />
              ))}
            </div>
          ))}
        </Mosaic>
      )}
      {cards.length > 0 && (
        <ul class="file-cards">
          {cards.map((file) => (
            <Card key={file.id} file={file} url={addressOf(file)} />
          ))}
        </ul>
      )}
    </div>
  )
}

const Mosaic = ({ children }: { children: preact.ComponentChildren }) => <div class="mosaic">{children}</div>

type ShownProps = { file: File; clientId: string; isAlone: boolean; onOpen: () => void }

function Shown({ file, clientId, isAlone, onOpen }: ShownProps) {
  const { id, name, alt, thumbhash, hasThumbnail, type } = file
  const isLost = useSignal(false)
  const blur = useMemo(() => (thumbhash === undefined ? undefined : blurOf(thumbhash)), [thumbhash])
  const local = useMemo(() => urlOfSent(clientId, file), [id])
  const isVideo = type.startsWith('video/')
  const says = alt ?? name
  if (isVideo && isAlone) {
    return (
      <video
        class="shown"
        src={local ?? addressOf(file)}
        poster={hasThumbnail && !local ? addressOf(file, 'poster') : undefined}
        controls
        playsInline
        preload={hasThumbnail ? 'none' : 'metadata'}
        aria-label={says}
      />
    )
  }
  return (
    <a
      class="shown"
      href={addressOf(file)}
      title={alt === undefined ? name : undefined}
      style={blur && { backgroundImage: `url(${blur})` }}
      onClick={(event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return
        event.preventDefault()
        onOpen()
      }}
    >
      {isLost.value ? (
        <span class="shown-missing">{words.missing}</span>
      ) : isVideo && !hasThumbnail ? (
        <video src={local ?? addressOf(file)} preload="metadata" muted aria-label={says} />
      ) : (
        <img
          src={local ?? addressOf(file, hasThumbnail && 'thumbnail')}
          alt={says}
          loading={local === undefined ? 'lazy' : 'eager'}
          decoding={local === undefined ? 'async' : 'sync'}
          onError={() => (isLost.value = true)}
        />
      )}
      {isVideo && (
        <span class="shown-play" aria-hidden="true">
          <Icon path="M8 5v14l11-7z" />
        </span>
      )}
    </a>
  )
}

type DraftProps = { client: Client; draft: OutboxEntry; files: readonly DraftFile[]; onDiscard: (id: string) => void }

/** The files of a draft that is on its way, from the bytes in this browser. */
export function DraftFiles({ client, draft, files, onDiscard }: DraftProps) {
  const { status, clientId, fileIds } = draft
  useEffect(() => noteDraft(clientId, files), [clientId])
  const shown = files.filter(isShown)
  const cards = files.filter((file) => !isShown(file))
  const all = files.reduce((sum, { size }) => sum + size, 0)
  const sent = status.state === 'uploading' ? status.sent : 0
  const isUnderWay = status.state !== 'failed' && fileIds === undefined
  return (
    <div class="files files-draft" style={roomOf(files)}>
      {shown.length > 0 && (
        <Mosaic>
          {rowsOf(shown).map((row) => (
            <div class="mosaic-row" key={row[0]?.key}>
              {row.map((file) => (
                <ShownDraft key={file.key} client={client} file={file} />
              ))}
            </div>
          ))}
        </Mosaic>
      )}
      {cards.length > 0 && (
        <ul class="file-cards">
          {cards.map((file) => (
            <Card key={file.key} file={file} />
          ))}
        </ul>
      )}
      {isUnderWay && (
        <div class="files-progress">
          <progress max={Math.max(1, all)} value={sent} aria-label={words.uploading} />
          <span>{status.state === 'uploading' ? words.progress(sizeOf(sent), sizeOf(all)) : words.queued}</span>
          <button type="button" class="text-button" onClick={() => onDiscard(clientId)}>
            {words.cancel}
          </button>
        </div>
      )}
    </div>
  )
}

function ShownDraft({ client, file }: { client: Client; file: DraftFile }) {
  const url = useMemo(() => localUrl(client, file), [file.key]).value
  const says = file.alt || file.name
  return (
    <span class="shown">
      {url !== undefined &&
        (file.type.startsWith('video/') ? (
          <video src={url} preload="metadata" muted aria-label={says} />
        ) : (
          <img src={url} alt={says} decoding="sync" />
        ))}
    </span>
  )
}
