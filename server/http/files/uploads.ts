/** Uploads by tus 1.0: a request announces a file, others bring its bytes, and any client can go on where one broke off. */
import { type Context, Hono } from 'hono'
import { Refusal } from '../../../protocol/errors.ts'
import { type Caller, signed } from '../../chat/caller.ts'
import { run } from '../../chat/run.ts'
import type { Tools } from '../../chat/tools.ts'
import type { Upload } from '../../store/files-store.ts'
import type { Env } from '../env.ts'
import { readDetails } from './details.ts'
import { checked, CHECKSUMS, readCount, readMetadata, TUS_VERSION, WrongChecksum } from './upload-headers.ts'

type UploadsOptions = { tools: Tools; base: string; callerOf: (c: Context<Env>) => Promise<Caller> }

const MAX_TYPE_CHARACTERS = 100
const OFFSET_TYPE = 'application/offset+octet-stream'

export function createUploads({ tools, base, callerOf }: UploadsOptions): Hono<Env> {
  const { files } = tools
  const uploads = new Hono<Env>()

  uploads.use(async (c, next) => {
    c.header('Tus-Resumable', TUS_VERSION)
    const version = c.req.header('Tus-Resumable') ?? TUS_VERSION
    if (version !== TUS_VERSION && c.req.method !== 'OPTIONS')
      return c.text(`This server speaks tus ${TUS_VERSION}.`, 412, { 'Tus-Version': TUS_VERSION })
    await next()
  })

  uploads.options('*', (c) =>
    c.body(null, 204, {
      'Tus-Version': TUS_VERSION,
      'Tus-Extension': 'creation,termination,checksum',
      'Tus-Max-Size': String(tools.maxFileBytes),
      'Tus-Checksum-Algorithm': CHECKSUMS.join(','),
    }),
  )

  uploads.post('/', async (c, next) => {
    // Without it the command is meant, whose answer is JSON.
    const length = c.req.header('Upload-Length')
    if (length === undefined && c.req.header('Tus-Resumable') === undefined) return next()
    const said = readMetadata(c.req.header('Upload-Metadata'))
    const result = await run(tools, 'file:upload', await callerOf(c), {
      name: (said.get('filename') ?? said.get('name') ?? '').replaceAll('\0', '').toWellFormed(),
      type: (said.get('filetype') ?? said.get('type') ?? '').slice(0, MAX_TYPE_CHARACTERS),
      size: readCount('Upload-Length', length),
      ...readDetails(said),
    })
    if (!result.ok) throw Refusal.from(result.error)
    return c.body(null, 201, { Location: `${base}/api/files/${result.value.id}`, ...progressOf(result.value) })
  })

  uploads.get('/:id', async (c, next) => {
    // Without this header it asks for the file itself.
    if (c.req.method !== 'HEAD' || c.req.header('Tus-Resumable') === undefined) return next()
    const caller = await callerOf(c)
    using _asking = tools.limits.take('file:progress', holderOf(caller))
    const upload = await files.progress(signed(caller), c.req.param('id'))
    return c.body(null, 200, progressOf(upload))
  })

  uploads.patch('/:id', async (c) => {
    const type = c.req.header('Content-Type')
    if (type !== OFFSET_TYPE) return c.text(`The bytes of an upload come as ${OFFSET_TYPE}.`, 415)
    const from = readCount('Upload-Offset', c.req.header('Upload-Offset'))
    const part = checked(c.req.header('Upload-Checksum'), { from, bytes: c.env.incoming })
    const caller = await callerOf(c)
    using _uploading = tools.limits.take('file:bytes', holderOf(caller))
    const upload = await files.receive(signed(caller), c.req.param('id'), part)
    return c.body(null, 204, progressOf(upload))
  })

  uploads.onError((error, c) => {
    // tus has its own status for this: https://tus.io/protocols/resumable-upload#checksum
    if (error instanceof WrongChecksum) return new Response(error.message, { status: 460 })
    if (error instanceof Refusal && error.code === 'conflict') c.header('Cache-Control', 'no-store')
    throw error
  })
  return uploads
}

/** A guest costs nothing to make, so all guests of a network share their limits. */
const holderOf = ({ user, network }: Caller): string => (user.kind === 'guest' ? network : user.id)

const progressOf = ({ size, received }: Pick<Upload, 'size' | 'received'>): Record<string, string> => ({
  'Upload-Length': String(size),
  'Upload-Offset': String(received),
})
