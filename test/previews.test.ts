/** Previews of links, from a message to the page that it links to and back. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { after, describe, test } from 'node:test'
import type { Change, Message } from '../protocol/models.ts'
import { eventually } from './support/eventually.ts'
import { bearer } from './support/http.ts'
import { aPicture } from './support/pictures.ts'
import { startNodes } from './support/nodes.ts'
import { codeOf, done, draft, guest, online, overHttp, owner, person, type Somebody } from './support/people.ts'
import { startServer } from './support/server.ts'
import type { Member } from './support/sockets.ts'

const PAGE = `<!doctype html><html><head><title>Plain</title>
<meta property="og:title" content="The &lt;title&gt;"><meta property="og:description" content="What it is about">
<meta property="og:site_name" content="The site"></head><body><h1>Words</h1></body></html>`

const asked: string[] = []
const waiting: ServerResponse[] = []

function answer(request: IncomingMessage, response: ServerResponse): void {
  const url = request.url ?? ''
  asked.push(`${request.headers.host} ${url} ${request.headers['user-agent']} ${String(request.headers.cookie)}`)
  if (url.startsWith('/moved')) response.writeHead(302, { location: 'http://127.0.0.1:1/secret' }).end()
  else if (url.startsWith('/lost')) response.writeHead(404, { 'content-type': 'text/html' }).end(PAGE)
  else if (url === '/pictured')
    response
      .writeHead(200, { 'content-type': 'text/html' })
      .end('<title>Pictured</title><meta property="og:image" content="picture.png">')
  else if (url === '/picture.png')
    response.writeHead(200, { 'content-type': 'image/png' }).end(aPicture({ width: 500, height: 200 }))
  else if (url.startsWith('/held') && waiting.push(response) === 1) response.write('')
  else response.writeHead(200, { 'content-type': 'text/html' }).end(PAGE)
}

async function serve(): Promise<string> {
  const web = createServer(answer)
  web.listen(0, '127.0.0.1')
  await once(web, 'listening')
  after(() => {
    web.closeAllConnections()
    web.close()
  })
  return `127.0.0.1:${(web.address() as AddressInfo).port}`
}

const [open, closed] = [await serve(), await serve()]
const server = await startServer({ args: ['--limits', 'off', '--allow-outside', open] })
const olga = await owner(server)
const ann = await person(server, 'Ann')
const member = await online(server, olga)
after(() => member.leave())
const changes: Change[] = []
member.socket.on('room:changed', (change: Change) => changes.push(change))

const link = (path: string) => `http://${open}${path}`
const WORDS = { title: 'The <title>', description: 'What it is about', site: 'The site' }
const askedFor = (path: string) => asked.filter((line) => line.includes(` ${path} `))

const say = (who: Somebody, body: string, roomId = 'lobby') => done(server, who, 'message:send', draft(roomId, body))
/** The latest state of a message that was told. */
const told = (seq: number): Message | undefined =>
  changes.flatMap(({ messages }) => messages).findLast((message) => message.seq === seq)
const shown = (seq: number) => eventually(() => told(seq)?.previews ?? assert.fail('no preview'))
/** Messages are read in their order: when this one has its preview, the earlier ones have been looked at. */
async function untilRead(who: Somebody, mark: string): Promise<void> {
  await shown((await say(who, link(`/${mark}`))).seq)
}

describe('a preview', () => {
  test('[E27] brings the picture of its page, made anew, for every user', async () => {
    const { seq } = await say(ann, link('/pictured'))
    const picture = (await shown(seq))[0]?.picture ?? assert.fail('no picture')
    assert.deepEqual([picture.width, picture.height], [400, 160])
    const get = (token: string) => fetch(`${server.url}/api/pictures/${picture.hash}`, { headers: bearer(token) })
    const response = await get(olga.token)
    assert.deepEqual([response.status, response.headers.get('content-type')], [200, 'image/webp'])
    assert.equal(
      Buffer.from(await response.arrayBuffer())
        .subarray(8, 12)
        .toString(),
      'WEBP',
    )
    assert.equal((await get('nobody')).status, 401)
    await done(server, ann, 'message:delete', { roomId: 'lobby', seq })
    assert.equal((await get(olga.token)).status, 404)
  })

  test('[E20] comes after the answer, as a change, the same through every door', async () => {
    const sent = await say(ann, `look: ${link('/page')}#part and <${link('/unwanted')}>`)
    assert.equal(sent.previews, undefined)
    assert.deepEqual(await shown(sent.seq), [{ url: link('/page'), ...WORDS }])
    assert.equal(told(sent.seq)?.rev, sent.rev + 1)
    const { messages } = await done(server, ann, 'room:history', { roomId: 'lobby' })
    assert.deepEqual(messages.at(-1), told(sent.seq))
    assert.match(askedFor('/page').join('\n'), /^127\.0\.0\.1:\d+ \/page Earshot\/[\d.]+ \(link preview\) undefined$/)
    // The same page for another message, without asking again.
    await shown((await say(olga, link('/page'))).seq)
    assert.deepEqual([askedFor('/page').length, askedFor('/unwanted').length], [1, 0])
  })

  test('[X1] [X3] [X5] no other private host is asked, not even by a redirect, and pages without words change nothing', async () => {
    const { seq, rev } = await say(ann, `http://${closed}/a ${link('/moved')} ${link('/lost')}`)
    await untilRead(ann, 'after')
    assert.equal(askedFor('/a').length, 0)
    assert.deepEqual([askedFor('/moved').length, askedFor('/lost').length], [1, 1])
    await eventually(async () => {
      const { messages } = await done(server, ann, 'room:history', { roomId: 'lobby', around: seq, limit: 1 })
      assert.deepEqual([messages[0]?.rev, messages[0]?.previews], [rev, undefined])
    })
  })

  test('[E22] its author removes it through both doors, and nobody else does', async () => {
    const { seq } = await say(ann, `${link('/one')} ${link('/two')}`)
    await shown(seq)
    const at = { roomId: 'lobby', seq }
    assert.equal(codeOf(await overHttp(server, olga.token, 'message:unpreview', at)), 'forbidden')
    const annsDevice: Member = await online(server, ann)
    assert.equal(codeOf(await annsDevice.run('message:unpreview', { ...at, url: link('/one') })), 'ok')
    await eventually(() => assert.deepEqual(told(seq)?.previews, [{ url: link('/two'), ...WORDS }]))
    const { previews } = await done(server, ann, 'message:unpreview', at)
    assert.equal(previews, undefined)
    await eventually(() => assert.equal(told(seq)?.previews, undefined))
    annsDevice.leave()
  })

  test('[E24] nothing is asked where previews are off, nor in a room of guests alone', async () => {
    const [gus, gia] = [await guest(server, 'Gus'), await guest(server, 'Gia')]
    const pair = await done(server, gus, 'room:create', { kind: 'direct', memberIds: [gia.user.id] })
    await say(gus, link('/of-guests'), pair.id)
    const room = await done(server, ann, 'room:create', { kind: 'open', name: 'Plain room' })
    const quiet = await done(server, ann, 'room:update', { roomId: room.id, previews: 'off' })
    assert.equal(quiet.previews, 'off')
    await say(ann, link('/in-a-quiet-room'), room.id)
    await untilRead(ann, 'meanwhile')
    assert.equal((await done(server, olga, 'settings:update', { previews: 'off' })).previews, 'off')
    await say(ann, link('/in-a-quiet-chat'))
    assert.equal((await done(server, olga, 'settings:update', { previews: 'on' })).previews, undefined)
    await untilRead(ann, 'at-last')
    for (const path of ['/of-guests', '/in-a-quiet-room', '/in-a-quiet-chat'])
      assert.equal(askedFor(path).length, 0, path)
  })
})

test('[E20] of two nodes one reads a page, and both tell of it', async () => {
  const { nodes } = await startNodes(2, { args: ['--limits', 'off', '--allow-outside', open] })
  const [first, second] = nodes
  assert.ok(first && second)
  const bea = await person(first, 'Bea')
  const there = await online(second, bea)
  const heard: Message[] = []
  there.socket.on('room:changed', ({ messages }: Change) => heard.push(...messages))
  for (const [place, node] of [first, second, first].entries())
    await done(node, bea, 'message:send', draft('lobby', `${place} ${link('/of-nodes')}`))
  await eventually(() => {
    const latest = new Map(heard.map(({ seq, previews }) => [seq, previews]))
    assert.deepEqual(
      [...latest.values()],
      Array.from({ length: 3 }, () => [{ url: link('/of-nodes'), ...WORDS }]),
    )
  }, 10_000)
  assert.equal(askedFor('/of-nodes').length, 1)
  there.leave()
})

test('[E20] a server that is killed while it reads a page reads it after its next start', async () => {
  const first = await startServer({ args: ['--limits', 'off', '--allow-outside', open] })
  const eve = await person(first, 'Eve')
  const sent = await done(first, eve, 'message:send', draft('lobby', link('/held')))
  await eventually(() => assert.equal(waiting.length, 1))
  await first.kill()
  // As if the minute were over after which another node would take it.
  const database = new DatabaseSync(join(first.dataDir, 'earshot.db'))
  assert.deepEqual(
    database
      .prepare('select room_id, seq from links')
      .all()
      .map((row) => ({ ...row })),
    [{ room_id: 'lobby', seq: sent.seq }],
  )
  database.exec('update links set due_at = 0; update pages set good_until = 0')
  database.close()
  const second = await startServer({ dataDir: first.dataDir, args: ['--limits', 'off', '--allow-outside', open] })
  await eventually(async () => {
    const { messages } = await done(second, eve, 'room:history', { roomId: 'lobby' })
    assert.deepEqual(messages.at(-1)?.previews, [{ url: link('/held'), ...WORDS }])
  })
  await second.stop()
})
