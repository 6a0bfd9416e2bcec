/** A picture within the server's size limit: a square of its middle. */
import { MAX_PICTURE_BYTES } from '../../../protocol/limits.ts'

/** Sharp on any screen at its largest size, in pixels. */
const SIDE = 192

/** Undefined for a file that this browser cannot read as a picture. */
export async function toSquare(file: Blob): Promise<Blob | undefined> {
  const picture = await createImageBitmap(file).catch(() => undefined)
  if (!picture) return undefined
  for (const side of [SIDE, SIDE / 2]) {
    const square = await draw(picture, side)
    if (square && square.size <= MAX_PICTURE_BYTES) return square
  }
  return undefined
}

function draw(picture: ImageBitmap, side: number): Promise<Blob | null> {
  const canvas = document.createElement('canvas')
  canvas.width = side
  canvas.height = side
  const { width, height } = picture
  const edge = Math.min(width, height)
  const context = canvas.getContext('2d')
  if (!context) return Promise.resolve(null)
  context.imageSmoothingQuality = 'high'
  context.drawImage(picture, (width - edge) / 2, (height - edge) / 2, edge, edge, 0, 0, side, side)
  // A browser that writes no WebP writes PNG.
  return new Promise((resolve) => canvas.toBlob(resolve, 'image/webp', 0.9))
}
