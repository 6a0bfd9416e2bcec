import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { encode } from 'uqr'
import { copy } from '../ui/copy.ts'
import { useSecondsUntil } from '../ui/seconds-until.ts'
import { overlayWords } from '../words-overlays.ts'

/** A link that is a secret: to copy, or to point a camera at. */
export function SecretLink({ path, label }: { path: string; label: string }) {
  const link = location.origin + path
  const field = useRef<HTMLInputElement>(null)
  const [copying, setCopying] = useState<'idle' | 'copied' | 'failed'>('idle')
  const says = overlayWords.link

  useEffect(() => {
    if (copying === 'idle') return
    const timer = setTimeout(() => setCopying('idle'), 2_000)
    return () => clearTimeout(timer)
  }, [copying])

  async function copyLink() {
    const isCopied = await copy(link)
    // Selected, so that a key does what could not be done here.
    field.current?.select()
    setCopying(isCopied ? 'copied' : 'failed')
  }

  return (
    <div class="secret">
      <QrCode text={link} />
      <div class="secret-row">
        <input
          class="field"
          ref={field}
          readOnly
          value={link}
          aria-label={label}
          onFocus={({ currentTarget }) => currentTarget.select()}
        />
        <button type="button" class="button" onClick={() => void copyLink()}>
          {copying === 'copied' ? says.copied : says.copy}
        </button>
      </div>
      <p class="hint" role="status">
        {copying === 'failed' && says.copyYourself}
      </p>
    </div>
  )
}

/** Dark on white in both themes: not every camera reads the other way round. */
function QrCode({ text }: { text: string }) {
  const { size, path } = useMemo(() => drawn(text), [text])
  return (
    <svg
      class="qr"
      viewBox={`0 0 ${size} ${size}`}
      role="img"
      aria-label={overlayWords.link.qr}
      shape-rendering="crispEdges"
    >
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  )
}

function drawn(text: string): { size: number; path: string } {
  const { data, size } = encode(text, { ecc: 'M', border: 3 })
  const path = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : []))).join('')
  return { size, path }
}

/** How long a secret holds, counted down; the server's clock need not be mine, so it is counted from when it came. */
export function Countdown({ seconds, over }: { seconds: number; over: string }) {
  const end = useMemo(() => performance.now() + seconds * 1_000, [seconds])
  const left = useSecondsUntil(end)
  const minutes = Math.floor(left / 60)
  if (left === 0) return <p role="status">{over}</p>
  return <p class="hint">{overlayWords.link.holds(`${minutes}:${String(left % 60).padStart(2, '0')}`)}</p>
}
