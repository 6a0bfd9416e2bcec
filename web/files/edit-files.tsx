import type { Signal } from '@preact/signals'
import type { File } from '../../protocol/files.ts'
import { MAX_ALT_CHARACTERS } from '../../protocol/limits.ts'
import { Icon } from '../ui/icon.tsx'
import { fileWords as words } from '../words/files.ts'
import { addressOf } from './address-of.ts'
import { KindIcon } from './kind-icon.tsx'
import { isShown } from './room-of.ts'
import './edit-files.css'

/** The files of a message that is edited: each can go, or be described anew. */
export function EditFiles({ files }: { files: Signal<readonly File[]> }) {
  const change = (id: string, alt: string) =>
    (files.value = files.peek().map((file) => (file.id === id ? { ...file, alt } : file)))
  return (
    <ul class="edit-files" aria-label={words.edit.heading}>
      {files.value.map((file) => (
        <li key={file.id}>
          {isShown(file) && file.hasThumbnail ? (
            <img src={addressOf(file, 'thumbnail')} alt="" />
          ) : (
            <KindIcon type={file.type} name={file.name} />
          )}
          <input
            class="field"
            dir="auto"
            maxLength={MAX_ALT_CHARACTERS}
            aria-label={`${words.description}: ${file.name}`}
            placeholder={`${file.name}: ${words.description}`}
            value={file.alt ?? ''}
            onInput={({ currentTarget }) => change(file.id, currentTarget.value)}
          />
          <button
            type="button"
            class="icon-button"
            aria-label={words.remove(file.name)}
            title={words.remove(file.name)}
            onClick={() => (files.value = files.peek().filter(({ id }) => id !== file.id))}
          >
            <Icon path="M7 7l10 10M17 7 7 17" />
          </button>
        </li>
      ))}
    </ul>
  )
}
