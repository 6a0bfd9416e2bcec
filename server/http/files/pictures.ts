/** Pictures of people and rooms, for every user: `GET /api/pictures/HASH`. A picture is named by its content. */
import { type Context, Hono } from 'hono'
import { type Caller, signed } from '../../chat/caller.ts'
import type { Tools } from '../../chat/tools.ts'
import type { Env } from '../env.ts'
import { serve } from './serving.ts'

type PicturesOptions = { tools: Tools; callerOf: (c: Context<Env>) => Promise<Caller> }

export function createPictures({ tools, callerOf }: PicturesOptions): Hono<Env> {
  const pictures = new Hono<Env>()
  pictures.get('/:hash{[0-9a-f]{64}}', async (c) => {
    const caller = await callerOf(c)
    using reading = new DisposableStack()
    reading.use(tools.limits.take('file:read', caller.user.id))
    const picture = await tools.store.pictureToServe(signed(caller), c.req.param('hash'))
    return await serve(c, tools, { ...picture, name: 'picture.webp' }, reading)
  })
  return pictures
}
