import { Icon } from '../ui/icon.tsx'
import './kind-icon.css'

const PATHS = {
  image: 'M4 5h16v14H4zM8.5 10.5a1.5 1.5 0 1 0-.01 0M5 18l5-5 3 3 3-3 4 4',
  video: 'M4 6h11v12H4zM15 10.5l5-3v9l-5-3',
  audio: 'M9 18a2.5 2.5 0 1 1-2.5-2.5H9V6l9-2v9.5M18 16a2.5 2.5 0 1 1-2.5-2.5H18',
  other: 'M6 3h8l4 4v14H6zM14 3v4h4',
}

export type FileKind = keyof typeof PATHS

export function kindOf({ type }: { type: string }): FileKind {
  const [family = ''] = type.split('/')
  return family === 'image' || family === 'video' || family === 'audio' ? family : 'other'
}

/** The end of a name in capitals, as people know types: PDF. */
export const endingOf = (name: string): string => (/\.([a-z0-9]{1,5})$/i.exec(name)?.[1] ?? '').toUpperCase()

export const KindIcon = ({ type, name }: { type: string; name: string }) => (
  <span class="kind-icon" aria-hidden="true">
    <Icon path={PATHS[kindOf({ type })]} />
    <small translate={false}>{endingOf(name)}</small>
  </span>
)
