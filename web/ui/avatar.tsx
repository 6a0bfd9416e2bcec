import { hash, hueOf } from './name-colour.ts'

/** Made for the first name that needs it: that takes milliseconds. */
let graphemes: Intl.Segmenter | undefined

/** A small picture out of a name: its hue, its first letter, and waves going out from one of four corners. */
export function Avatar({ name }: { name: string }) {
  const turn = ((hash(name) >>> 8) % 4) * 90
  return (
    <svg
      class="avatar"
      viewBox="0 0 40 40"
      style={{ '--hue': String(hueOf(name)) }}
      aria-hidden="true"
      focusable="false"
    >
      <rect class="avatar-ground" width="40" height="40" />
      <g class="avatar-waves" transform={`rotate(${turn} 20 20)`}>
        <path d="M0 26A14 14 0 0 1 14 40M0 13A27 27 0 0 1 27 40M0 0A40 40 0 0 1 40 40" />
      </g>
      <text class="avatar-letter" x="20" y="20">
        {initialOf(name)}
      </text>
    </svg>
  )
}

function initialOf(name: string): string {
  const [plain] = /^[a-z](?![^\0-\x7f])/i.exec(name) ?? []
  if (plain) return plain.toUpperCase()
  graphemes ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' })
  for (const { segment } of graphemes.segment(name)) {
    if (/[\p{L}\p{N}\p{Extended_Pictographic}]/u.test(segment)) return segment.toLocaleUpperCase()
  }
  return '·'
}
