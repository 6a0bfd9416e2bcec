/** A place, in the ways in which files tell it, and a search for any of them. */
import { Buffer } from 'node:buffer'

export const PLACE = '+48.8584+002.2945/'
const DEVICE = 'Kamera of Ann'

/** Degrees, minutes and seconds as EXIF has them: pairs of numbers of four bytes. */
const LATITUDE = [48, 1, 51, 1, 3_024, 100]
const LONGITUDE = [2, 1, 17, 1, 4_020, 100]

const numbers = (values: number[], isLittle: boolean): Buffer => {
  const bytes = Buffer.alloc(values.length * 4)
  for (const [at, value] of values.entries())
    if (isLittle) bytes.writeUInt32LE(value, at * 4)
    else bytes.writeUInt32BE(value, at * 4)
  return bytes
}

/** An EXIF block with an orientation, a device and a place. */
export function exif(orientation = 1): Buffer {
  const device = Buffer.from(`${DEVICE}\0`)
  const gpsAt = 8 + 2 + 3 * 12 + 4
  const deviceAt = gpsAt + 2 + 4 * 12 + 4
  const latitudeAt = deviceAt + device.length + (device.length % 2)
  const entry = (tag: number, type: number, count: number, value: number) => {
    const bytes = Buffer.alloc(12)
    bytes.writeUInt16LE(tag, 0)
    bytes.writeUInt16LE(type, 2)
    bytes.writeUInt32LE(count, 4)
    bytes.writeUInt32LE(value, 8)
    return bytes
  }
  const count = (entries: number) => Buffer.from([entries, 0])
  const end = Buffer.alloc(4)
  return Buffer.concat([
    Buffer.from('II*\0\u0008\0\0\0', 'latin1'),
    count(3),
    entry(0x01_0f, 2, device.length, deviceAt),
    entry(0x01_12, 3, 1, orientation),
    entry(0x88_25, 4, 1, gpsAt),
    end,
    count(4),
    entry(1, 2, 2, 'N'.charCodeAt(0)),
    entry(2, 5, 3, latitudeAt),
    entry(3, 2, 2, 'E'.charCodeAt(0)),
    entry(4, 5, 3, latitudeAt + 24),
    end,
    device,
    Buffer.alloc(device.length % 2),
    numbers(LATITUDE, true),
    numbers(LONGITUDE, true),
  ])
}

/** For the library that makes samples: it writes EXIF itself. */
export const EXIF_BY_LIBRARY = {
  IFD0: { Make: DEVICE },
  IFD3: {
    GPSLatitudeRef: 'N',
    GPSLatitude: '48/1 51/1 3024/100',
    GPSLongitudeRef: 'E',
    GPSLongitude: '2/1 17/1 4020/100',
  },
}

export const XMP = `<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:exif="http://ns.adobe.com/exif/1.0/" exif:GPSLatitude="48,51.504N" exif:GPSLongitude="2,17.67E"/></rdf:RDF></x:xmpmeta><?xpacket end="w"?>`

const TRACES = [
  PLACE,
  '48.8584',
  'GPSLatitude',
  '48,51.504N',
  DEVICE,
  numbers(LATITUDE, true),
  numbers(LATITUDE, false),
  numbers(LONGITUDE, true),
  numbers(LONGITUDE, false),
  loci(),
]

/** The position of 3GPP, as numbers with a point in their middle: longitude, latitude, altitude. */
export function loci(): Buffer {
  const bytes = Buffer.alloc(12)
  bytes.writeInt32BE(Math.round(2.2945 * 65_536), 0)
  bytes.writeInt32BE(Math.round(48.8584 * 65_536), 4)
  return bytes
}

/** All that these bytes tell of the place and the device. */
export const tracesIn = (bytes: Buffer): string[] =>
  TRACES.filter((trace) => bytes.includes(trace)).map((trace) =>
    typeof trace === 'string' ? trace : trace.toString('hex'),
  )
