import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { dialogWords } from '../../words/dialogs.ts'
import { drawSquare, SIDE, toFile } from './draw.ts'
import { firstSquare, magnified, MOST_TIMES, moved, type Square, timesOf } from './square.ts'
import './crop.css'

/** How far an arrow key goes, as a share of what is seen; with Shift it goes further. */
const STEP = 0.02
const LONG_STEP = 0.1
/** One press of + or − magnifies so many times. */
const ZOOM = 1.1

const ARROWS: Record<string, { right?: number; down?: number }> = {
  ArrowLeft: { right: -1 },
  ArrowRight: { right: 1 },
  ArrowUp: { down: -1 },
  ArrowDown: { down: 1 },
}

type Props = {
  picture: ImageBitmap
  isBusy: boolean
  /** Undefined when the browser could not make a small file of it. */
  onDone: (square: Blob | undefined) => void
  onCancel: () => void
}

/** Chooses the square of a picture that is shown: by dragging and the wheel, or by keys and a slider. */
export function Crop({ picture, isBusy, onDone, onCancel }: Props) {
  const says = dialogWords.picture
  const [square, setSquare] = useState(() => firstSquare(picture))
  const canvas = useRef<HTMLCanvasElement>(null)
  const held = useRef<{ x: number; y: number } | undefined>(undefined)
  const zoom = (times: number) => setSquare((now) => magnified(now, picture, timesOf(now, picture) * times))
  const move = (by: { right?: number; down?: number }) => setSquare((now) => moved(now, picture, by))

  useLayoutEffect(() => canvas.current?.focus(), [])
  useLayoutEffect(() => {
    if (canvas.current) drawSquare(canvas.current, picture, square)
  }, [picture, square])

  function press(event: KeyboardEvent) {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const arrow = ARROWS[event.key]
    const step = event.shiftKey ? LONG_STEP : STEP
    if (arrow) move({ right: (arrow.right ?? 0) * step, down: (arrow.down ?? 0) * step })
    else if (event.key === '+' || event.key === '=') zoom(ZOOM)
    else if (event.key === '-') zoom(1 / ZOOM)
    else return
    event.preventDefault()
  }

  /** The picture follows the finger, so the square goes the other way. */
  function drag({ clientX: x, clientY: y }: PointerEvent) {
    const { current } = canvas
    if (!held.current || !current) return
    const seen = current.clientWidth
    move({ right: (held.current.x - x) / seen, down: (held.current.y - y) / seen })
    held.current = { x, y }
  }

  return (
    <form
      class="crop"
      onKeyDown={(event) => {
        // Closes only this, not the dialog.
        if (event.key !== 'Escape') return
        event.preventDefault()
        event.stopPropagation()
        onCancel()
      }}
      onSubmit={(event) => {
        event.preventDefault()
        if (canvas.current && !isBusy) void toFile(canvas.current).then(onDone)
      }}
    >
      <canvas
        ref={canvas}
        class="crop-part"
        width={SIDE}
        height={SIDE}
        tabIndex={0}
        role="application"
        aria-label={says.part}
        aria-describedby="crop-keys"
        onKeyDown={press}
        onPointerDown={(event) => {
          held.current = { x: event.clientX, y: event.clientY }
          event.currentTarget.setPointerCapture(event.pointerId)
        }}
        onPointerMove={drag}
        onPointerUp={() => (held.current = undefined)}
        onPointerCancel={() => (held.current = undefined)}
        onWheel={(event) => {
          event.preventDefault()
          zoom(event.deltaY < 0 ? ZOOM : 1 / ZOOM)
        }}
      />
      <p id="crop-keys" class="hint">
        {says.keys}
      </p>
      <Zoom square={square} picture={picture} onZoom={(times) => setSquare((now) => magnified(now, picture, times))} />
      <div class="acts">
        <button type="submit" class="button button-main" aria-disabled={isBusy}>
          {says.use}
        </button>
        <button type="button" class="button" onClick={onCancel}>
          {dialogWords.cancel}
        </button>
      </div>
    </form>
  )
}

type ZoomProps = { square: Square; picture: ImageBitmap; onZoom: (times: number) => void }

function Zoom({ square, picture, onZoom }: ZoomProps) {
  return (
    <label class="crop-zoom">
      {dialogWords.picture.zoom}
      <input
        type="range"
        min={1}
        max={MOST_TIMES}
        step={0.1}
        value={timesOf(square, picture)}
        onInput={({ currentTarget }) => onZoom(currentTarget.valueAsNumber)}
      />
    </label>
  )
}
