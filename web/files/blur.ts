import { thumbHashToDataURL } from 'thumbhash'

/** A blurred picture out of its 25 bytes, or nothing when they are damaged. */
export function blurOf(thumbhash: string): string | undefined {
  try {
    return thumbHashToDataURL(Uint8Array.from(atob(thumbhash), (letter) => letter.charCodeAt(0)))
  } catch {
    return undefined
  }
}
