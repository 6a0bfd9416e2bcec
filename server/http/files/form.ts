/** A message with files in one request, as `curl -F file=@plan.pdf -F body='The plan'` sends it. */
import { createWriteStream } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { Busboy, type BusboyFileStream } from '@fastify/busboy'
import { Refusal, refusal } from '../../../protocol/errors.ts'
import { MAX_BODY_BYTES, MAX_FILES } from '../../../protocol/limits.ts'

/** A file of the form, in a file of this machine. */
type FormFile = { name: string; type: string; size: number; path: string }
type Form = { fields: Record<string, string>; files: FormFile[] }

const MAX_FIELDS = 20
/** Fields, headers and boundaries of a form, at most. */
const MAX_WORDS_BYTES = 1_000_000
const BYTES_OF_MB = 1_000_000

/** A form need not say how long it is. After so many bytes it is asked again whether there is room. */
const ASK_EVERY_BYTES = 4_000_000

type FormOptions = {
  folder: string
  maxFileBytes: number
  /** Throws when there is no room for so many bytes. */
  requireRoom: (bytes: number) => Promise<void>
}

/** Reads a form. The size of a file shows only at its end, so each is put aside first, in `folder`. */
export async function readForm(request: IncomingMessage, options: FormOptions): Promise<Form> {
  try {
    return await parse(request, options)
  } catch (error) {
    // The library says that the form is damaged. A broken line has no reader.
    throw error instanceof Refusal || isOfDisk(error)
      ? error
      : new Refusal('bad_request', 'This form is not valid multipart/form-data.')
  }
}

const isOfDisk = (error: unknown): boolean => 'syscall' in (error as Error)

async function parse(request: IncomingMessage, { folder, maxFileBytes, requireRoom }: FormOptions): Promise<Form> {
  const fields: Record<string, string> = {}
  const writing: Promise<FormFile>[] = []
  const parser = new Busboy({
    headers: { ...request.headers, 'content-type': request.headers['content-type'] ?? '' },
    limits: {
      // One byte more than allowed tells that there were more.
      fileSize: maxFileBytes + 1,
      files: MAX_FILES + 1,
      fields: MAX_FIELDS,
      fieldSize: MAX_BODY_BYTES + 1,
      headerPairs: 50,
    },
  })
  parser.on('field', (name, value) => {
    fields[name] = value
  })
  parser.on('file', (_field, stream, said: string | undefined, _encoding, type) => {
    // A part of a program that gives no name is still a file.
    const name = said ?? ''
    const path = join(folder, String(writing.length))
    const written = write(stream, path, maxFileBytes).then((size) => ({ name, type, size, path }))
    written.catch((error: unknown) => parser.destroy(error instanceof Error ? error : new Error(String(error))))
    writing.push(written)
  })
  // Leaving it early does not cut the line: the sender is told why.
  const bytes = request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>
  await pipeline(measured(bytes, { most: MAX_FILES * maxFileBytes + MAX_WORDS_BYTES, requireRoom }), parser)
  if (writing.length > MAX_FILES) throw refusal('files_too_many')
  return { fields, files: await Promise.all(writing) }
}

/** The bytes, as long as they are no more than a form may have, and there is room for them. */
async function* measured(
  bytes: AsyncIterable<Buffer>,
  { most, requireRoom }: Pick<FormOptions, 'requireRoom'> & { most: number },
): AsyncIterable<Buffer> {
  let [count, asked] = [0, 0]
  for await (const chunk of bytes) {
    count += chunk.length
    if (count > most) throw refusal('file_too_large', { most: Math.floor(most / MAX_FILES / BYTES_OF_MB) })
    if (count - asked >= ASK_EVERY_BYTES) {
      await requireRoom(count)
      asked = count
    }
    yield chunk
  }
}

async function write(stream: BusboyFileStream, path: string, most: number): Promise<number> {
  const target = createWriteStream(path)
  await pipeline(stream, target)
  if (target.bytesWritten > most) throw refusal('file_too_large', { most: most / BYTES_OF_MB })
  return target.bytesWritten
}
