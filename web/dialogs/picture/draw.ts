/** Draws the chosen part of a picture, and makes a file of it within the server’s limit. */
import { MAX_PICTURE_BYTES } from '../../../protocol/limits.ts'
import type { Square } from './square.ts'

/** Sharp on any screen at its largest size, in pixels. */
export const SIDE = 256

/** In this order. A browser that writes no WebP writes PNG instead. */
const WAYS = [
  ['image/webp', 0.9],
  ['image/webp', 0.7],
  ['image/jpeg', 0.9],
  ['image/jpeg', 0.6],
] as const

export function drawSquare(canvas: HTMLCanvasElement, picture: ImageBitmap, { x, y, side }: Square): void {
  const context = canvas.getContext('2d')
  if (!context) return
  context.clearRect(0, 0, SIDE, SIDE)
  context.imageSmoothingQuality = 'high'
  context.drawImage(picture, x, y, side, side, 0, 0, SIDE, SIDE)
}

/** Undefined for a canvas that no way makes small enough. */
export async function toFile(canvas: HTMLCanvasElement): Promise<Blob | undefined> {
  for (const [type, quality] of WAYS) {
    const file = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, type, quality))
    if (file && file.size <= MAX_PICTURE_BYTES) return file
  }
  return undefined
}
