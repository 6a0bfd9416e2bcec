/** Makes the forms of a picture: the one that is kept, a view and a thumbnail. */
import { open as openFile } from 'node:fs/promises'
import type { PictureType } from '../kinds/type.ts'
import { contentAt, type Written, write } from './content.ts'
import { isSmall, makeThumbhash, makeThumbnail, makeView, turn, VIEW } from './forms.ts'
import { type Look, look, NoPicture } from './sharp.ts'

type Given = { path: string; kept: string; folder: string; type: PictureType; keepsMetadata: boolean }
type Picture = { content: Written; view: Written; thumbnail: Written; width: number; height: number; thumbhash: string }

const WEBP = 'image/webp'
/** A PNG that moves says so at its beginning. */
const BEGINNING_BYTES = 4_096

/** `kept` is the cleaned picture, at `path` it is as it came. Nothing when it cannot be shown. */
export async function makePicture(given: Given): Promise<Picture | undefined> {
  try {
    return await make(given)
  } catch (error) {
    if (error instanceof NoPicture) return undefined
    throw error
  }
}

async function make({ path, kept, folder, type, keepsMetadata }: Given): Promise<Picture> {
  const seen = await look(path, type)
  const { width, height } = seen
  const content =
    seen.isTurned && seen.frames === 1 && !keepsMetadata
      ? await write(folder, 'turned', type, await turn(path, seen))
      : await contentAt(kept, type)
  // All else is made of what is kept: a picture that was damaged by us would show here.
  const measured = { content, width, height }
  if (isSmall(seen, content.size))
    return { ...measured, view: content, thumbnail: content, thumbhash: await makeThumbhash(content.path) }
  const small = await makeThumbnail(content.path)
  const thumbnail = await write(folder, 'thumbnail', WEBP, small)
  const view = await viewOf(content, seen, folder)
  return { ...measured, view, thumbnail, thumbhash: await makeThumbhash(small) }
}

/** An animation may be smaller as it came. */
async function viewOf(content: Written, seen: Look, folder: string): Promise<Written> {
  if (content.type === 'image/png' && (await isMoving(content.path))) return content
  const made = await makeView(content.path, seen)
  if (!made) return content
  const fits = seen.width <= VIEW.width && seen.height <= VIEW.height
  return seen.frames > 1 && fits && made.length >= content.size ? content : write(folder, 'view', WEBP, made)
}

async function isMoving(path: string): Promise<boolean> {
  await using file = await openFile(path)
  const { buffer, bytesRead } = await file.read(Buffer.alloc(BEGINNING_BYTES))
  return buffer.subarray(0, bytesRead).includes('acTL')
}
