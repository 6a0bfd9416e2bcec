/** Gives the bytes of files to those who may see them, whole or in ranges. */
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import { create as disposition } from 'content-disposition'
import { type Context, Hono } from 'hono'
import parseRange from 'range-parser'
import { type Caller, signed } from '../../chat/caller.ts'
import type { Tools } from '../../chat/tools.ts'
import type { ByteRange } from '../../files/place.ts'
import type { FileForm, FileToServe } from '../../store/files-store.ts'
import type { Env } from '../env.ts'

type ServingOptions = { tools: Tools; callerOf: (c: Context<Env>) => Promise<Caller> }

const FORMS: Record<string, FileForm> = {
  '': 'original',
  '/view': 'view',
  '/thumbnail': 'thumbnail',
  '/poster': 'poster',
}

/** Browsers show these without running anything in them. All others are downloads. */
const SHOWN = /^(?:image\/(?:jpeg|png|webp|gif|avif)|(?:audio|video)\/[\w.+-]+|text\/plain)$/

/** Nothing in a file runs or loads anything, even when a browser opens it as a page. */
const SANDBOX = "sandbox; default-src 'none'; style-src 'unsafe-inline'; media-src 'self'; img-src 'self'"

export function createServing({ tools, callerOf }: ServingOptions): Hono<Env> {
  const serving = new Hono<Env>()
  for (const [path, form] of Object.entries(FORMS)) {
    serving.get(`/:id{f_[\\w-]{22}}${path}`, async (c) => {
      const caller = await callerOf(c)
      // It counts until the last byte is read, which may be long after this function has ended.
      using reading = new DisposableStack()
      reading.use(tools.limits.take('file:read', caller.user.id))
      if (caller.user.kind === 'guest') reading.use(tools.limits.take('guests:read', caller.network))
      const file = await tools.store.fileToServe(signed(caller), c.req.param('id'), form)
      return await serve(c, tools, file, reading)
    })
  }
  return serving
}

/** Gives out bytes that the caller may have. `reading` counts them until the last one is read. */
export async function serve(
  c: Context<Env>,
  { files }: Tools,
  file: FileToServe,
  reading: DisposableStack,
): Promise<Response> {
  const etag = `"${file.hash}"`
  const headers = headersOf(file, etag)
  if (knows(c.req.header('If-None-Match'), etag)) return c.body(null, 304, headers)
  const range = rangeOf(c, file.size, etag)
  if (range === 'outside') return c.text('There are no such bytes.', 416, { 'Content-Range': `bytes */${file.size}` })
  headers['Content-Length'] = String(range ? range.end - range.start + 1 : file.size)
  if (range) headers['Content-Range'] = `bytes ${range.start}-${range.end}/${file.size}`
  const status = range ? 206 : 200
  if (c.req.method === 'HEAD') return c.body(null, status, headers)

  const bytes = await files.read(file, range)
  const held = reading.move()
  // The bytes are written past Hono, so the headers of the middleware are handed over.
  const { outgoing } = c.env
  outgoing.setHeaders(c.res.headers)
  outgoing.writeHead(status, headers)
  // A reader who goes away is no fault, and nobody is left to be told of one.
  send(bytes, outgoing)
    .catch(() => outgoing.destroy())
    .finally(() => held.dispose())
  return RESPONSE_ALREADY_SENT
}

/** The next piece is asked for when the system has this one: both may be in the same memory. */
async function send(bytes: AsyncIterable<Uint8Array>, outgoing: Env['Bindings']['outgoing']): Promise<void> {
  outgoing.on('error', () => 'the write tells')
  for await (const piece of bytes) await written(outgoing, piece)
  outgoing.end()
}

function written(outgoing: Env['Bindings']['outgoing'], piece: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    const gone = () => reject(new Error('The reader has gone.'))
    if (outgoing.destroyed) return gone()
    outgoing.once('close', gone)
    outgoing.write(piece, (error) => {
      outgoing.off('close', gone)
      if (error) reject(error)
      else resolve()
    })
  })
}

const headersOf = ({ type, name }: FileToServe, etag: string): Record<string, string> => ({
  'Content-Type': type === 'text/plain' ? 'text/plain; charset=utf-8' : type,
  'Content-Disposition': disposition(name, { type: SHOWN.test(type) ? 'inline' : 'attachment' }),
  'Accept-Ranges': 'bytes',
  ETag: etag,
  // The bytes behind an id never change. Only this reader's own browser keeps them.
  'Cache-Control': 'private, max-age=31536000, immutable',
  'X-Content-Type-Options': 'nosniff',
  'Content-Security-Policy': SANDBOX,
  'Cross-Origin-Resource-Policy': 'same-origin',
})

/** A range is asked for: its bytes, or nothing where the whole file is the answer, as for several ranges at once. */
function rangeOf(c: Context, size: number, etag: string): ByteRange | 'outside' | undefined {
  const asked = c.req.header('Range')
  const only = c.req.header('If-Range')
  if (asked === undefined || (only !== undefined && only !== etag)) return undefined
  const ranges = parseRange(size, asked, { combine: true })
  if (ranges === -1) return 'outside'
  if (ranges === -2 || ranges.type !== 'bytes' || ranges.length !== 1) return undefined
  return ranges[0]
}

const knows = (header: string | undefined, etag: string): boolean =>
  (header ?? '').split(',').some((one) => [etag, `W/${etag}`, '*'].includes(one.trim()))
