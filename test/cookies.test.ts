/** The session cookie: it lasts while it is used, counts on one server, and over HTTPS none from elsewhere counts. */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { Boot, NewSession } from '../protocol/models.ts'
import { CHAT } from '../protocol/socket.ts'
import { ask, json, MESSAGES, signIn } from './support/http.ts'
import { type Server, startServer } from './support/server.ts'
import { enter, turnedAway } from './support/sockets.ts'

const [server, neighbour, proxied] = await Promise.all([
  startServer(),
  startServer(),
  startServer({ env: { TRUST_PROXY: '1' } }),
])
after(() => Promise.all([server.stop(), neighbour.stop(), proxied.stop()]))

/** Loads the page with these cookies: whose page it is, and the cookies that it sets. */
async function load({ url }: Server, cookie: string, headers: Record<string, string> = {}) {
  const answer = await fetch(url, { headers: { cookie, ...headers } })
  const boot = /<script id="boot"[^>]*>([^]*?)<\/script>/.exec(await answer.text())?.[1] ?? '{}'
  return { you: (JSON.parse(boot) as Boot).you?.name, set: answer.headers.getSetCookie() }
}

test('[A28] the cookie is renewed when the page is loaded, once a day, and by nothing else', async () => {
  const { cookie, token } = await signIn(server, 'Regular')
  assert.deepEqual((await ask(server, MESSAGES, { headers: { cookie } })).headers.getSetCookie(), [])
  const first = await load(server, cookie)
  assert.equal(first.you, 'Regular')
  assert.match(first.set.join('\n'), new RegExp(`^earshot-[0-9a-f]{8}=${token}; Max-Age=31536000;[^\n]*$`))
  assert.deepEqual((await load(server, cookie)).set, [])
  assert.deepEqual((await load(server, cookie.replace(/=.*/, '=forged'))).set, [])
})

test('[A25] two servers of one host keep their people apart, also when one of them signs a user out', async () => {
  const [here, there] = await Promise.all([signIn(server, 'Twin'), signIn(neighbour, 'Twin there')])
  const both = `${here.cookie}; ${there.cookie}`
  assert.equal((await load(server, both)).you, 'Twin')
  assert.equal((await load(neighbour, both)).you, 'Twin there')
  const out = await ask(server, '/api/session', { method: 'DELETE', headers: { cookie: both, origin: server.url } })
  const [forgotten = ''] = out.headers.getSetCookie().map((header) => header.split('=')[0])
  assert.ok(here.cookie.startsWith(`${forgotten}=`) && !there.cookie.startsWith(`${forgotten}=`))
  assert.equal((await load(neighbour, there.cookie)).you, 'Twin there')
})

test('[A26] a cookie of the former name signs in, and the page replaces it', async () => {
  const { token } = await signIn(server, 'Old hand')
  const former = `earshot=${token}`
  const headers = { cookie: former, origin: server.url }
  const member = await enter(server.url, {}, { extraHeaders: headers })
  assert.equal(member.welcome.you.name, 'Old hand')
  member.leave()
  const { you, set } = await load(server, former)
  assert.equal(you, 'Old hand')
  assert.match(set.join('\n'), new RegExp(`^earshot-[0-9a-f]{8}=${token};.*\nearshot=; Max-Age=0; Path=/;`))
  // The neighbour does not know it, and leaves it alone.
  const strange = await load(neighbour, former)
  assert.deepEqual([strange.you, strange.set], [undefined, []])
})

test('[A24] over HTTPS a cookie without the prefix counts for nothing, on any door', async () => {
  const https = { 'x-forwarded-proto': 'https', 'x-forwarded-for': '192.0.2.1' }
  const signedIn = await ask<NewSession>(proxied, '/api/session', json({ name: 'Prefixed' }, https))
  const [set = ''] = signedIn.headers.getSetCookie()
  assert.match(set, /^__Host-earshot-[0-9a-f]{8}=.*; Secure/)
  const good = set.split(';')[0] ?? ''
  const origin = proxied.url.replace('http:', 'https:')
  assert.equal((await load(proxied, good, https)).you, 'Prefixed')
  for (const cookie of [good.replace('__Host-', ''), `earshot=${signedIn.body.token}`]) {
    assert.equal((await load(proxied, cookie, https)).you, undefined, cookie)
    assert.equal((await ask(proxied, MESSAGES, { headers: { cookie, ...https } })).status, 401)
    const headers = { cookie, origin, ...https }
    assert.equal((await turnedAway(proxied.url, CHAT, {}, { extraHeaders: headers })).code, 'unauthorized')
  }
  const member = await enter(proxied.url, {}, { extraHeaders: { cookie: good, origin, ...https } })
  assert.equal(member.welcome.you.name, 'Prefixed')
  member.leave()
})
