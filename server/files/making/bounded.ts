/** Makes of a stranger’s picture WebP pictures of the sizes that somebody needs. Nothing else of it is kept. */
import { isPicture, typeOf } from '../kinds/type.ts'
import { type Written, write } from './content.ts'

/** The picture fits in (`inside`), or fills the whole and is cut (`cover`). */
export type Bounds = { width: number; height: number; fit?: 'inside' | 'cover' | undefined }
export type BoundedTask = { path: string; folder: string; size: number; bounds: Bounds[] }
export type BoundedForm = Written & { width: number; height: number }
export type Bounded = { width: number; height: number; thumbhash: string; forms: BoundedForm[] }

/** Answers with a form for each of the bounds, in their order, or with null for what is no picture. */
export async function makeBounded({ path, folder, size, bounds }: BoundedTask): Promise<Bounded | null> {
  const type = await typeOf(path, { name: '', type: '', size })
  if (!isPicture(type)) return null
  const { decoding, look, NoPicture, open } = await import('./sharp.ts')
  const { makeThumbhash, webp } = await import('./forms.ts')
  try {
    const { width, height } = await look(path, type)
    const forms: BoundedForm[] = []
    for (const [place, { fit = 'inside', ...most }] of bounds.entries()) {
      const shrunk = open(path)
        .resize({ ...most, fit, withoutEnlargement: true })
        .webp(webp.thumbnail)
      const { data, info } = await decoding(shrunk.toBuffer({ resolveWithObject: true }))
      const written = await write(folder, `bounded-${place}`, 'image/webp', data)
      forms.push({ ...written, width: info.width, height: info.height })
    }
    return { width, height, thumbhash: await makeThumbhash(forms[0]?.path ?? path), forms }
  } catch (error) {
    if (error instanceof NoPicture) return null
    throw error
  }
}
