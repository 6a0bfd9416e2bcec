/** The picture that the sender of a film makes of it: `PUT /api/files/ID/poster` with its bytes. */
import { type Context, Hono } from 'hono'
import { type Caller, signed } from '../../chat/caller.ts'
import type { Tools } from '../../chat/tools.ts'
import type { Env } from '../env.ts'

type PostersOptions = { tools: Tools; callerOf: (c: Context<Env>) => Promise<Caller> }

export function createPosters({ tools, callerOf }: PostersOptions): Hono<Env> {
  const posters = new Hono<Env>()
  posters.put('/:id/poster', async (c) => {
    const caller = await callerOf(c)
    using _taken = tools.limits.take('file:upload', caller.user.id)
    const picture = new Uint8Array(await c.req.arrayBuffer())
    await tools.files.addPoster(signed(caller), c.req.param('id'), picture)
    return c.body(null, 204)
  })
  return posters
}
