import { useState } from 'preact/hooks'
import { basePath } from '../browser/base-path.ts'
import { hash, hueOf } from './name-colour.ts'

/** Created for the first name that needs it, because that takes milliseconds. */
let graphemes: Intl.Segmenter | undefined

type Props = { name: string; id?: string | undefined; picture?: string | undefined }

/** The picture of a user or a room: their own, or else one that is drawn. Without an id, it is drawn of the name. */
export function Avatar({ name, id, picture }: Props) {
  const [lost, setLost] = useState<string | undefined>(undefined)
  if (picture === undefined || picture === lost) return <Drawn name={name} id={id} />
  return (
    <img
      class="avatar"
      src={`${basePath}/api/pictures/${picture}`}
      alt=""
      decoding="async"
      draggable={false}
      onError={() => setLost(picture)}
    />
  )
}

/** Hue, initial, and waves from one of the four corners. */
function Drawn({ name, id = name }: Pick<Props, 'name' | 'id'>) {
  const turn = ((hash(id) >>> 8) % 4) * 90
  return (
    <svg class="avatar" viewBox="0 0 40 40" style={{ '--hue': String(hueOf(id)) }} aria-hidden="true" focusable="false">
      <rect class="avatar-ground" width="40" height="40" />
      <g class="avatar-waves" transform={`rotate(${turn} 20 20)`}>
        <path d="M0 26A14 14 0 0 1 14 40M0 13A27 27 0 0 1 27 40M0 0A40 40 0 0 1 40 40" />
      </g>
      <text class="avatar-letter notranslate" x="20" y="20">
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
