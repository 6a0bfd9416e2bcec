/** The square of a picture that is kept: where it is, in the picture’s own pixels. */
export type Square = { x: number; y: number; side: number }
export type Size = { width: number; height: number }

/** Closer than this nothing would be recognized. */
export const MOST_TIMES = 8

const largest = ({ width, height }: Size): number => Math.min(width, height)

/** The middle of the picture, as large as it goes. */
export function firstSquare(size: Size): Square {
  const side = largest(size)
  return { x: (size.width - side) / 2, y: (size.height - side) / 2, side }
}

/** Moved by shares of its own side, and kept inside of the picture. */
export const moved = ({ x, y, side }: Square, size: Size, { right = 0, down = 0 }): Square =>
  inside({ x: x + right * side, y: y + down * side, side }, size)

/** How many times it is magnified: 1 for the largest square. */
export const timesOf = ({ side }: Square, size: Size): number => largest(size) / side

/** Magnified so many times, around the same middle. */
export function magnified({ x, y, side }: Square, size: Size, times: number): Square {
  const next = largest(size) / Math.min(Math.max(times, 1), MOST_TIMES)
  return inside({ x: x + (side - next) / 2, y: y + (side - next) / 2, side: next }, size)
}

const inside = ({ x, y, side }: Square, { width, height }: Size): Square => ({
  x: Math.min(Math.max(x, 0), width - side),
  y: Math.min(Math.max(y, 0), height - side),
  side,
})
