/** The library of pictures, with no more of it than we need. Only the worker processes load it. */
import sharp, { type Metadata, type Sharp } from 'sharp'
import type { PictureType } from '../kinds/type.ts'

/** The loader of a type, and what the library calls the type. */
const LOADERS: Record<PictureType, { operation: string; format: string }> = {
  'image/jpeg': { operation: 'VipsForeignLoadJpeg', format: 'jpeg' },
  'image/png': { operation: 'VipsForeignLoadPng', format: 'png' },
  'image/webp': { operation: 'VipsForeignLoadWebp', format: 'webp' },
  'image/gif': { operation: 'VipsForeignLoadNsgif', format: 'gif' },
  'image/avif': { operation: 'VipsForeignLoadHeif', format: 'heif' },
}

/** A picture with more is not decoded: it would take gigabytes, and be of no use in a chat. */
const MOST_PIXELS = 90_000_000
const MOST_SIDE = 30_000
const MOST_FRAMES = 1_000
/** How long one form may take to make. */
const MOST_SECONDS = 15

sharp.cache(false)
sharp.concurrency(1)
sharp.block({ operation: ['VipsForeignLoad'] })
sharp.unblock({ operation: Object.values(LOADERS).map(({ operation }) => operation) })

/** Thrown for bytes that are no picture which can be shown. */
export class NoPicture extends Error {}

/** `width` and `height` are those on the screen, after turning it. */
export type Look = { width: number; height: number; isTurned: boolean; frames: number; metadata: Metadata }

/** A picture, to be shown the right way up. `animated` takes all its frames, otherwise only the first. */
export const open = (picture: string | Uint8Array, animated = false): Sharp =>
  sharp(picture, { animated, limitInputPixels: MOST_PIXELS, failOn: 'error' })
    .timeout({ seconds: MOST_SECONDS })
    .autoOrient()

/** Throws `NoPicture` for one that is too large or too long, or not of this type. */
export async function look(path: string, type: PictureType): Promise<Look> {
  const metadata = await decoding(open(path).metadata())
  const { width, height } = metadata.autoOrient
  const frames = metadata.pages ?? 1
  const isAsSaid = metadata.format === LOADERS[type].format
  if (!isAsSaid || width * height > MOST_PIXELS || Math.max(width, height) > MOST_SIDE || frames > MOST_FRAMES)
    throw new NoPicture()
  return { width, height, isTurned: (metadata.orientation ?? 1) > 1, frames, metadata }
}

/** A picture that the library does not take is none to us. */
export async function decoding<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    throw new NoPicture((error as Error).message)
  }
}
