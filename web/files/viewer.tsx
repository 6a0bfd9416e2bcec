/** A picture or video over the page: zoom, the others around it, and the way back to its message. */
import { useSignal } from '@preact/signals'
import { render } from 'preact'
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import type { Client } from '../../client/client.ts'
import type { Room } from '../../client/rooms.ts'
import type { File } from '../../protocol/files.ts'
import type { Message } from '../../protocol/models.ts'
import { goTo } from '../state/address.ts'
import { viewer } from '../state/open-viewer.ts'
import { Icon } from '../ui/icon.tsx'
import { exactTime } from '../ui/time.ts'
import { fileWords as words } from '../words/files.ts'
import { addressOf } from './address-of.ts'
import { hearHands } from './hands.ts'
import { isShown } from './room-of.ts'
import { NO_ZOOM, type Zoom, ZOOM_STEP, zoomed } from './zoom.ts'
import './viewer.css'

export type ViewerProps = {
  client: Client
  room: Room
  message: Message
  file: File
  /** The pictures before and after it, in their order; those of the room's loaded messages without it. */
  all?: readonly Seen[]
  onClose: () => void
}

export type Seen = { message: Message; file: File }

export function showViewer(props: Omit<ViewerProps, 'onClose'>): void {
  const place = document.createElement('div')
  document.body.append(place)
  const onClose = () => {
    viewer.value = undefined
    render(null, place)
    place.remove()
  }
  viewer.value = onClose
  render(<Viewer {...props} onClose={onClose} />, place)
}

function picturesOf(room: Room): Seen[] {
  const messages = room.timeline.entries.peek().flatMap((entry) => (entry.kind === 'message' ? entry.message : []))
  return messages.flatMap((message) => (message.files ?? []).filter(isShown).map((file) => ({ message, file })))
}

function Viewer({ room, message, file, all, onClose }: ViewerProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  const stage = useRef<HTMLDivElement>(null)
  const seen = useRef(all ?? picturesOf(room)).current
  const found = seen.findIndex((one) => one.file.id === file.id)
  const list = found < 0 ? [{ message, file }] : seen
  const at = useSignal(Math.max(0, found))
  const zoom = useSignal<Zoom>(NO_ZOOM)
  const now = list[at.value]!
  const isVideo = now.file.type.startsWith('video/')

  useLayoutEffect(() => {
    const opened = dialog.current
    opened?.showModal()
    stage.current?.focus()
    // A closed dialog gives the focus back to where it was.
    return () => opened?.close()
  }, [])

  function go(by: number) {
    const next = at.peek() + by
    if (next < 0 || next >= list.length) return
    zoom.value = NO_ZOOM
    at.value = next
  }
  const turn = (times: number) => (zoom.value = zoomed(zoom.peek(), times))

  useEffect(() => (stage.current ? hearHands(stage.current, { zoom, go, onClose }) : undefined), [])

  function hearKey(event: KeyboardEvent) {
    const forward = document.documentElement.dir === 'rtl' ? 'ArrowLeft' : 'ArrowRight'
    const back = forward === 'ArrowLeft' ? 'ArrowRight' : 'ArrowLeft'
    if (event.key === 'Escape') onClose()
    else if (event.key === forward) go(1)
    else if (event.key === back) go(-1)
    else if (event.key === '+' || event.key === '=') turn(ZOOM_STEP)
    else if (event.key === '-') turn(1 / ZOOM_STEP)
    else if (event.key === '0') zoom.value = NO_ZOOM
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  const { scale, x, y } = zoom.value
  const says = now.file.alt ?? now.file.name
  return (
    <dialog
      ref={dialog}
      class="viewer"
      aria-label={says}
      onKeyDown={hearKey}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
    >
      <div class="viewer-bar">
        <p>
          <bdi class="viewer-name">{now.file.name}</bdi>
          <small>
            <bdi>{now.message.author.name}</bdi> · {exactTime(now.message.sentAt)}
          </small>
        </p>
        <span class="viewer-place" role="status">
          {list.length > 1 && words.viewer.place(at.value + 1, list.length)}
        </span>
        <Tool label={words.viewer.zoomOut} path="M5 12h14" onClick={() => turn(1 / ZOOM_STEP)} />
        <Tool label={words.viewer.zoomIn} path="M12 5v14M5 12h14" onClick={() => turn(ZOOM_STEP)} />
        <Tool
          label={words.viewer.inContext}
          path="M8 16 18 6M10 6h8v8M5 12v7h7"
          onClick={() => {
            onClose()
            goTo(room.slug.peek(), now.message.seq)
          }}
        />
        <a
          class="icon-button"
          href={addressOf(now.file)}
          download={now.file.name}
          aria-label={words.downloadFile(now.file.name)}
          title={words.download}
        >
          <Icon path="M12 4v11M7 11l5 5 5-5M5 20h14" />
        </a>
        <Tool label={words.viewer.close} path="M6 6l12 12M18 6 6 18" onClick={onClose} />
      </div>
      <div class="viewer-stage" ref={stage} tabIndex={-1}>
        {isVideo ? (
          <video key={now.file.id} src={addressOf(now.file)} controls autoPlay playsInline aria-label={says} />
        ) : (
          <img
            key={now.file.id}
            src={addressOf(now.file, now.file.hasThumbnail && scale <= 1.5 && 'view')}
            alt={says}
            draggable={false}
            style={{ transform: `translate(${x}px, ${y}px) scale(${scale})` }}
          />
        )}
      </div>
      {now.file.alt !== undefined && <p class="viewer-alt">{now.file.alt}</p>}
      {at.value > 0 && (
        <Tool more="viewer-previous turns" label={words.viewer.previous} path="M14 6l-6 6 6 6" onClick={() => go(-1)} />
      )}
      {at.value < list.length - 1 && (
        <Tool more="viewer-next turns" label={words.viewer.next} path="M10 6l6 6-6 6" onClick={() => go(1)} />
      )}
    </dialog>
  )
}

type ToolProps = { label: string; path: string; more?: string; onClick: () => void }

const Tool = ({ label, path, more, onClick }: ToolProps) => (
  <button type="button" class={`icon-button ${more ?? ''}`} aria-label={label} title={label} onClick={onClick}>
    <Icon path={path} />
  </button>
)
