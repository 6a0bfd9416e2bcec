/** What another app has shared with this one. The worker takes it (`web/worker/worker.ts`), and the page asks where it goes. */
import { basePath } from '../browser/base-path.ts'
import { sharedCache } from './register.ts'

export type Shared = { text: string; files: File[] }

/** Undefined when nothing waits. */
export async function sharedWithUs(): Promise<Shared | undefined> {
  if (!('caches' in globalThis) || !(await caches.has(sharedCache))) return undefined
  const cache = await caches.open(sharedCache)
  const text = (await (await cache.match(`${basePath}/shared/text`))?.text()) ?? ''
  const files: File[] = []
  for (const request of await cache.keys()) {
    const answer = request.url.includes('/file/') ? await cache.match(request) : undefined
    if (!answer) continue
    const name = decodeURIComponent(answer.headers.get('x-name') ?? '')
    files.push(new File([await answer.blob()], name, { type: answer.headers.get('content-type') ?? '' }))
  }
  return text === '' && files.length === 0 ? undefined : { text, files }
}

export async function forgetShared(): Promise<void> {
  await caches.delete(sharedCache)
}
