/** Takes the bytes of uploads, keeps them, and gives them out again. */
import { createHash, randomUUID } from 'node:crypto'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Refusal, refusal } from '../../protocol/errors.ts'
import type { Content, Upload } from '../store/files-store.ts'
import type { Signed } from '../store/terms.ts'
import { MAX_EMOJI_BYTES } from '../../protocol/limits.ts'
import type { Store } from '../store/store.ts'
import { type ByteRange, MissingBytes, type Place } from './place.ts'
import type { Bounds, Preparation, PreparedForm } from './prepare.ts'

/** The same bytes are being deleted: that takes no longer than this, in ms, and then they are put there anew. */
const LEAVING_MS = 50

/** A picture of a person or a room. */
const SQUARE: Bounds = { width: 256, height: 256, fit: 'cover' }
/** A picture of a linked page. */
const PREVIEW: Bounds = { width: 400, height: 300, fit: 'inside' }
/** A custom emoji, with its motion; a smaller one, where that has too many bytes; and without its motion. */
const EMOJI: Bounds[] = [
  { width: 128, height: 128, isAnimated: true },
  { width: 64, height: 64, isAnimated: true },
  { width: 128, height: 128 },
]
/** The hash of a picture that is kept, and its pixels. */
type SmallPicture = { hash: string; width: number; height: number }

/** The share of the disk that stays free. */
const FREE_SHARE = 0.1

type FilesNeeds = {
  store: Pick<
    Store,
    | 'upload'
    | 'takeOverUpload'
    | 'noteReceived'
    | 'completeFile'
    | 'addPoster'
    | 'announceContent'
    | 'removeFile'
    | 'keptBytes'
  >
  place: Place
  /** The bytes of all files together, at most. Without a limit, a tenth of the disk stays free. */
  maxBytes?: number | undefined
  /** A folder of this server alone, for bytes that are put aside. It may be emptied whenever no server runs. */
  workFolder: string
  preparation: Pick<Preparation, 'warmUp' | 'prepare' | 'preparePoster' | 'boundPicture'>
}

/** Bytes of an upload: where they begin, and a check of them all that throws before any of them counts. */
export type Part = { from: number; bytes: AsyncIterable<Uint8Array>; check?: (() => void) | undefined }

/** Empties the folder first: what is left in it is of a server that ended in the middle of a request. */
export async function openFiles(needs: FilesNeeds): Promise<Files> {
  await rm(needs.workFolder, { recursive: true, force: true })
  await mkdir(needs.workFolder, { recursive: true })
  return new Files(needs)
}

export class Files {
  readonly #needs: FilesNeeds
  /** The request that writes to an upload on this node. */
  readonly #writing = new Map<string, { abort: AbortController; ended: Promise<unknown> }>()
  readonly #completing = new Map<string, Promise<void>>()

  constructor(needs: FilesNeeds) {
    this.#needs = needs
  }

  /** Throws `storage_unavailable` where there is no room for so many more bytes. */
  async requireRoom(bytes: number): Promise<void> {
    const { store, place, maxBytes } = this.#needs
    if (maxBytes !== undefined) {
      if ((await store.keptBytes()) + bytes > maxBytes) throw refusal('files_full')
      return
    }
    const space = await place.space()
    if (space && space.free - bytes < space.all * FREE_SHARE) throw refusal('files_full')
  }

  /** The limit of all files together, if one is set, and the bytes of the disk, where they are known. */
  async space(): Promise<{ limit?: number; free?: number; all?: number }> {
    const { place, maxBytes } = this.#needs
    return { ...(maxBytes !== undefined && { limit: maxBytes }), ...(await place.space()) }
  }

  /**
   * How far an upload has come. A request that still adds bytes is stopped before: its line may be dead, and the client
   * that asks is about to go on.
   */
  async progress(who: Signed, id: string): Promise<Upload> {
    await this.#needs.store.upload(who, id)
    await this.#stopWriting(id)
    return this.#needs.store.takeOverUpload(who, id, randomUUID())
  }

  /** Adds bytes to an upload, and answers with its progress. `conflict` when they do not begin where it ends. */
  async receive(who: Signed, id: string, part: Part): Promise<Upload> {
    const { store } = this.#needs
    await store.upload(who, id)
    await this.#stopWriting(id)
    const writer = randomUUID()
    const upload = await store.takeOverUpload(who, id, writer)
    if (part.from !== upload.received) throw refusal('upload_elsewhere', { received: upload.received })
    // Others may have filled the place since this upload was announced.
    await this.requireRoom(upload.size - part.from)
    this.#needs.preparation.warmUp()
    const abort = new AbortController()
    const writing = this.#write(upload, writer, part, abort.signal)
    const turn = { abort, ended: writing.catch(() => 'told to its own caller') }
    this.#writing.set(id, turn)
    try {
      upload.received = await writing
    } finally {
      if (this.#writing.get(id) === turn) this.#writing.delete(id)
    }
    if (!upload.isComplete && upload.received === upload.size) await this.#completeOnce(upload)
    return upload
  }

  /** Makes a file of an upload whose bytes are all here, if that was not done. */
  async ready(who: Signed, id: string): Promise<void> {
    const upload = await this.#needs.store.upload(who, id)
    if (upload.isComplete || upload.received < upload.size) return
    await this.#completeOnce(upload)
  }

  async #completeOnce(upload: Upload): Promise<void> {
    const completing = this.#completing.get(upload.id) ?? this.#complete(upload)
    this.#completing.set(upload.id, completing)
    await completing.finally(() => this.#completing.delete(upload.id))
  }

  /** Gives a film its poster. `bad_request` for one that is no picture. */
  async addPoster(who: Signed, id: string, picture: Uint8Array): Promise<void> {
    const { preparation, store } = this.#needs
    const { holder } = await store.upload(who, id)
    await using aside = await this.aside()
    const path = join(aside.folder, 'given')
    await writeFile(path, picture)
    const poster = await preparation.preparePoster(path, aside.folder, picture.length, holder)
    if (!poster) throw new Refusal('bad_request', 'The poster is no picture that can be shown.')
    await this.#keep(poster.forms)
    await store.addPoster(who, id, { ...poster, forms: poster.forms.map(withoutPath) })
  }

  /**
   * Keeps a small square of a picture, for a person or a room that is about to show it. `bad_request` for what is no
   * picture. Answers with its hash.
   */
  async keepPicture(picture: Uint8Array, whose: string): Promise<string> {
    await this.requireRoom(picture.length)
    const kept = await this.#keepBounded(picture, SQUARE, whose)
    if (!kept) throw refusal('picture_unfit')
    return kept.hash
  }

  /** Keeps a small form of the picture of a linked page. Undefined for what is no picture, or where there is no room. */
  async keepPreviewPicture(picture: Uint8Array): Promise<SmallPicture | undefined> {
    try {
      await this.requireRoom(picture.length)
      return await this.#keepBounded(picture, PREVIEW, 'previews')
    } catch (error) {
      if (error instanceof Refusal) return undefined
      throw error
    }
  }

  /**
   * Keeps the picture of a custom emoji that is about to be added, and of one that moves a still form as well.
   * `bad_request` for what is no picture. Answers with their hashes.
   */
  async keepEmoji(picture: Uint8Array, whose: string): Promise<{ picture: string; still?: string }> {
    await this.requireRoom(picture.length)
    try {
      await using aside = await this.aside()
      const made = await this.#needs.preparation.boundPicture(picture, EMOJI, { folder: aside.folder, whose })
      const [moving, smaller, still] = made?.forms ?? []
      const shown = [moving, smaller].find((form) => form !== undefined && form.bytes.length <= MAX_EMOJI_BYTES)
      if (!shown || !still) throw refusal('emoji_unfit')
      const hash = await this.#keepBytes(shown.bytes, aside.folder)
      return { picture: hash, ...(made!.frames > 1 && { still: await this.#keepBytes(still.bytes, aside.folder) }) }
    } catch (error) {
      throw isFull(error) ? refusal('files_full') : error
    }
  }

  async #keepBounded(picture: Uint8Array, bounds: Bounds, whose: string): Promise<SmallPicture | undefined> {
    try {
      await using aside = await this.aside()
      const made = await this.#needs.preparation.boundPicture(picture, [bounds], { folder: aside.folder, whose })
      const form = made?.forms[0]
      if (!form) return undefined
      const { bytes, width, height } = form
      return { hash: await this.#keepBytes(bytes, aside.folder), width, height }
    } catch (error) {
      throw isFull(error) ? refusal('files_full') : error
    }
  }

  /** Keeps a picture in WebP. Answers with its hash. */
  async #keepBytes(bytes: Uint8Array, folder: string): Promise<string> {
    const hash = createHash('sha256').update(bytes).digest('hex')
    const path = join(folder, hash)
    await writeFile(path, bytes)
    await this.#keep([{ form: 'original', hash, type: 'image/webp', size: bytes.length, path }])
    return hash
  }

  async remove(who: Signed, id: string): Promise<void> {
    await this.#needs.store.removeFile(who, id)
    await this.#stopWriting(id)
    await this.#needs.place.discard(id)
  }

  /** The bytes in pieces, each valid until the next one is asked for. `not_found` when they are lost. */
  async read({ hash }: Pick<Content, 'hash'>, range?: ByteRange): Promise<AsyncIterable<Uint8Array>> {
    try {
      return await this.#needs.place.read(hash, range)
    } catch (error) {
      if (error instanceof MissingBytes) throw refusal('file_lost')
      throw error
    }
  }

  /** A new folder of this server, for bytes that are put aside. Disposing of it removes it. */
  async aside(): Promise<AsyncDisposable & { folder: string }> {
    const folder = await mkdtemp(join(this.#needs.workFolder, 'aside-'))
    return { folder, [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) }
  }

  async #stopWriting(id: string): Promise<void> {
    const turn = this.#writing.get(id)
    turn?.abort.abort(refusal('upload_taken_over'))
    await turn?.ended
  }

  async #write(upload: Upload, writer: string, { from, bytes, check }: Part, signal: AbortSignal): Promise<number> {
    const { store, place } = this.#needs
    let received = from
    const note = async () => {
      if (!(await store.noteReceived(upload.id, writer, received))) throw refusal('upload_taken_over')
    }
    try {
      await place.write(upload.id, from, atMost(bytes, upload.size - from, signal), async (safe) => {
        received = safe
        // Bytes that are checked count only after the check, all together.
        if (!check) await note()
      })
      if (check) {
        check()
        await note()
      }
      return received
    } catch (error) {
      throw isFull(error) ? refusal('files_full') : error
    }
  }

  async #complete({ id, holder, name, type, size, details }: Upload): Promise<void> {
    const { store, place, preparation } = this.#needs
    try {
      await using borrowed = await place.borrow(id, size)
      const { path, folder } = borrowed
      const { facts, forms } = await preparation.prepare({ path, folder, name, type, size, details }, holder)
      await this.#keep(forms)
      await store.completeFile(id, { facts, forms: forms.map(withoutPath) })
    } catch (error) {
      throw isFull(error) ? refusal('files_full') : error
    }
    await place.discard(id)
  }

  async #keep(forms: PreparedForm[]): Promise<void> {
    const { store, place } = this.#needs
    // One content may serve as several forms.
    for (const { hash, size, path } of new Map(forms.map((form) => [form.hash, form])).values()) {
      while (!(await store.announceContent(hash, size))) await sleep(LEAVING_MS)
      await place.keep(hash, path)
    }
  }
}

const withoutPath = ({ path: _path, ...form }: PreparedForm) => form

/** The bytes, until there are more than there should be, or they are not wanted any more. */
async function* atMost(bytes: AsyncIterable<Uint8Array>, most: number, signal: AbortSignal): AsyncIterable<Uint8Array> {
  let count = 0
  const stopped = Promise.withResolvers<never>()
  stopped.promise.catch(() => 'thrown below')
  signal.addEventListener('abort', () => stopped.reject(signal.reason as Error), { once: true })
  const iterator = bytes[Symbol.asyncIterator]()
  try {
    for (;;) {
      signal.throwIfAborted()
      const next = await Promise.race([iterator.next(), stopped.promise])
      if (next.done) return
      count += next.value.length
      if (count > most) throw new Refusal('bad_request', 'These are more bytes than the upload was announced with.')
      yield next.value
    }
  } finally {
    // Not awaited: a line that is dead answers late.
    void iterator.return?.()
  }
}

const isFull = (error: unknown): boolean => ['ENOSPC', 'EDQUOT'].includes((error as NodeJS.ErrnoException).code ?? '')
