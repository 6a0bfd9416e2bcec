import type { ComponentChildren } from 'preact'
import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { encode } from 'uqr'
import { basePath } from '../../browser/base-path.ts'
import { copy } from '../../browser/clipboard.ts'
import { useSecondsUntil } from '../../ui/use-seconds-until.ts'
import { dialogWords } from '../../words/dialogs.ts'

type Props = {
  /** Absent until the link is made. */
  path: string | undefined
  /** The known beginning of the path, shown before the link is made. */
  begins?: string
  label: string
  button?: string
  /** The label of a button that shows the code on demand. */
  qrButton?: string
  isRunning?: boolean
  /** Answers with the path of the link, and makes the link where there is none; undefined when that fails. */
  make?: () => Promise<string | undefined>
  /** A description of the link. */
  children?: ComponentChildren
}

/** A link that is a secret: to copy, or to point a camera at. */
export function SecretLink({ path, begins = '', label, button, qrButton, isRunning = false, make, children }: Props) {
  const linkOf = (end: string) => location.origin + basePath + end
  const field = useRef<HTMLInputElement>(null)
  const [copying, setCopying] = useState<'idle' | 'copied' | 'failed'>('idle')
  const [isQrWanted, setQrWanted] = useState(qrButton === undefined)
  const says = dialogWords.link

  useEffect(() => {
    if (copying !== 'copied') return
    const timer = setTimeout(() => setCopying('idle'), 2_000)
    return () => clearTimeout(timer)
  }, [copying])

  async function copyLink() {
    const made = path ?? (await make?.())
    if (made === undefined) return
    const isCopied = await copy(linkOf(made))
    // Selected, so that the reader can copy by key if the button failed.
    field.current?.select()
    setCopying(isCopied ? 'copied' : 'failed')
  }

  async function showQr() {
    if ((path ?? (await make?.())) !== undefined) setQrWanted(true)
  }

  return (
    <div class="secret">
      <div class="secret-row">
        <input
          class="field"
          ref={field}
          readOnly
          value={path === undefined ? `${linkOf(begins)}…` : linkOf(path)}
          aria-label={label}
          onFocus={({ currentTarget }) => path !== undefined && currentTarget.select()}
        />
        <button type="button" class="button button-main" aria-disabled={isRunning} onClick={() => void copyLink()}>
          {/* Both words have room, so that nothing moves when one replaces the other. */}
          <span class="secret-words" data-said={copying === 'copied'}>
            <span aria-hidden={copying === 'copied'}>{button ?? says.copy}</span>
            <span aria-hidden={copying !== 'copied'}>{says.copied}</span>
          </span>
        </button>
      </div>
      {children}
      <p class="hint" role="status">
        {copying === 'failed' && says.copyYourself}
      </p>
      {path !== undefined && isQrWanted ? (
        <QrCode text={linkOf(path)} />
      ) : (
        qrButton !== undefined && (
          <button type="button" class="text-button" aria-disabled={isRunning} onClick={() => void showQr()}>
            {qrButton}
          </button>
        )
      )}
    </div>
  )
}

/** Dark on white in both themes: some cameras cannot read the inverse. */
function QrCode({ text }: { text: string }) {
  const { size, path } = useMemo(() => drawn(text), [text])
  return (
    <svg
      class="qr"
      viewBox={`0 0 ${size} ${size}`}
      role="img"
      aria-label={dialogWords.link.qr}
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

/** The remaining time of a secret, counted from its arrival, because the server's clock may differ from mine. */
export function Countdown({ seconds, over }: { seconds: number; over: string }) {
  const end = useMemo(() => performance.now() + seconds * 1_000, [seconds])
  const left = useSecondsUntil(end)
  const minutes = Math.floor(left / 60)
  if (left === 0) return <p role="status">{over}</p>
  return <p class="hint">{dialogWords.link.holds(`${minutes}:${String(left % 60).padStart(2, '0')}`)}</p>
}
