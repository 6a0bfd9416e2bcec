/**
 * The emoji that this device can draw. Its fonts may be older than the list: then a new emoji is an empty box, a joined
 * one falls into its parts, and a flag is two letters. A canvas tells, before the list is shown.
 */

/** It came with the first emoji, so every device with emoji can draw it. */
const SURE = '😀'
const SIDE = 20
/** The fonts of the picker (`picker.css`). */
const FONT = `${SIDE - 4}px 'Apple Color Emoji', 'Segoe UI Emoji', 'Noto Color Emoji', sans-serif`
/** The place of green in a pixel; two further is how opaque it is. */
const GREEN = 1
/** A joined emoji that is wider than this many others was drawn as its parts. */
const TOO_WIDE = 1.5

const JOINED = /\u200d/
const FLAG = /^\p{RI}{2}$/u
/** The flags of England, Scotland and Wales are a black flag with letters. A device that does not know these shows that. */
const BLACK_FLAG = '🏴'
const FLAG_OF_PART = /^🏴[\u{e0020}-\u{e007f}]/u
/** The blocks that still grow. A box is seldom as wide as an emoji, but only the colours are sure. */
const GROWING = /^[\u{1f6d5}-\u{1f6ff}\u{1f7e0}-\u{1f7ff}\u{1fa70}-\u{1faff}]/u

/** Leaves out what this device cannot draw. Where nothing can be told, or too little would be left, all stay. */
export function leaveUndrawable<T extends { emoji: string }>(
  groups: readonly (readonly T[])[],
): readonly (readonly T[])[] {
  const canDraw = measuring()
  if (!canDraw) return groups
  const left = groups.map((group) => group.filter(({ emoji }) => canDraw(emoji)))
  return left.flat().length * 2 > groups.flat().length ? left : groups
}

/** Undefined where a canvas shows nothing true, as in browsers that hide the device from pages. */
function measuring(): ((emoji: string) => boolean) | undefined {
  const canvas = document.createElement('canvas')
  canvas.width = canvas.height = SIDE
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (!context) return undefined
  context.font = FONT
  context.textBaseline = 'top'

  const drawn = (text: string): Uint8ClampedArray => {
    context.clearRect(0, 0, SIDE, SIDE)
    context.fillText(text, 0, 2)
    return context.getImageData(0, 0, SIDE, SIDE).data
  }
  // Boxes and letters have the given colour, which has no green. An emoji has its own.
  context.fillStyle = '#f0f'
  const isColoured = (text: string) => {
    const pixels = drawn(text)
    return pixels.some((value, at) => at % 4 === GREEN && value > 50 && pixels[at + 2]! > 200)
  }
  if (!isColoured(SURE) || isColoured(' ')) return undefined

  const most = context.measureText(SURE).width * TOO_WIDE
  const isOne = (text: string) => context.measureText(text).width <= most
  const hasFlags = isColoured('🇩🇪')
  return (emoji) => {
    if (FLAG.test(emoji)) return hasFlags && isOne(emoji)
    if (FLAG_OF_PART.test(emoji)) return isOne(emoji) && drawn(emoji).join() !== drawn(BLACK_FLAG).join()
    if (JOINED.test(emoji)) return isOne(emoji)
    return !GROWING.test(emoji) || isColoured(emoji)
  }
}
