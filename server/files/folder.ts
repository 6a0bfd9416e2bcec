/**
 * Keeps the bytes of files in a folder: `ab/cdef…` for the content with the hash abcdef…, and `uploads/ID` for an upload
 * under way. Several servers may share it.
 */
import { randomUUID } from 'node:crypto'
import { constants } from 'node:fs'
import {
  type FileHandle,
  copyFile,
  link,
  mkdir,
  mkdtemp,
  open,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  statfs,
  truncate,
  writeFile,
} from 'node:fs/promises'
import { join } from 'node:path'
import { lend } from './lend.ts'
import { type Borrowed, type ByteRange, MissingBytes, type Place } from './place.ts'

/** How many bytes are written before they are made safe, and an interrupted upload can go on after them. */
const SAFE_EVERY_BYTES = 8 * 1_024 * 1_024

/** How many bytes are gathered before they are written: each write goes to another thread and back, which takes time from messages. */
const WRITE_BYTES = 512 * 1_024

const UPLOADS = 'uploads'
const WORK = 'work'

export async function openFolder(root: string): Promise<Place> {
  for (const name of [UPLOADS, WORK]) await mkdir(join(root, name), { recursive: true })
  const uploadAt = (upload: string) => join(root, UPLOADS, upload)
  const folderOf = (hash: string) => join(root, hash.slice(0, 2))
  const contentAt = (hash: string) => join(folderOf(hash), hash.slice(2))

  return {
    id: await placeId(root),
    write: async (upload, from, bytes, onSafe) => {
      const path = uploadAt(upload)
      await using file = await openToWrite(path)
      if (from === 0) await syncFolder(join(root, UPLOADS))
      await writeSafely(file, from, bytes, onSafe)
    },
    borrow: async (upload, size) => {
      const path = uploadAt(upload)
      // Nobody sends the bytes of an empty file.
      if (size === 0) await (await openToWrite(path)).close()
      const found = await sizeAt(path)
      if (found === undefined || found < size) throw new MissingBytes(`The upload ${upload} has lost bytes.`)
      return borrowed(path, size, join(root, WORK))
    },
    discard: (upload) => rm(uploadAt(upload), { force: true }),
    uploads: () => readdir(join(root, UPLOADS)),

    keep: async (hash, path) => {
      const target = contentAt(hash)
      await mkdir(folderOf(hash), { recursive: true })
      const size = await sizeAt(path)
      if (size === undefined || (await sizeAt(target)) !== size) await put(path, target, join(root, WORK))
      await syncFile(target)
      await syncFolder(folderOf(hash))
      await syncFolder(root)
    },
    read: (hash, range) => reading(contentAt(hash), range),
    sizeOf: (hash) => sizeAt(contentAt(hash)),
    tidy: async (before) => {
      for (const name of await readdir(join(root, WORK))) {
        const path = join(root, WORK, name)
        const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Infinity }))
        if (mtimeMs < before) await rm(path, { recursive: true, force: true })
      }
    },
    delete: (hash) => rm(contentAt(hash), { force: true }),
    space: async () => {
      const { bavail, blocks, bsize } = await statfs(root)
      return { free: bavail * bsize, all: blocks * bsize }
    },
  }
}

/** Made by the first server that uses the folder. A crash in the middle leaves no half of it: a link is there or not. */
async function placeId(root: string): Promise<string> {
  const path = join(root, 'place-id')
  const made = join(root, WORK, randomUUID())
  await writeFile(made, randomUUID(), { flush: true })
  await link(made, path).catch(async (error: unknown) => {
    // Another server was first, or this file system has no links.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST')
      await copyFile(made, path, constants.COPYFILE_EXCL).catch(() => 'another was first')
  })
  await rm(made, { force: true })
  return readFile(path, 'utf8')
}

/** Opens a file without emptying it. */
const openToWrite = async (path: string): Promise<FileHandle> => {
  try {
    return await open(path, 'r+')
  } catch (error) {
    if (!isMissing(error)) throw error
    return open(path, 'w+')
  }
}

async function writeSafely(
  file: FileHandle,
  from: number,
  bytes: AsyncIterable<Uint8Array>,
  onSafe: (received: number) => Promise<void>,
): Promise<void> {
  let [end, safe] = [from, from]
  let held: Uint8Array[] = []
  let size = 0
  const write = async () => {
    if (size === 0) return
    const [chunks, wanted] = [held, size]
    ;[held, size] = [[], 0]
    const written = (await file.writev(chunks, end)).bytesWritten
    end += written
    // A disk that becomes full takes a part, and says so only when it is asked again.
    for (let rest = written < wanted ? Buffer.concat(chunks).subarray(written) : undefined; rest?.length;) {
      const { bytesWritten } = await file.write(rest, 0, rest.length, end)
      end += bytesWritten
      rest = rest.subarray(bytesWritten)
    }
  }
  let isInDoubt = false
  const makeSafe = async () => {
    // A disk that failed once may say the next time that all is well, and has lost the bytes.
    if (end === safe || isInDoubt) return
    isInDoubt = true
    await file.datasync()
    isInDoubt = false
    safe = end
    await onSafe(safe)
  }
  try {
    for await (const chunk of bytes) {
      held.push(chunk)
      size += chunk.length
      if (size >= WRITE_BYTES) await write()
      if (end - safe >= SAFE_EVERY_BYTES) await makeSafe()
    }
  } finally {
    // Bytes that came before the line was cut need not be sent again.
    try {
      await write()
    } finally {
      await makeSafe()
    }
  }
}

/**
 * A copy: a request that was overtaken, perhaps on another server, still has the upload open and may write to it. A
 * content that shared its bytes would change with it.
 */
async function borrowed(upload: string, size: number, beside: string): Promise<Borrowed> {
  const folder = await mkdtemp(join(beside, 'upload-'))
  const dispose = () => rm(folder, { recursive: true, force: true })
  const path = join(folder, 'bytes')
  try {
    await copyFile(upload, path, constants.COPYFILE_FICLONE)
    // Such a request may have written behind the end.
    await truncate(path, size)
    return { path, folder, [Symbol.asyncDispose]: dispose }
  } catch (error) {
    await dispose()
    throw error
  }
}

/** Either all of it is there under the new name, or nothing. A file of another file system, or of one without links, is copied. */
async function put(path: string, target: string, beside: string): Promise<void> {
  const aside = join(beside, randomUUID())
  try {
    await link(path, aside)
  } catch {
    await copyFile(path, aside)
  }
  try {
    await syncFile(aside)
    await rename(aside, target)
  } finally {
    // Two links to one file stay two after a rename.
    await rm(aside, { force: true })
  }
}

async function reading(path: string, range?: ByteRange): Promise<AsyncIterable<Uint8Array>> {
  try {
    return lend(await open(path, 'r'), range)
  } catch (error) {
    if (isMissing(error)) throw new MissingBytes(`There is no ${path}.`)
    throw error
  }
}

async function sizeAt(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).size
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}

async function syncFile(path: string): Promise<void> {
  await using file = await open(path, 'r+')
  await file.sync()
}

/** A name in a folder is safe only when the folder itself is. Windows has no such thing, and says EPERM. */
async function syncFolder(path: string): Promise<void> {
  try {
    await using folder = await open(path, 'r')
    await folder.sync()
  } catch (error) {
    if (!['EPERM', 'EISDIR', 'EACCES'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error
  }
}

const isMissing = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT'
