/** Writes an upload to a folder on a system that takes only a part of it: arguments are the folder and the bytes. */
import { Readable } from 'node:stream'
import { openFolder } from '../../server/files/folder.ts'

const [folder = '', size = '0'] = process.argv.slice(2)
// Otherwise the system ends a process that comes to the limit.
process.on('SIGXFSZ', () => 'the write fails too')
const place = await openFolder(folder)
const chunks = Array.from({ length: Number(size) / 65_536 }, () => Buffer.alloc(65_536, 'x'))
let safe = 0
const writing = place.write('upload', 0, Readable.from(chunks), async (received) => void (safe = received))
const error = await writing.catch((thrown: unknown) => (thrown as NodeJS.ErrnoException).code)
console.log(JSON.stringify({ safe, error }))
