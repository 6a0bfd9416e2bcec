import type { Input } from '../../../protocol/commands.ts'
import { refusal } from '../../../protocol/errors.ts'
import type { UploadView } from '../../../protocol/files.ts'
import { type Caller, signed } from '../caller.ts'
import type { Tools } from '../tools.ts'
import { fileName } from './name.ts'

const BYTES_OF_MB = 1_000_000

/** Announces a file whose bytes will come. What is wrong with it is said before they do. */
export async function announceFile(
  { store, files, limits, maxFileBytes }: Tools,
  caller: Caller,
  { name, type, size, ...details }: Input<'file:upload'>,
): Promise<UploadView> {
  if (size > maxFileBytes) throw refusal('file_too_large', { most: maxFileBytes / BYTES_OF_MB })
  await files.requireRoom(size)
  const upload = await store.addFile(signed(caller), { name: fileName(name), type, size, details }, limits.uploaded)
  // Nobody sends the bytes of an empty file.
  if (size === 0) await files.ready(signed(caller), upload.id)
  return { id: upload.id, name: upload.name, size, received: 0 }
}
