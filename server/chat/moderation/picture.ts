/** The chat's own picture: what counts as one, and where it is kept. */
import { createHash } from 'node:crypto'
import type { Input } from '../../../protocol/commands.ts'
import { MAX_PICTURE_BYTES } from '../../../protocol/limits.ts'
import type { Settings } from '../../../protocol/models.ts'
import { refusal } from '../../../protocol/errors.ts'
import type { Picture } from '../../store/store.ts'
import { allowInChat } from '../access.ts'
import { type Caller, signed } from '../caller.ts'
import type { Tools } from '../tools.ts'

export async function setPicture(
  { store, delivery }: Tools,
  caller: Caller,
  { image }: Input<'settings:picture'>,
): Promise<Settings> {
  await allowInChat({ store }, caller, 'settings:picture')
  const settings = await store.setPicture(signed(caller), image === undefined ? undefined : readPicture(image))
  delivery.publish({ audience: { everyone: true }, event: 'settings:changed', payload: settings })
  return settings
}

/** Throws `bad_request` for anything but a small PNG, JPEG or WebP file: its first bytes decide. */
function readPicture(image: string): Picture {
  const bytes = Uint8Array.from(Buffer.from(image, 'base64'))
  const type = typeOf(bytes)
  if (type === undefined || bytes.length > MAX_PICTURE_BYTES) throw refusal('picture_unfit')
  return { hash: createHash('sha256').update(bytes).digest('hex'), type, bytes }
}

const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
const JPEG = [0xff, 0xd8, 0xff]
const RIFF = [0x52, 0x49, 0x46, 0x46]
const WEBP = [0x57, 0x45, 0x42, 0x50]

function typeOf(bytes: Uint8Array): Picture['type'] | undefined {
  const has = (signature: number[], at = 0) => signature.every((byte, n) => bytes[at + n] === byte)
  if (has(PNG)) return 'image/png'
  if (has(JPEG)) return 'image/jpeg'
  return has(RIFF) && has(WEBP, 8) ? 'image/webp' : undefined
}
