/** Fetches a page, for the preview of a link to it. */
import type { Outside } from './fetch.ts'
import { NotFetched } from './not-fetched.ts'
import { type PageWords, readPage } from './page.ts'

/** `preview` is absent for a page that has nothing to show, or cannot be had. */
export type FetchedPage = { address: string; preview?: Omit<PageWords, 'picture'> & { picture?: Kept } }
/** A picture that was kept: where, and its pixels. */
type Kept = { hash: string; width: number; height: number }

type Surroundings = {
  outside: Outside
  /** Pages of this chat have no preview. */
  ownOrigin: string | undefined
  /** Keeps a small form of a picture; undefined for what is none. */
  keepPicture: (picture: Uint8Array) => Promise<Kept | undefined>
}

/** Undefined when it was not this page's fault: it may be asked for again. */
export async function fetchPreview(address: string, around: Surroundings): Promise<FetchedPage | undefined> {
  const { outside, ownOrigin } = around
  if (URL.parse(address)?.origin === ownOrigin) return { address }
  try {
    const headers = { accept: 'text/html,application/xhtml+xml;q=0.9' }
    // The head of a long page is at its beginning.
    const { status, headers: told, body, url } = await outside.get(address, { cutsLonger: true, headers })
    const words = status === 200 ? readPage(body, told['content-type'], url) : undefined
    if (!words) return { address }
    const { picture: at, ...preview } = words
    const picture = at === undefined ? undefined : await fetchPicture(at, around)
    return { address, preview: { ...preview, ...(picture && { picture }) } }
  } catch (error) {
    if (!(error instanceof NotFetched)) throw error
    return error.why === 'busy' || error.why === 'stopped' ? undefined : { address }
  }
}

/** A page whose picture cannot be had is shown without one. */
async function fetchPicture(address: string, { outside, keepPicture }: Surroundings): Promise<Kept | undefined> {
  try {
    const { status, body } = await outside.get(address, { headers: { accept: 'image/*' } })
    return status === 200 ? await keepPicture(body) : undefined
  } catch (error) {
    if (error instanceof NotFetched) return undefined
    throw error
  }
}
