/** The client's uploads against a real server, which is killed and started again, as is the tab. */
import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { Client } from '../client/client.ts'
import { memoryOutbox } from '../client/outbox-memory.ts'
import type { OutboxPeers } from '../client/outbox.ts'
import { fakeTabs } from '../client/testing/fake-tabs.ts'
import { memoryUploads } from '../client/upload-storage.ts'
import { eventually } from './support/eventually.ts'
import { signIn, wholeHistory } from './support/http.ts'
import { type Server, startServer } from './support/server.ts'

const MB = 1_000_000

const server = await startServer({ args: ['--limits', 'off', '--max-file', String(30 * MB)] })
after(() => server.stop())

/** The bytes that went out to uploads, in all. */
let sentBytes = 0
const { fetch } = globalThis
globalThis.fetch = async (input, init) => {
  if (init?.body instanceof Blob) sentBytes += init.body.size
  return fetch(input, init)
}

/** A server of this test alone, which may be killed. */
async function startMortal() {
  const args = ['--limits', 'off']
  const first = await startServer({ args })
  return {
    url: first.url,
    kill: () => first.kill(),
    restart: () => startServer({ args: [...args, '--port', String(first.port)], dataDir: first.dataDir }),
  }
}

/** A browser: what is kept in it outlives its tabs. */
async function browserOf(name: string, at: Pick<Server, 'url'> = server) {
  const { token } = await signIn(at, name)
  const outbox = memoryOutbox()
  const storage = memoryUploads()
  function tab(peers?: OutboxPeers) {
    const client = new Client({ url: at.url, credentials: { token }, outbox, files: async () => storage, peers })
    after(() => client.close())
    client.connect()
    return client
  }
  return { token, outbox, storage, tab }
}

async function online(client: Client): Promise<void> {
  await eventually(() => assert.equal(client.connection.state.peek().state, 'online'), 20_000)
}

/** Random bytes: two files are never the same. */
const bytesOf = (size: number): Blob => {
  const bytes = new Uint8Array(size)
  for (let at = 0; at < size; at += 65_536) crypto.getRandomValues(bytes.subarray(at, Math.min(size, at + 65_536)))
  return new Blob([bytes])
}

async function choose(client: Client, bytes: Blob, name = 'plan.bin') {
  const key = crypto.randomUUID()
  const uploads = await client.uploads()
  await uploads.keep(key, client.you.peek()?.id ?? '', bytes)
  return { key, name, type: 'application/octet-stream', size: bytes.size }
}

const lobbyOf = (client: Client) => client.rooms.get('lobby')!

const uploaded = (client: Client): number => {
  const [entry] = client.outbox.entries.peek()
  return entry?.status.state === 'uploading' ? entry.status.sent : 0
}

const said = async (token: string, author: string, at: Pick<Server, 'url'> = server) =>
  (await wholeHistory(at, token)).filter((message) => message.author.name === author)

async function hashOf(bytes: ArrayBuffer): Promise<string> {
  return Buffer.from(await crypto.subtle.digest('SHA-256', bytes)).toString('hex')
}

describe('files in the outbox', () => {
  test('[U50] words and files of a room go out in the order in which they were written, and another room waits for none', async () => {
    const ann = await browserOf('Ann')
    const tab = ann.tab()
    await online(tab)
    const kitchen = await tab.run('room:create', { name: 'Kitchen', kind: 'open' })
    assert.ok(kitchen.ok)
    const bytes = bytesOf(28 * MB)
    const file = await choose(tab, bytes)
    const bodies = () => tab.outbox.entries.peek().map(({ body }) => body)
    await lobbyOf(tab).send('first')
    await lobbyOf(tab).send('with a file', undefined, [{ ...file, alt: 'The plan' }])
    await lobbyOf(tab).send('last')
    await tab.outbox.add({ roomId: kitchen.value.id, clientId: crypto.randomUUID(), body: 'beside' })
    await eventually(() => assert.deepEqual(bodies(), ['with a file', 'last']), 5_000, 1)
    await eventually(() => assert.equal(tab.outbox.waiting.peek(), 0), 30_000)
    const messages = await said(ann.token, 'Ann')
    assert.deepEqual(
      messages.map(({ body }) => body),
      ['first', 'with a file', 'last'],
    )
    const [sent] = messages[1]?.files ?? []
    assert.deepEqual(
      [sent?.name, sent?.size, sent?.alt, sent?.hash],
      ['plan.bin', bytes.size, 'The plan', await hashOf(await bytes.arrayBuffer())],
    )
    assert.equal(await ann.storage.bytes(file.key), undefined)
  })

  test('[U51] a server killed half-way: the upload goes on where it was, and the message is sent once', async () => {
    const mortal = await startMortal()
    const bob = await browserOf('Bob', mortal)
    const tab = bob.tab()
    await online(tab)
    const bytes = bytesOf(28 * MB)
    const file = await choose(tab, bytes)
    sentBytes = 0
    await lobbyOf(tab).send('big', undefined, [file])
    await lobbyOf(tab).send('after it')
    await eventually(() => assert.ok(uploaded(tab) > 2 * MB), 10_000, 1)
    await mortal.kill()
    assert.ok(tab.outbox.waiting.peek() === 2)
    await mortal.restart()
    await eventually(() => assert.equal(tab.outbox.waiting.peek(), 0), 30_000)
    const messages = await said(bob.token, 'Bob', mortal)
    assert.deepEqual(
      messages.map(({ body, files = [] }) => [body, files.length]),
      [
        ['big', 1],
        ['after it', 0],
      ],
    )
    assert.equal(messages[0]?.files?.[0]?.hash, await hashOf(await bytes.arrayBuffer()))
    // At most the parts that were under way went out twice.
    assert.ok(sentBytes < bytes.size + 9 * MB, `${sentBytes} of ${bytes.size}`)
  })

  test('[U52] a tab that ends half-way: the next one goes on where it was, and the message is sent once', async () => {
    const cem = await browserOf('Cem')
    const tabs = fakeTabs()
    const [first, second] = [tabs.tab(), tabs.tab()]
    const tab = cem.tab(first)
    await online(tab)
    const bytes = bytesOf(28 * MB)
    const file = await choose(tab, bytes)
    sentBytes = 0
    await lobbyOf(tab).send('big', undefined, [file])
    await lobbyOf(tab).send('after it')
    await eventually(() => assert.ok(uploaded(tab) > 2 * MB), 10_000, 1)
    first.crash()
    tab.close()
    const next = cem.tab(second)
    await eventually(() => assert.equal(next.outbox.entries.peek().length, 2))
    await eventually(() => assert.equal(next.outbox.waiting.peek(), 0), 30_000)
    const messages = await said(cem.token, 'Cem')
    assert.deepEqual(
      messages.map(({ body, files = [] }) => [body, files.length]),
      [
        ['big', 1],
        ['after it', 0],
      ],
    )
    assert.equal(messages[0]?.files?.[0]?.hash, await hashOf(await bytes.arrayBuffer()))
    assert.ok(sentBytes < bytes.size + 9 * MB, `${sentBytes} of ${bytes.size}`)
    assert.equal(await cem.storage.bytes(file.key), undefined)
  })

  test('[U53] an upload that is taken back is gone here and at the server, and the words after it go out', async () => {
    const dea = await browserOf('Dea')
    const tab = dea.tab()
    await online(tab)
    const file = await choose(tab, bytesOf(28 * MB))
    await lobbyOf(tab).send('big', undefined, [file])
    await lobbyOf(tab).send('after it')
    await eventually(() => assert.ok(uploaded(tab) > 0), 10_000, 1)
    const id = await dea.storage.id(file.key)
    const [entry] = tab.outbox.entries.peek()
    assert.ok(entry && entry.fileIds === undefined)
    await tab.outbox.discard(entry.clientId)
    await eventually(() => assert.equal(tab.outbox.waiting.peek(), 0), 10_000)
    assert.deepEqual(
      (await said(dea.token, 'Dea')).map(({ body }) => body),
      ['after it'],
    )
    assert.equal(await dea.storage.bytes(file.key), undefined)
    const headers = { authorization: `Bearer ${dea.token}`, 'tus-resumable': '1.0.0' }
    await eventually(async () =>
      assert.equal((await fetch(`${server.url}/api/files/${id}`, { method: 'HEAD', headers })).status, 404),
    )
  })

  test('[U54] a file that the server has deleted meanwhile is announced anew', async () => {
    const eve = await browserOf('Eve')
    const headers = { authorization: `Bearer ${eve.token}` }
    const before = eve.tab()
    await online(before)
    const bytes = bytesOf(MB)
    const file = await choose(before, bytes)
    const uploads = await before.uploads()
    const id = await uploads.upload(file, new AbortController().signal)
    assert.ok(id.ok)
    const words = { roomId: 'lobby', clientId: crypto.randomUUID(), body: 'days later' }
    // All of it was there, and the tab ended before the message went out.
    await eve.outbox.put({ ...words, userId: before.you.peek()!.id, position: 1, files: [file], fileIds: [id.value] })
    before.close()
    assert.equal((await fetch(`${server.url}/api/files/${id.value}`, { method: 'DELETE', headers })).status, 204)
    const tab = eve.tab()
    await eventually(async () => assert.equal((await said(eve.token, 'Eve')).length, 1), 10_000)
    const [message] = await said(eve.token, 'Eve')
    assert.notEqual(message?.files?.[0]?.id, id.value)
    assert.equal(message?.files?.[0]?.hash, await hashOf(await bytes.arrayBuffer()))
    await eventually(() => assert.equal(tab.outbox.waiting.peek(), 0))
  })

  test('[U55] a message whose answer was lost is sent again with the same files, and stays one message', async () => {
    const fay = await browserOf('Fay')
    const before = fay.tab()
    await online(before)
    const file = await choose(before, bytesOf(MB))
    const draft = { roomId: 'lobby', clientId: crypto.randomUUID(), body: 'once' }
    const id = await (await before.uploads()).upload(file, new AbortController().signal)
    assert.ok(id.ok)
    const sent = await before.run('message:send', { ...draft, files: [id.value] })
    assert.ok(sent.ok)
    const userId = before.you.peek()!.id
    before.close()
    await fay.outbox.put({ ...draft, userId, position: 1, files: [file], fileIds: [id.value] })
    const tab = fay.tab()
    await eventually(() => assert.deepEqual(tab.outbox.entries.peek(), []), 10_000)
    await online(tab)
    await eventually(async () => assert.deepEqual(await fay.outbox.all(), []))
    assert.equal((await said(fay.token, 'Fay')).length, 1)
  })

  test('[U56] a file that the server refuses fails with its sentence, and the words after it go out', async () => {
    const gil = await browserOf('Gil')
    const tab = gil.tab()
    await online(tab)
    const file = await choose(tab, bytesOf(31 * MB))
    await lobbyOf(tab).send('too big', undefined, [file])
    await lobbyOf(tab).send('after it')
    await eventually(() => assert.equal(tab.outbox.waiting.peek(), 0), 10_000)
    const [entry] = tab.outbox.entries.peek()
    assert.ok(entry?.status.state === 'failed')
    assert.equal(entry.status.failure.message, 'This file is too large: at most 30 MB.')
    assert.deepEqual(
      (await said(gil.token, 'Gil')).map(({ body }) => body),
      ['after it'],
    )
  })

  test('[U57] a file is uploaded while its words are being written, and goes on after the line was lost', async () => {
    const mortal = await startMortal()
    const hal = await browserOf('Hal', mortal)
    const tab = hal.tab()
    await online(tab)
    const file = await choose(tab, bytesOf(28 * MB))
    const uploads = await tab.uploads()
    uploads.begin(file)
    await eventually(() => assert.ok(uploads.of(file.key).peek().sent > MB), 10_000, 1)
    await mortal.kill()
    await mortal.restart()
    await eventually(() => assert.equal(uploads.of(file.key).peek().state, 'done'), 30_000)
    sentBytes = 0
    await lobbyOf(tab).send('', undefined, [file])
    await eventually(() => assert.equal(tab.outbox.waiting.peek(), 0), 10_000)
    assert.equal(sentBytes, 0)
    assert.equal((await said(hal.token, 'Hal', mortal)).length, 1)
  })
})
