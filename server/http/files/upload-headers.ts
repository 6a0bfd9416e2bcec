/** The headers of tus 1.0, the protocol of uploads that go on after an interruption (https://tus.io/protocols/resumable-upload). */
import { createHash, type Hash } from 'node:crypto'
import { Refusal } from '../../../protocol/errors.ts'
import type { Part } from '../../files/files.ts'

export const TUS_VERSION = '1.0.0'
export const CHECKSUMS = ['sha256', 'sha1', 'md5']

/** `filename d29ybGQ=,is_private`: keys, and values in base64 of UTF-8. */
export function readMetadata(header: string | undefined): Map<string, string> {
  const pairs = (header ?? '')
    .split(',')
    .map((pair) => pair.trim().split(/ +/))
    .filter(([key]) => key !== '')
  return new Map(pairs.map(([key, value = '']) => [key!.toLowerCase(), Buffer.from(value, 'base64').toString('utf8')]))
}

/** A whole number of bytes, in a header that must be there. */
export function readCount(name: string, header: string | undefined): number {
  const count = Number(header)
  if (header !== undefined && /^\d{1,15}$/.test(header)) return count
  throw new Refusal('bad_request', `${name} must be a whole number of bytes.`)
}

/** The bytes with the check that `Upload-Checksum` asks for: `sha1 Kq5sNclPz7QV2+lfQIuc6R7oRu0=`. */
export function checked(header: string | undefined, part: Part): Part {
  if (header === undefined) return part
  const [algorithm = '', expected = ''] = header.trim().split(/ +/)
  if (!CHECKSUMS.includes(algorithm))
    throw new Refusal('bad_request', `Upload-Checksum takes one of ${CHECKSUMS.join(', ')}.`)
  const hash = createHash(algorithm)
  return {
    from: part.from,
    bytes: hashing(part.bytes, hash),
    check: () => {
      if (!hash.digest().equals(Buffer.from(expected, 'base64'))) throw new WrongChecksum()
    },
  }
}

async function* hashing(bytes: AsyncIterable<Uint8Array>, hash: Hash): AsyncIterable<Uint8Array> {
  for await (const chunk of bytes) {
    hash.update(chunk)
    yield chunk
  }
}

/** Only tus knows this refusal, so it has no code of its own. */
export class WrongChecksum extends Error {
  constructor() {
    super('The bytes do not have this checksum. None of them counts; send them again.')
  }
}
