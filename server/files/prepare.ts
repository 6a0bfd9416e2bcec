/** Prepares the bytes that people bring: the forms that are kept, and what clients are told of them. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { refusal } from '../../protocol/errors.ts'
import type { Bounded, Bounds } from './making/bounded.ts'
import { type Care, lessThan } from './making/care.ts'
import type { Arrived, Prepared } from './making/file.ts'
import { GivenUp, TaskFailed, Workers, type WorkersOptions } from './workers/workers.ts'

export type { Bounds } from './making/bounded.ts'
export type { Arrived, Prepared, PreparedForm } from './making/file.ts'

/** The time for a task, in ms: for a picture, and for bytes that are hashed as they come from a slow disk. */
const WITHIN_MS = 20_000
const BYTES_PER_MS = 20_000

/** The sizes of a film’s poster. */
const POSTER: Bounds[] = [
  { width: 2_560, height: 2_560 },
  { width: 840, height: 560 },
]

/** A stranger’s picture in the sizes that were asked for, as WebP. */
export type BoundedPicture = {
  /** Of the picture as it came, the right way up. */
  width: number
  height: number
  /** More than one for a picture that moves. */
  frames: number
  thumbhash: string
  forms: { width: number; height: number; bytes: Buffer }[]
}

export type PreparationOptions = WorkersOptions & {
  /** Told of a task that failed although nothing was too much: a bug, or a machine without the library of pictures. */
  onBug: (error: unknown, during: string) => void
  withinMs?: number
}

export class Preparation {
  readonly #workers: Workers
  readonly #onBug: PreparationOptions['onBug']
  readonly #withinMs: number

  constructor({ onBug, withinMs = WITHIN_MS, ...options }: PreparationOptions) {
    this.#workers = new Workers(options)
    this.#onBug = onBug
    this.#withinMs = withinMs
  }

  /** The ids of the processes that run now. */
  get pids(): number[] {
    return this.#workers.pids
  }

  /** Bytes are about to come. */
  warmUp(): void {
    this.#workers.warmUp()
  }

  /** A file that was too much for one process is a plain file. `whose` says who waits for it. */
  async prepare(arrived: Arrived, whose: string): Promise<Prepared> {
    const withinMs = this.#withinMs + arrived.size / BYTES_PER_MS
    let isFirstCrash = true
    for (let care: Care | undefined = 'all'; care;) {
      try {
        return await this.#workers.ask({ task: 'file', given: { ...arrived, care } }, { whose, withinMs })
      } catch (error) {
        // A process may be ended for the sake of others, when the machine has no memory left: that is not this file’s fault.
        const again = error instanceof GivenUp && error.because === 'crash' && isFirstCrash
        if (again) isFirstCrash = false
        else care = lessThan(care)
        // A disk that is full is not less full for a plain file.
        if (error instanceof TaskFailed && error.code !== undefined) throw error
        if (!(error instanceof GivenUp)) this.#onBug(error, 'preparing a file')
      }
    }
    throw refusal('store_busy', undefined, { retryAfterMs: 1_000 })
  }

  /** A film’s poster, at `path`; undefined when it is no picture. */
  async preparePoster(
    path: string,
    folder: string,
    size: number,
    whose: string,
  ): Promise<(Pick<Prepared, 'forms'> & { thumbhash: string }) | undefined> {
    const made = await this.#bounded({ path, folder, size, bounds: POSTER }, whose)
    if (!made) return undefined
    const [large, small] = made.forms.map(({ path: at, hash, type, size: bytes }) => ({
      path: at,
      hash,
      type,
      size: bytes,
    }))
    return {
      thumbhash: made.thumbhash,
      forms: [
        { form: 'poster', ...large! },
        { form: 'view', ...large! },
        { form: 'thumbnail', ...small! },
      ],
    }
  }

  /**
   * A stranger’s picture, such as that of a link’s page or a profile, in each of these sizes; undefined when it is none
   * that can be shown. It is given as bytes or as a file, and `folder` is for temporary files. Nothing of it but what
   * one sees is kept.
   */
  async boundPicture(
    picture: Uint8Array | { path: string; size: number },
    bounds: Bounds[],
    { folder, whose }: { folder: string; whose: string },
  ): Promise<BoundedPicture | undefined> {
    const aside = await mkdtemp(join(folder, 'picture-'))
    try {
      const given = picture instanceof Uint8Array ? { path: join(aside, 'given'), size: picture.length } : picture
      if (picture instanceof Uint8Array) await writeFile(given.path, picture)
      const made = await this.#bounded({ ...given, folder: aside, bounds }, whose)
      if (!made) return undefined
      const { width, height, frames, thumbhash } = made
      const forms = made.forms.map(async (form) => ({
        width: form.width,
        height: form.height,
        bytes: await readFile(form.path),
      }))
      return { width, height, frames, thumbhash, forms: await Promise.all(forms) }
    } finally {
      await rm(aside, { recursive: true, force: true })
    }
  }

  close(): void {
    this.#workers.close()
  }

  async #bounded(
    given: { path: string; folder: string; size: number; bounds: Bounds[] },
    whose: string,
  ): Promise<Bounded | undefined> {
    try {
      return (await this.#workers.ask({ task: 'bounded', given }, { whose, withinMs: this.#withinMs })) ?? undefined
    } catch (error) {
      if (error instanceof GivenUp) return undefined
      throw error
    }
  }
}
