import type { ComponentChildren } from 'preact'
import { Icon } from '../ui/icon.tsx'
import { lazy } from '../ui/lazy.tsx'
import { fileWords as words } from '../words/files.ts'
import { KindIcon, endingOf, kindOf } from './kind-icon.tsx'
import { sizeOf } from './sizes.ts'

const Player = lazy(async () => (await import('./player.tsx')).Player)

type Props = {
  file: { name: string; type: string; size: number; alt?: string; duration?: number }
  /** Absent while it is on its way. */
  url?: string
  /** More to do with it. */
  children?: ComponentChildren
}

/** A file that the page does not show: what it is called, its type and its size. A recording can be played. */
export function Card({ file, url, children }: Props) {
  const { name, type, size, alt } = file
  const facts = [endingOf(name) || words.kinds[kindOf(file)], sizeOf(size)]
  return (
    <li class="file-card">
      {url !== undefined && type.startsWith('audio/') ? (
        <Player url={url} name={alt ?? name} {...(file.duration !== undefined && { duration: file.duration })} />
      ) : (
        <>
          <KindIcon type={type} name={name} />
          <span class="file-facts">
            <bdi class="file-name" title={name} translate={false}>
              {name}
            </bdi>
            <small>
              {facts.join(' · ')}
              {alt && ` · ${alt}`}
            </small>
          </span>
        </>
      )}
      {url !== undefined && (
        <a class="icon-button" href={url} download={name} aria-label={words.downloadFile(name)} title={words.download}>
          <Icon path="M12 4v11M7 11l5 5 5-5M5 20h14" />
        </a>
      )}
      {children}
    </li>
  )
}
