/** Films and recordings that tell where they were taken. There are no pictures in them: nobody here decodes one. */
import { loci, PLACE, XMP } from './traces.ts'

type Part = Buffer | string | number

/** A box. Numbers take four bytes. */
export function box(type: string, ...parts: Part[]): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), ...parts.map(bytesOf)])
  return Buffer.concat([bytesOf(body.length + 4), body])
}

function bytesOf(part: Part): Buffer {
  if (typeof part !== 'number') return typeof part === 'string' ? Buffer.from(part, 'latin1') : part
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(part)
  return bytes
}

const PIXELS = Buffer.from('the pixels of a film, which stay as they are')
export const START = box('ftyp', 'isom', 0, 'isommp42')
const QUICKTIME = box('ftyp', 'qt  ', 0, 'qt  ')
const DATA = box('mdat', PIXELS)
const HEAD = box('mvhd', Buffer.alloc(100))
const handler = (type: string) => box('hdlr', 0, 0, type, 0, 0, 0, '\0')
const track = (type: string, ...more: Buffer[]) => box('trak', box('mdia', handler(type)), ...more)

/** As phones with Android write it. */
export const filmWithXyz = (): Buffer =>
  Buffer.concat([
    START,
    DATA,
    box('moov', HEAD, track('vide'), box('udta', box('\u00a9xyz', '\0\u0012\u0015\u00c7', PLACE))),
  ])

/** As 3GPP has it. The head comes first here, in a track of its own, and the size of the data has eight bytes. */
export const filmWithLoci = (): Buffer => {
  const position = box('loci', 0, '\u0015\u00c7', 'Paris\0', '\0', loci(), 'earth\0', '\0')
  return Buffer.concat([
    box('ftyp', '3gp5', 0, '3gp5isom'),
    box('moov', HEAD, track('vide', box('udta', position))),
    Buffer.concat([bytesOf(1), Buffer.from('mdat'), bytesOf(0), bytesOf(16 + PIXELS.length), PIXELS]),
  ])
}

/** As phones with iOS write it. */
export const filmWithKeys = (): Buffer => {
  const name = 'com.apple.quicktime.location.ISO6709'
  const keys = box('keys', 0, 1, 8 + name.length, 'mdta', name)
  const values = box('ilst', box('\0\0\0\u0001', box('data', 1, 0, PLACE)))
  const meta = box('meta', handler('mdta'), keys, values)
  return Buffer.concat([QUICKTIME, box('wide'), DATA, box('moov', HEAD, track('vide'), meta)])
}

const XMP_UUID = Buffer.from('be7acfcb97a942e89c71999491e3afac', 'hex')

/** As editors write it, with what an earlier one left behind. */
export const filmWithXmp = (): Buffer =>
  Buffer.concat([
    START,
    box('uuid', XMP_UUID, XMP),
    box('free', PLACE),
    box('moov', HEAD, track('vide'), box('udta', box('XMP_', XMP), box('GPMF', PLACE), box('titl', 0, 'A title'))),
    DATA,
  ])

/** As cameras for sports write it: a track whose samples are positions. */
export function filmWithTrack(): Buffer {
  const samples = ['first', PLACE, 'then', `later ${PLACE}`]
  const [one, two] = [samples.slice(0, 2).join(''), samples.slice(2).join('')]
  const at = START.length + 8
  const secondAt = at + one.length + PIXELS.length
  const table = box(
    'stbl',
    box('stsz', 0, 0, samples.length, ...samples.map(({ length }) => length)),
    box('stsc', 0, 1, 1, 2, 1),
    box('stco', 0, 2, at, secondAt),
  )
  const told = box('trak', box('mdia', handler('meta'), box('minf', table)))
  return Buffer.concat([START, box('mdat', one, PIXELS, two), box('moov', HEAD, track('vide'), told)])
}

export const recording = (): Buffer => {
  const title = box('\u00a9nam', box('data', 1, 0, 'A title'))
  const named = box('----', box('mean', 0, 'com.apple.iTunes'), box('name', 0, 'LOCATION'), box('data', 1, 0, PLACE))
  const meta = box('meta', 0, handler('mdir'), box('ilst', title, named, box('\u00a9xyz', box('data', 1, 0, PLACE))))
  return Buffer.concat([box('ftyp', 'M4A ', 0, 'M4A isom'), box('moov', HEAD, track('soun'), box('udta', meta)), DATA])
}
