/** Makes of a stranger’s picture WebP pictures of the sizes that somebody needs. Nothing else of it is kept. */
import { isPicture, typeOf } from '../kinds/type.ts'
import { type Written, write } from './content.ts'

/**
 * The picture fits in (`inside`), or fills the whole and is cut (`cover`). `isAnimated` keeps its motion, if it has any;
 * otherwise its first frame is taken.
 */
export type Bounds = {
  width: number
  height: number
  fit?: 'inside' | 'cover' | undefined
  isAnimated?: boolean | undefined
}
export type BoundedTask = { path: string; folder: string; size: number; bounds: Bounds[] }
export type BoundedForm = Written & { width: number; height: number }
export type Bounded = { width: number; height: number; frames: number; thumbhash: string; forms: BoundedForm[] }

/** Answers with a form for each of the bounds, in their order, or with null for what is no picture. */
export async function makeBounded({ path, folder, size, bounds }: BoundedTask): Promise<Bounded | null> {
  const type = await typeOf(path, { name: '', type: '', size })
  if (!isPicture(type)) return null
  const { decoding, look, NoPicture, open } = await import('./sharp.ts')
  const { makeThumbhash, MOST_ANIMATED_PIXELS, webp } = await import('./forms.ts')
  try {
    const { width, height, frames } = await look(path, type)
    if (bounds.some(({ isAnimated }) => isAnimated) && width * height * frames > MOST_ANIMATED_PIXELS) return null
    const forms: BoundedForm[] = []
    for (const [place, { fit = 'inside', isAnimated = false, ...most }] of bounds.entries()) {
      const shrunk = open(path, isAnimated && frames > 1)
        .resize({ ...most, fit, withoutEnlargement: true })
        .webp(webp.thumbnail)
      const { data, info } = await decoding(shrunk.toBuffer({ resolveWithObject: true }))
      const written = await write(folder, `bounded-${place}`, 'image/webp', data)
      forms.push({ ...written, width: info.width, height: info.pageHeight ?? info.height })
    }
    return { width, height, frames, thumbhash: await makeThumbhash(forms[0]?.path ?? path), forms }
  } catch (error) {
    if (error instanceof NoPicture) return null
    throw error
  }
}
