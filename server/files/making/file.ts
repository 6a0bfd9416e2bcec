/** Makes of an upload what is kept of it. It runs in a process of its own. */
import { join } from 'node:path'
import type { ArrivedFile, FileDetails } from '../../store/files-store.ts'
import { clean } from '../cleaning/clean.ts'
import { isPicture, typeOf, UNKNOWN } from '../kinds/type.ts'
import type { Care } from './care.ts'
import { contentAt, type Written } from './content.ts'

/** An upload whose bytes are all here. `folder` is for what is made of it. */
export type Arrived = {
  path: string
  folder: string
  name: string
  type: string
  size: number
  details?: FileDetails | undefined
}
/** A form, and the file on this machine that holds its bytes. */
export type PreparedForm = ArrivedFile['forms'][number] & { path: string }
export type Prepared = { facts: ArrivedFile['facts']; forms: PreparedForm[] }

export type FileTask = Arrived & { care: Care }

export async function makeFile(task: FileTask): Promise<Prepared> {
  const { path, folder, name, care } = task
  if (care === 'kept') return plain(name, path)
  const type = await typeOf(path, task)
  const kept = cleaned(task, type)
  if (kept === undefined) return plain(name, path)
  if (!isPicture(type)) {
    const content = await contentAt(kept, type)
    return { facts: { name, ...without(content), ...measures(type, task.details) }, forms: [original(content)] }
  }
  if (care === 'cleaned') return plain(name, kept)
  const { makePicture } = await import('./picture.ts')
  const keepsMetadata = task.details?.keepsMetadata === true
  const made = await makePicture({ path, kept, folder, type, keepsMetadata })
  if (!made) return plain(name, kept)
  const { content, view, thumbnail, ...facts } = made
  const forms = [original(content), { form: 'view', ...view } as const, { form: 'thumbnail', ...thumbnail } as const]
  return { facts: { name, ...without(content), ...facts, hasThumbnail: true }, forms }
}

/** Nothing for a file that is not built as its type says. */
function cleaned({ path, folder, details }: FileTask, type: string): string | undefined {
  if (details?.keepsMetadata === true) return path
  try {
    return clean(path, type, join(folder, 'original'))
  } catch (error) {
    if ('syscall' in (error as Error)) throw error
    return undefined
  }
}

async function plain(name: string, path: string): Promise<Prepared> {
  const content = await contentAt(path, UNKNOWN)
  return { facts: { name, ...without(content) }, forms: [original(content)] }
}

const original = (content: Written): PreparedForm => ({ form: 'original', ...content })
const without = ({ path: _path, ...content }: Written) => content

function measures(type: string, { width, height, duration }: FileDetails = {}): Partial<ArrivedFile['facts']> {
  const isVideo = type.startsWith('video/')
  return {
    ...(isVideo && width !== undefined && height !== undefined && { width, height }),
    ...((isVideo || type.startsWith('audio/')) && duration !== undefined && { duration }),
  }
}
