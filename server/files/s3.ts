/**
 * Keeps the bytes of files with a service that speaks the S3 protocol, for any number of servers: `ab/cdef…` for the
 * content with the hash abcdef…, and `uploads/ID/START` for each part of an upload under way that is safe.
 */
import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream } from 'node:stream/web'
import { S3Client, S3Errors } from '@bradenmacdonald/s3-lite-client'
import { refusal } from '../../protocol/errors.ts'
import { type ByteRange, MissingBytes, type Place, UnusablePlace } from './place.ts'

/** The bytes of a part. Each upload holds so many in memory, and each content that is being kept four times as many. */
const PART_BYTES = 8 * 1_024 * 1_024
/** Contents that are being kept at the same time, so that memory stays bounded however many people upload. */
const KEPT_AT_ONCE = 2
/** The digits of a part's start in its name, so that names are in the order of the parts. */
const DIGITS = 15

export type S3Options = {
  /** As `https://s3.example.org:9000`. */
  endpoint: string
  bucket: string
  /** The beginning of all names: nothing, or as in `chat/`. */
  prefix: string
  region: string
  accessKey: string
  secretKey: string
  /** Whether the bucket is the first part of the path; otherwise it is the first part of the host. */
  pathStyle: boolean
}

/** `workFolder` is a folder of this server alone. Throws `UnusablePlace`. */
export async function openS3(options: S3Options, workFolder: string): Promise<Place> {
  const { endpoint, prefix, bucket, ...rest } = options
  const client = new S3Client({ ...rest, bucket, endPoint: endpoint })
  await requireBucket(client, options)
  const uploadsAt = `${prefix}uploads/`
  const uploadAt = (upload: string) => `${uploadsAt}${upload}/`
  const contentAt = (hash: string) => `${prefix}${hash.slice(0, 2)}/${hash.slice(2)}`
  let keeping: Promise<unknown>[] = []

  const partsOf = async (upload: string) => {
    const parts: Part[] = []
    for await (const { key, size } of client.listObjects({ prefix: uploadAt(upload) }))
      parts.push({ key, start: Number(key.slice(uploadAt(upload).length)), size })
    return parts.toSorted((one, other) => one.start - other.start)
  }

  return {
    id: createHash('sha256')
      .update(JSON.stringify([endpoint, bucket, prefix]))
      .digest('hex'),
    write: (upload, from, bytes, onSafe) =>
      reaching(async () => {
        let end = from
        for await (const part of inParts(bytes)) {
          await client.putObject(`${uploadAt(upload)}${String(end).padStart(DIGITS, '0')}`, part)
          end += part.length
          await onSafe(end)
        }
      }),
    borrow: (upload, size) =>
      reaching(async () => {
        const folder = await mkdtemp(join(workFolder, 'upload-'))
        const path = join(folder, 'bytes')
        const dispose = () => rm(folder, { recursive: true, force: true })
        try {
          const parts = await partsOf(upload)
          await pipeline(Readable.from(joined(client, parts, size, upload)), createWriteStream(path))
          return { path, folder, [Symbol.asyncDispose]: dispose }
        } catch (error) {
          await dispose()
          throw error
        }
      }),
    discard: (upload) =>
      reaching(async () => {
        for (const { key } of await partsOf(upload)) await client.deleteObject(key)
      }),
    uploads: () =>
      reaching(async () => {
        const found: string[] = []
        for await (const entry of client.listObjectsGrouped({ prefix: uploadsAt, delimiter: '/' }))
          if (entry.type === 'CommonPrefix') found.push(entry.prefix.slice(uploadsAt.length, -1))
        return found
      }),

    keep: (hash, path) =>
      reaching(async () => {
        const { size } = await stat(path)
        if ((await sizeAt(client, contentAt(hash))) === size) return
        while (keeping.length >= KEPT_AT_ONCE) await Promise.race(keeping)
        const kept = put(client, contentAt(hash), path, size)
        const settled = kept.catch(() => 'told to its caller')
        keeping.push(settled)
        await kept.finally(() => (keeping = keeping.filter((one) => one !== settled)))
      }),
    read: (hash, range) => reaching(() => reading(client, contentAt(hash), range)),
    sizeOf: (hash) => reaching(() => sizeAt(client, contentAt(hash))),
    delete: (hash) => reaching(() => client.deleteObject(contentAt(hash))),
    // Parts of a content that was being kept are the service's own affair: docs/self-hosting.md has the rule for them.
    tidy: () => Promise.resolve(),
    space: () => Promise.resolve(undefined),
  }
}

type Part = { key: string; start: number; size: number }

async function requireBucket(client: S3Client, { bucket, endpoint }: S3Options): Promise<void> {
  try {
    if (await client.bucketExists(bucket)) return
  } catch (error) {
    const why = error instanceof S3Errors.ServerError ? error.code : (error as Error).message
    throw new UnusablePlace(`The service for files at ${endpoint} cannot be used (${why}). Check FILES_URL.`)
  }
  throw new UnusablePlace(
    `The service for files at ${endpoint} has no bucket “${bucket}”. Make it, or change FILES_URL.`,
  )
}

/** Bytes in parts of equal size. When they break off, the last part is what came before. */
async function* inParts(bytes: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array<ArrayBuffer>> {
  let held: Uint8Array[] = []
  let size = 0
  const take = () => {
    const part = new Uint8Array(Buffer.concat(held))
    ;[held, size] = [[], 0]
    return part
  }
  try {
    for await (const chunk of bytes) {
      held.push(chunk)
      size += chunk.length
      if (size >= PART_BYTES) yield take()
    }
  } catch (error) {
    if (size > 0) yield take()
    throw error
  }
  if (size > 0) yield take()
}

/**
 * The first bytes of an upload. Parts may overlap, when a request that was stopped had written behind the end: those bytes
 * are the same.
 */
async function* joined(client: S3Client, parts: Part[], size: number, upload: string): AsyncIterable<Uint8Array> {
  let at = 0
  for (const { key, start, size: length } of parts) {
    if (at >= size || start > at) break
    const end = Math.min(start + length, size)
    if (end <= at) continue
    const response = await client.getPartialObject(key, { offset: at - start, length: end - at })
    yield* toReadable(response)
    at = end
  }
  if (at < size) throw new MissingBytes(`The upload ${upload} has lost bytes.`)
}

async function put(client: S3Client, key: string, path: string, size: number): Promise<void> {
  const bytes = Readable.toWeb(createReadStream(path)) as ReadableStream<Uint8Array>
  await client.putObject(key, bytes as unknown as globalThis.ReadableStream<Uint8Array>, { size, partSize: PART_BYTES })
}

async function reading(client: S3Client, key: string, range: ByteRange | undefined): Promise<Readable> {
  const [offset, length] = range ? [range.start, range.end - range.start + 1] : [0, 0]
  try {
    return toReadable(await client.getPartialObject(key, { offset, length }))
  } catch (error) {
    if (isMissing(error)) throw new MissingBytes(`There is no ${key}.`)
    throw error
  }
}

async function sizeAt(client: S3Client, key: string): Promise<number | undefined> {
  try {
    return (await client.statObject(key)).size
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}

const toReadable = ({ body }: Response): Readable =>
  body ? Readable.fromWeb(body as ReadableStream<Uint8Array>) : Readable.from([])

const isMissing = (error: unknown): boolean => error instanceof S3Errors.ServerError && error.statusCode === 404

/** A service that is away, or refuses, is no bug of ours: what was asked of it can be tried again. */
async function reaching<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask()
  } catch (error) {
    // `fetch` fails with a TypeError when it reaches nobody.
    if (error instanceof S3Errors.ServerError || error instanceof TypeError) throw refusal('files_away')
    throw error
  }
}
