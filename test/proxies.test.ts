/**
 * Behind a real nginx, Caddy and HAProxy: the configurations that the documents give work, and the usual mistakes in
 * them are told in words.
 */
import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import type { Message, NewSession } from '../protocol/models.ts'
import { openStream } from './support/event-stream.ts'
import { eventually } from './support/eventually.ts'
import { ask, bearer, json, MESSAGES, type Refused } from './support/http.ts'
import { ownerCode, PASSWORD } from './support/people.ts'
import { askByName, changed, PROXIES } from './support/proxies.ts'
import { type Server, startServer } from './support/server.ts'
import { enter, TRANSPORTS } from './support/sockets.ts'

const OWN = 'at-an-address-of-its-own'
const BELOW = 'below-a-path'

/** The same mistakes in the words of each program. */
const MISTAKES = {
  nginx: {
    lostUpgrade: changed(['proxy_set_header Upgrade $http_upgrade;', '']),
    lostHost: changed(['proxy_set_header Host $http_host;', ''], ['proxy_set_header X-Forwarded-Host $http_host;', '']),
    lostPort: changed(['Host $http_host;', 'Host $host;'], ['proxy_set_header X-Forwarded-Host $http_host;', '']),
    lostPath: changed([/proxy_pass ([^;]+);/, 'proxy_pass $1/;']),
  },
  caddy: {
    lostUpgrade: changed([/reverse_proxy (\S+)$/m, 'request_header -Upgrade\n\treverse_proxy $1']),
    lostHost: changed([
      /reverse_proxy (\S+)$/m,
      'reverse_proxy $1 {\n\t\theader_up Host {upstream_hostport}\n\t\theader_up -X-Forwarded-Host\n\t}',
    ]),
    lostPort: changed([
      /reverse_proxy (\S+)$/m,
      'reverse_proxy $1 {\n\t\theader_up Host {host}\n\t\theader_up -X-Forwarded-Host\n\t}',
    ]),
    lostPath: changed([
      /@chat path .*\n\treverse_proxy @chat (\S+)/,
      'handle_path /chat/* {\n\t\treverse_proxy $1\n\t}',
    ]),
  },
  haproxy: {
    lostUpgrade: changed(['option forwardfor', 'option forwardfor\n  http-request del-header Upgrade']),
    lostHost: changed([
      /http-request set-header X-Forwarded-Host .*/,
      'http-request set-header Host 127.0.0.1:%[dst_port]',
    ]),
    lostPort: changed([
      /http-request set-header X-Forwarded-Host .*/,
      'http-request set-header Host %[req.hdr(Host),field(1,:)]',
    ]),
    lostPath: changed(['option forwardfor', 'option forwardfor\n  http-request replace-path /chat(/.*) \\1']),
  },
}

const TRUST_PROXY = '1'
/** The largest picture that the server takes, and a body that it refuses. nginx by itself takes 1 MB. */
const PICTURE_BYTES = 48_000
const TOO_LARGE = 2_000_000

/** A browser's page at this address signs in. */
const join = (to: { url: string }, name: string, origin: string) =>
  ask<NewSession & Refused>(to, '/api/session', json({ name }, { origin }))

/** A user with a page at this address talks over every door. */
async function talks({ url }: { url: string }, basePath: string, name: string): Promise<void> {
  const { origin } = new URL(url)
  const { status, body, headers } = await join({ url }, name, origin)
  assert.equal(status, 201)
  const [setCookie = ''] = headers.getSetCookie()
  assert.match(setCookie, /^__Host-.*; Secure/, 'the cookie is one for HTTPS')
  const cookie = setCookie.split(';')[0] ?? ''
  const page = await ask<string>({ url }, '/lobby', { headers: { cookie, accept: 'text/html' } })
  assert.ok(page.status === 200 && page.text.includes(`"name":"${name}"`), page.text.slice(0, 300))
  const [script = ''] = /\/[^"]*assets\/index[^"]*\.js/.exec(page.text) ?? []
  assert.ok(script.startsWith(`${basePath}/assets/`), script)
  assert.equal((await ask({ url: origin }, script)).status, 200)

  const stream = await openStream(`${url}/api/rooms/lobby/events`, { cookie })
  for (const transport of TRANSPORTS) {
    const options = { path: `${basePath}/socket.io`, transports: [transport], extraHeaders: { cookie, origin } }
    const member = await enter(origin, {}, options)
    assert.equal(member.socket.io.engine.transport.name, transport)
    await member.say(`${name} over ${transport}`)
    await stream.hears(`${name} over ${transport}`)
    member.leave()
  }
  stream.close()
  const said = await ask<Message>({ url }, MESSAGES, json({ body: 'over HTTP' }, bearer(body.token)))
  assert.equal(said.headers.get('location'), `${basePath}/lobby/${said.body.seq}`)
}

/** It stands in the log, as an operator reads it who has set nothing about logs. */
const said = (server: Server, what: RegExp) => eventually(() => assert.match(server.stderr, what))

const STARTS: Record<string, string>[] = [
  { TRUST_PROXY, PUBLIC_URL: 'https://chat.example.org' },
  { TRUST_PROXY, PUBLIC_URL: 'https://example.org/chat' },
  { TRUST_PROXY },
]
// One after the other: many that start together wait for each other. Where a proxy is missing, they are not needed.
const running = new Map<string, Server[]>()
for (const { name, skip } of PROXIES) {
  const servers: Server[] = []
  if (skip === false) for (const env of STARTS) servers.push(await startServer({ env }))
  running.set(name, servers)
}
after(() => Promise.all([...running.values()].flat().map((server) => server.stop())))

for (const { name, skip, start } of PROXIES) {
  const mistakes = MISTAKES[name as keyof typeof MISTAKES]
  describe(`behind ${name}`, { skip }, () => {
    const [own, below, unset] = running.get(name) as [Server, Server, Server]

    test('[A23] at an address of its own everything works', async () => {
      await talks(await start(OWN, [own]), '', 'Straight')
      assert.doesNotMatch(own.stderr, /"level":[45]0/, 'nothing to complain of')
    })

    test('[A27] below a path everything works, and nothing is beside it', async () => {
      const proxied = await start(BELOW, [below])
      await talks({ url: `${proxied.url}/chat` }, '/chat', 'Below')
      const bare = await fetch(`${proxied.url}/chat`, { headers: { accept: 'text/html' } })
      assert.deepEqual([bare.status, new URL(bare.url).pathname.replace(/\/$/, '')], [200, '/chat'])
      assert.doesNotMatch(await (await fetch(proxied.url)).text(), /Earshot/)
      assert.doesNotMatch(below.stderr, /"level":[45]0/, 'nothing to complain of')
    })

    test('[H20] a body of any size reaches the server, which takes it or says itself that it is too large', async () => {
      const proxied = await start(OWN, [own])
      const code = await ownerCode(own)
      const olga = await ask<NewSession>(proxied, '/api/owner', json({ code, name: 'Olga', password: PASSWORD }))
      assert.equal(olga.status, 201, olga.text)
      const picture = Buffer.alloc(PICTURE_BYTES)
      Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]).copy(picture)
      const put = { ...json({ image: picture.toString('base64') }, bearer(olga.body.token)), method: 'PUT' }
      const answer = await ask(proxied, '/api/settings/picture', put)
      assert.equal(answer.status, 200, answer.text)
      const tooLarge = await ask<Refused>(proxied, MESSAGES, json('x'.repeat(TOO_LARGE), bearer(olga.body.token)))
      assert.deepEqual([tooLarge.status, tooLarge.body.error?.code], [413, 'too_long'], tooLarge.text)
    })

    test('[L6] behind an unknown proxy all visitors count as one network, and the log names the setting', async () => {
      const server = await startServer({ env: { PUBLIC_URL: 'https://chat.example.org' } })
      const proxied = await start(OWN, [server])
      await join(proxied, 'Unnamed', proxied.url)
      await said(server, /through an unknown proxy .* Start with --trust-proxy 1 \(or TRUST_PROXY\)/)
      await server.stop()
    })

    test('[A20] a name that was not set: the page and the log say which setting is missing', async () => {
      const proxied = await start(OWN, [unset])
      const { status, body } = await askByName('chat.example.org', proxied, '/')
      assert.equal(status, 421)
      assert.match(body, /start it with --public-url https:\/\/chat\.example\.org \(or PUBLIC_URL\)\.<\/p>/)
      await said(unset, /--public-url https:\/\/chat\.example\.org/)
    })

    test('[A22] a Host that is not passed on: joining tells which setting is missing, and with it all works', async () => {
      const proxied = await start(OWN, [unset], mistakes.lostHost)
      assert.equal((await ask(proxied, '/')).status, 200)
      const { status, body } = await join(proxied, 'Lost', proxied.url)
      assert.equal(status, 403)
      const sentence = `This server does not know the page at ${proxied.url}. If that is its own address, start it with --public-url ${proxied.url} (or PUBLIC_URL).`
      assert.equal(body.error.message, sentence)
      await said(unset, new RegExp(`--public-url ${proxied.url}`))
      const polling = await ask<Refused>(proxied, '/socket.io/?EIO=4&transport=polling', {
        headers: { origin: proxied.url },
      })
      assert.deepEqual([polling.status, polling.body.error.message], [403, sentence])
      const portless = await start(OWN, [unset], mistakes.lostPort)
      const lostPort = await join(portless, 'Lost, too', portless.url)
      assert.equal(lostPort.status, 403)
      assert.ok(lostPort.body.error.message.includes(`--public-url ${portless.url} `), lostPort.body.error.message)
      await unset.stop()

      const args = ['--port', String(unset.port)]
      const mended = await startServer({ args, env: { TRUST_PROXY: '1', PUBLIC_URL: proxied.url } })
      await talks(proxied, '', 'Found')
      await mended.stop()
    })

    test('[A29] an Upgrade that is not passed on: all clients poll, and the log says why', async () => {
      const proxied = await start(OWN, [own], mistakes.lostUpgrade)
      const { body, headers } = await join(proxied, 'Polling', proxied.url)
      assert.ok(body.token && headers.getSetCookie().length > 0)
      await assert.rejects(enter(proxied.url, { token: body.token }, { transports: ['websocket'] }))
      const both = { transports: ['websocket', 'polling'], tryAllTransports: true }
      const member = await enter(proxied.url, { token: body.token }, both)
      await member.say('by polling')
      member.leave()
      await said(own, /without the Upgrade header.*all clients poll.*docs\/self-hosting/)
    })

    test('[H21] a page whose origin was not allowed is refused, and the log names the setting', async () => {
      const proxied = await start(OWN, [own])
      const intranet = 'https://intranet.example'
      const sentence = `This server does not know the page at ${intranet}. If that is its own address, start it with --origins ${intranet} (or EARSHOT_ORIGINS).`
      const { status, body } = await join(proxied, 'Foreign', intranet)
      assert.deepEqual([status, body.error.message], [403, sentence])
      const options = { extraHeaders: { origin: intranet } }
      await assert.rejects(enter(proxied.url, { name: 'Foreign' }, options))
      await said(own, new RegExp(`--origins ${intranet}`))
    })

    test('[A27] a path that is taken away: the page says that it must be passed on', async () => {
      const proxied = await start(BELOW, [below], mistakes.lostPath)
      const { status, text } = await ask(proxied, '/chat/', { headers: { accept: 'text/html' } })
      assert.equal(status, 404)
      assert.match(text, /This Earshot is at \/chat\/.*A proxy in front must pass on the whole path/)
    })
  })
}
