/** The type of a file by its bytes alone. The sender’s word decides only between sound and film in one kind of container. */
import { createReadStream } from 'node:fs'
import { fileTypeFromFile } from 'file-type'
import { isText } from './text.ts'

export const UNKNOWN = 'application/octet-stream'
const TEXT = 'text/plain'

/** Pictures that are decoded, so that there are smaller ones of them. */
export const PICTURES = ['image/jpeg', 'image/png', 'image/webp', 'image/gif', 'image/avif'] as const
export type PictureType = (typeof PICTURES)[number]
export const isPicture = (type: string): type is PictureType => (PICTURES as readonly string[]).includes(type)

/** Types in which scripts can run. None of them is ever said to a browser. */
const ALIVE = /xhtml|html|svg|javascript|ecmascript|\/xml|\+xml/
const ALIVE_NAME = /\.(?:x?html?|mht(?:ml)?|svgz?|xml|xsl|xslt)$/i
/** Containers of films in which sound may be alone. */
const CONTAINER = /^video\/(?<kind>mp4|webm|ogg|matroska|quicktime)$/

/** The sender's word for the file. */
export type Said = { name: string; type: string; size: number }

export async function typeOf(path: string, said: Said): Promise<string> {
  if (said.size === 0) return UNKNOWN
  const found = await byMark(path)
  if (found !== undefined) return ALIVE.test(found) ? UNKNOWN : asSaid(found, said.type)
  if (ALIVE_NAME.test(said.name)) return UNKNOWN
  return (await isText(createReadStream(path, { highWaterMark: 256 * 1_024 }))) ? TEXT : UNKNOWN
}

async function byMark(path: string): Promise<string | undefined> {
  try {
    const type = (await fileTypeFromFile(path))?.mime.split(';')[0]
    // A PNG that moves is still a PNG.
    return type === 'image/apng' ? 'image/png' : type
  } catch {
    // A file that breaks off within its marks has none.
    return undefined
  }
}

function asSaid(found: string, said: string): string {
  const kind = CONTAINER.exec(found)?.groups?.['kind']
  return kind !== undefined && said.startsWith('audio/') ? `audio/${kind === 'quicktime' ? 'mp4' : kind}` : found
}
