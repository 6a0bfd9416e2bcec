/** Removes from a file what tells of its sender: where and with which device it was made. */
import { closeSync, fstatSync, openSync, readFileSync, writeFileSync } from 'node:fs'
import { Boxes } from './boxes.ts'
import { cleanGif } from './gif.ts'
import { blankItems } from './heif.ts'
import { cleanJpeg } from './jpeg.ts'
import { blankMovie } from './movie.ts'
import { cleanPng } from './png.ts'
import { cleanWebp } from './webp.ts'

/** Pictures that are read as a whole. */
const WHOLE: Record<string, (bytes: Buffer) => Buffer[]> = {
  'image/jpeg': cleanJpeg,
  'image/png': cleanPng,
  'image/webp': cleanWebp,
  'image/gif': cleanGif,
}
const HEIF = /^image\/(?:avif|hei[cf](?:-sequence)?)$/
const MOVIE = /^(?:video\/(?:mp4|quicktime|3gpp2?|x-m4v)|audio\/(?:mp4|x-m4a|aac))$/

/** A larger picture would need too much memory. */
const MOST_BYTES = 128_000_000

/**
 * Answers with the file that holds what stays: the same one, or `target`. Films are changed in their place. Cleaning a
 * file once more changes nothing. Throws when it is not built as its type says.
 */
export function clean(path: string, type: string, target: string): string {
  const cleanWhole = WHOLE[type]
  if (cleanWhole) {
    const bytes = readWhole(path)
    writeFileSync(target, Buffer.concat(cleanWhole(bytes)))
    return target
  }
  if (HEIF.test(type)) inPlace(path, blankItems)
  if (HEIF.test(type) || MOVIE.test(type)) inPlace(path, blankMovie)
  return path
}

function readWhole(path: string): Buffer {
  const file = openSync(path, 'r')
  try {
    if (fstatSync(file).size > MOST_BYTES) throw new Error('This picture is too large to be cleaned.')
    return readFileSync(file)
  } finally {
    closeSync(file)
  }
}

function inPlace(path: string, change: (boxes: Boxes) => void): void {
  const file = openSync(path, 'r+')
  try {
    change(new Boxes(file, fstatSync(file).size))
  } finally {
    closeSync(file)
  }
}
