import { useSignal, type Signal } from '@preact/signals'
import { useEffect, useLayoutEffect, useMemo, useRef } from 'preact/hooks'
import type { Client } from '../../client/client.ts'
import type { DraftFile } from '../../client/outbox.ts'
import type { Room } from '../../client/rooms.ts'
import type { Uploads } from '../../client/uploads.ts'
import { MAX_ALT_CHARACTERS } from '../../protocol/limits.ts'
import { unsentIn } from '../drafts/unsent.ts'
import { Icon } from '../ui/icon.tsx'
import { fileWords as words } from '../words/files.ts'
import { sentenceOf } from '../words/language.ts'
import { change, drop } from './attach.ts'
import { KindIcon } from './kind-icon.tsx'
import { localUrl } from './local.ts'
import { isShown } from './room-of.ts'
import { sizeOf } from './sizes.ts'
import './strip.css'

type Props = { client: Client; room: Room }

/** The files of the draft above the field: how far each has come, its description, and their order. */
export function Strip({ client, room }: Props) {
  const { files } = unsentIn(room)
  const uploads = useSignal<Uploads | undefined>(undefined)
  const described = useSignal<string | undefined>(undefined)
  const said = useAdded(files)
  useEffect(() => {
    void client.uploads().then(
      (loaded) => {
        uploads.value = loaded
        // Those that an earlier page has left here go on.
        for (const file of files.peek()) if (loaded.of(file.key).peek().state === 'waiting') loaded.begin(file)
      },
      () => undefined,
    )
  }, [client, room])
  const all = files.value
  return (
    <>
      <ul class="strip" aria-label={words.strip}>
        {all.map((file, place) => (
          <Chosen
            key={file.key}
            client={client}
            room={room}
            file={file}
            place={place}
            count={all.length}
            uploads={uploads.value}
            described={described}
          />
        ))}
      </ul>
      {all.map((file) =>
        described.value === file.key ? (
          <Description key={file.key} room={room} file={file} onDone={() => (described.value = undefined)} />
        ) : null,
      )}
      <span class="unseen" role="status">
        {said}
      </span>
    </>
  )
}

/** The names of those that were just added, to be read aloud. */
function useAdded(files: Signal<readonly DraftFile[]>): string {
  const known = useRef<ReadonlySet<string>>(new Set())
  const said = useRef('')
  const added = files.value.filter(({ key }) => !known.current.has(key))
  known.current = new Set(files.value.map(({ key }) => key))
  if (added.length > 0) said.current = words.added(added.map(({ name }) => name))
  return said.current
}

type ChosenProps = Props & {
  file: DraftFile
  place: number
  count: number
  uploads: Uploads | undefined
  described: Signal<string | undefined>
}

function Chosen({ client, room, file, place, count, uploads, described }: ChosenProps) {
  const { key, name } = file
  const upload = uploads?.of(key).value
  const isFailed = upload?.state === 'failed'
  const isOpen = described.value === key

  function move(by: number) {
    const { files } = unsentIn(room)
    const others = files.peek().filter((other) => other.key !== key)
    files.value = [...others.slice(0, place + by), file, ...others.slice(place + by)]
  }

  return (
    <li class="chosen" data-state={upload?.state}>
      <Preview client={client} file={file} />
      <div class="chosen-facts">
        <bdi class="chosen-name" title={name} translate={false}>
          {name}
        </bdi>
        <span class="chosen-state" role={isFailed ? 'alert' : undefined}>
          {upload && upload.state === 'failed' ? sentenceOf(upload.failure) : <Progress file={file} upload={upload} />}
        </span>
      </div>
      <div class="chosen-tools">
        {isFailed && (
          <Tool
            label={words.retry(name)}
            path="M5 12a7.5 7.5 0 1 0 2.5-5.5M5 4v4h4"
            onClick={() => uploads?.begin(file)}
          />
        )}
        {isShown(file) && (
          <button
            type="button"
            class="alt-button"
            // A name that begins with the visible one, for people who speak to the page.
            aria-label={`ALT: ${words.describe(name)}`}
            title={words.describe(name)}
            aria-expanded={isOpen}
            data-on={file.alt !== undefined && file.alt !== ''}
            onClick={() => (described.value = isOpen ? undefined : key)}
          >
            ALT
          </button>
        )}
        {place > 0 && <Tool label={words.earlier(name)} path="M14 6l-6 6 6 6" turns onClick={() => move(-1)} />}
        {place < count - 1 && <Tool label={words.later(name)} path="M10 6l6 6-6 6" turns onClick={() => move(1)} />}
        <Tool label={words.remove(name)} path="M7 7l10 10M17 7 7 17" onClick={() => remove(client, room, key)} />
      </div>
    </li>
  )
}

/** The focus goes on to the next file, or to the field. */
function remove(client: Client, room: Room, key: string): void {
  drop(client, room, key)
  requestAnimationFrame(() => {
    const next = document.querySelector<HTMLElement>('.chosen:last-child .chosen-tools button:last-child')
    if (document.activeElement === document.body)
      (next ?? document.querySelector<HTMLElement>('.composer textarea'))?.focus()
  })
}

function Preview({ client, file }: { client: Client; file: DraftFile }) {
  const url = useMemo(() => localUrl(client, file), [client, file.key])
  if (!isShown(file) || url.value === undefined) return <KindIcon type={file.type} name={file.name} />
  return file.type.startsWith('video/') ? (
    <video class="chosen-picture" src={url.value} preload="metadata" muted />
  ) : (
    <img class="chosen-picture" src={url.value} alt={file.alt ?? ''} />
  )
}

type ProgressProps = { file: DraftFile; upload: ReturnType<Uploads['of']>['value'] | undefined }

function Progress({ file: { name, size }, upload }: ProgressProps) {
  if (!upload || upload.state === 'done' || upload.state === 'failed') return <>{sizeOf(size)}</>
  return (
    <>
      <progress max={Math.max(1, size)} value={upload.sent} aria-label={`${words.uploading}: ${name}`} />
      <span title={upload.state === 'waiting' ? words.waiting : words.uploading}>
        {words.progress(sizeOf(upload.sent), sizeOf(size))}
      </span>
    </>
  )
}

function Description({ room, file, onDone }: { room: Room; file: DraftFile; onDone: () => void }) {
  const field = useRef<HTMLInputElement>(null)
  useLayoutEffect(() => field.current?.focus(), [])
  function done() {
    onDone()
    document.querySelector<HTMLElement>('.composer textarea')?.focus()
  }
  return (
    <div class="description">
      <input
        ref={field}
        class="field"
        dir="auto"
        maxLength={MAX_ALT_CHARACTERS}
        aria-label={`${words.description}: ${file.name}`}
        placeholder={words.description}
        value={file.alt ?? ''}
        onInput={({ currentTarget }) => change(room, file.key, { alt: currentTarget.value })}
        onKeyDown={(event) => {
          if (event.isComposing || (event.key !== 'Enter' && event.key !== 'Escape')) return
          event.preventDefault()
          done()
        }}
      />
      <button type="button" class="text-button" onClick={done}>
        {words.descriptionDone}
      </button>
    </div>
  )
}

type ToolProps = { label: string; path: string; turns?: boolean; onClick: () => void }

const Tool = ({ label, path, turns, onClick }: ToolProps) => (
  <button type="button" class="icon-button" aria-label={label} title={label} onClick={onClick}>
    <Icon path={path} {...(turns && { class: 'turns' })} />
  </button>
)
