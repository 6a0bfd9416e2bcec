import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { open, serve } from '../../test/support/outside.ts'
import type { Outside } from './fetch.ts'
import { fetchPreview } from './preview.ts'

/** Pictures of so many bytes are kept; others are none. */
const PICTURE = 7
const around = (outside: Outside, ownOrigin?: string) => ({
  outside,
  ownOrigin,
  keepPicture: (bytes: Uint8Array) =>
    Promise.resolve(bytes.length === PICTURE ? { hash: 'ab', width: 4, height: 3 } : undefined),
})

describe('a page that is fetched for a preview', () => {
  test('[E20] its words come, from the beginning of a long page too; other answers have none', async () => {
    const asked: string[] = []
    const { url, outside } = await serve((request, response) => {
      const path = request.url ?? ''
      asked.push(path)
      const type = path === '/text' ? 'text/plain' : 'text/html'
      response.writeHead(path === '/lost' ? 404 : 200, { 'content-type': type })
      response.end(`<title>Title</title><body>${path === '/long' ? 'x'.repeat(2_000_000) : ''}`)
    })
    const at = (path: string) => fetchPreview(url + path, around(outside, 'https://chat.example.org'))
    const words = { title: 'Title' }
    assert.deepEqual(await at('/page'), { address: `${url}/page`, preview: words })
    assert.deepEqual(await at('/long'), { address: `${url}/long`, preview: words })
    for (const path of ['/lost', '/text']) assert.deepEqual(await at(path), { address: url + path })
    assert.deepEqual(await fetchPreview('http://127.0.0.1:1/', around(outside)), { address: 'http://127.0.0.1:1/' })
    // The chat itself is not asked.
    asked.length = 0
    assert.deepEqual(await fetchPreview(`${url}/lobby`, around(outside, url)), { address: `${url}/lobby` })
    assert.deepEqual(asked, [])
  })

  test('[E27] its picture comes along, and a page whose picture cannot be had comes without one', async () => {
    const { url, outside } = await serve((request, response) => {
      const path = request.url ?? ''
      const isPage = path.startsWith('/page')
      response.writeHead(path === '/lost' ? 404 : 200, { 'content-type': isPage ? 'text/html' : 'image/png' })
      const at = path.slice('/page'.length) || '/good'
      if (isPage) response.end(`<title>Title</title><meta property="og:image" content="${at}">`)
      else response.end(path === '/large' ? 'x'.repeat(2_000_000) : path === '/good' ? 'x'.repeat(PICTURE) : 'none')
    })
    const at = async (path: string) => (await fetchPreview(url + path, around(outside)))?.preview
    assert.deepEqual(await at('/page'), { title: 'Title', picture: { hash: 'ab', width: 4, height: 3 } })
    for (const path of ['/lost', '/none', '/large', 'http://10.0.0.1/x.png'])
      assert.deepEqual(await at(`/page${path}`), { title: 'Title' }, path)
  })

  test('[E20] a page that could not be asked now is asked for later', async () => {
    const { url, port } = await serve(() => 'nothing is said')
    const outside = open('127.0.0.1', port, { turns: { perHost: 1, waitingPerHost: 0 } })
    const first = fetchPreview(url, around(outside))
    assert.equal(await fetchPreview(url, around(outside)), undefined)
    outside.stop()
    assert.equal(await first, undefined)
  })
})
