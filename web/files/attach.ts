/** Takes chosen, pasted and dropped files into the draft of a room, and begins to upload them. */
import type { Client } from '../../client/client.ts'
import { newClientId } from '../../client/client-id.ts'
import type { DraftFile } from '../../client/outbox.ts'
import type { Room } from '../../client/rooms.ts'
import { MAX_FILES } from '../../protocol/limits.ts'
import { unsentIn } from '../drafts/unsent.ts'
import { sayBriefly } from '../ui/say-briefly.ts'
import { fileWords as words } from '../words/files.ts'
import { noteUrl } from './local.ts'
import { measure } from './probe.ts'
import { sizeOf } from './sizes.ts'

/** Opens the browser's own dialog. */
export function chooseFiles(client: Client, room: Room): void {
  const input = document.createElement('input')
  input.type = 'file'
  input.multiple = true
  input.addEventListener('change', () => {
    if (input.files) attach(client, room, input.files)
  })
  input.click()
}

/** The files that fit go into the draft. For the others the reader is told why not, before a byte is sent. */
export function attach(client: Client, room: Room, chosen: Iterable<File>, more: Partial<DraftFile> = {}): void {
  const { files } = unsentIn(room)
  const most = client.server.peek()?.maxFileBytes ?? 0
  const problems = new Set<string>()
  const taken: { file: DraftFile; bytes: File }[] = []
  for (const bytes of chosen) {
    const { name, size, type } = bytes
    if (most === 0) problems.add(words.none)
    else if (size > most) problems.add(words.tooLarge(name, sizeOf(most)))
    // A browser gives a folder as a file without type, whose bytes cannot be read.
    else if (files.peek().length + taken.length >= MAX_FILES) problems.add(words.tooMany(MAX_FILES))
    else taken.push({ file: { key: newClientId(), name, size, type, ...more }, bytes })
  }
  files.value = [...files.peek(), ...taken.map(({ file }) => file)]
  for (const { file, bytes } of taken) void take(client, room, file, bytes)
  if (problems.size > 0) sayBriefly([...problems].join(' '))
  document.querySelector<HTMLElement>('.composer textarea')?.focus()
}

async function take(client: Client, room: Room, file: DraftFile, bytes: File): Promise<void> {
  const url = noteUrl(file.key, bytes)
  try {
    const uploads = await client.uploads()
    const kept = uploads.keep(file.key, client.you.peek()?.id ?? '', bytes)
    const measures = await measure(file.type, url)
    if (measures) change(room, file.key, measures)
    await kept
    // It may have been sent or removed meanwhile: then the outbox brings it, or nobody.
    const now = unsentIn(room)
      .files.peek()
      .find(({ key }) => key === file.key)
    if (now) uploads.begin(now)
  } catch (error) {
    // The network is away, or the server has another page by now.
    console.warn(error)
    drop(client, room, file.key)
    sayBriefly(words.failed)
  }
}

/** Changes what is known of a chosen file. */
export function change(room: Room, key: string, more: Partial<DraftFile>): void {
  const { files } = unsentIn(room)
  files.value = files.peek().map((file) => (file.key === key ? { ...file, ...more } : file))
}

/** Takes a file out of the draft. It is removed at the server, too. */
export function drop(client: Client, room: Room, key: string): void {
  const { files } = unsentIn(room)
  files.value = files.peek().filter((file) => file.key !== key)
  void client.uploads().then(
    (uploads) => uploads.forget([key], { isSent: false }),
    () => undefined,
  )
}
