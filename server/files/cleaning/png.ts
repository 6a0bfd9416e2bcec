/** A PNG without texts, times, EXIF and chunks of single programs, and without what stands behind its end. */

const SIGNATURE_BYTES = 8
/** Length and type before a chunk's data, and a checksum behind them. */
const HEAD_BYTES = 8
const AROUND_BYTES = 12

/** How the picture looks, and how it moves. */
const LOOK = new Set(
  'IHDR PLTE IDAT IEND tRNS cHRM gAMA iCCP sBIT sRGB cICP mDCV cLLI bKGD hIST pHYs sPLT acTL fcTL fdAT'.split(' '),
)

/** The parts that stay, in their order. A picture that breaks off stays broken off. */
export function cleanPng(bytes: Buffer): Buffer[] {
  const kept = [bytes.subarray(0, SIGNATURE_BYTES)]
  let at = SIGNATURE_BYTES
  while (at + HEAD_BYTES <= bytes.length) {
    const end = at + AROUND_BYTES + bytes.readUInt32BE(at)
    const type = bytes.toString('latin1', at + 4, at + HEAD_BYTES)
    if (LOOK.has(type)) kept.push(bytes.subarray(at, end))
    if (type === 'IEND') break
    at = end
  }
  return kept
}
