/** A store that fails on demand, behind its contract: members are told, and nothing is lost. */
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { readConfig } from '../server/config.ts'
import { createLog } from '../server/log.ts'
import { serve } from '../server/main.ts'
import { openStore } from '../server/store/open.ts'
import type { Store } from '../server/store/store.ts'
import { Refusal } from '../protocol/errors.ts'
import { isRetryable } from '../protocol/error-codes.ts'
import { eventually } from './support/eventually.ts'
import { ask, bearer, json, MESSAGES, type Refused, signIn } from './support/http.ts'
import { temporaryFolder } from './support/server.ts'
import { enter, type Member } from './support/sockets.ts'

type Failing = 'writes' | 'everything' | undefined

/** The real store, until it is told to fail in one of the ways that a store may. */
function breakable(store: Store) {
  const state: { failing: Failing; error: () => Error } = { failing: undefined, error: () => new Error('not asked') }
  const writes = new Set<string | symbol>(['append', 'addGuest', 'nextGuestNumber', 'endSession', 'isWritable'])
  const broken = new Proxy(store, {
    get(target, name, receiver) {
      const value: unknown = Reflect.get(target, name, receiver)
      const fails = state.failing === 'everything' || (state.failing === 'writes' && writes.has(name))
      if (!fails || typeof value !== 'function' || name === 'close') return value
      return () => Promise.reject(state.error())
    },
  })
  return { broken, state }
}

describe('[C12] a store that fails', () => {
  let stop: () => Promise<void>
  let url: string
  let member: Member
  let token: string
  let state: ReturnType<typeof breakable>['state']

  before(async () => {
    const config = readConfig(
      ['--port', '0', '--data', temporaryFolder(), '--limits', 'off', '--log-level', 'silent'],
      {},
    )
    assert.ok('port' in config)
    const { broken, state: controls } = breakable(await openStore({ folder: config.dataFolder }))
    const running = await serve(config, broken, await createLog('silent'))
    state = controls
    stop = running.stop
    url = `http://localhost:${running.port}`
    token = (await signIn({ url }, 'Ann')).token
    member = await enter(url, { token })
  })
  after(async () => {
    member.leave()
    await stop()
  })

  const say = (body: string) => member.ask('message:send', { roomId: 'lobby', clientId: body, body })

  test('while it cannot write, sends are refused with when to come back, and reading goes on', async () => {
    state.error = () => new Refusal('storage_unavailable', 'The disk is full.', 1_000)
    state.failing = 'writes'
    const refused = await say('while it is full')
    assert.ok(!refused.ok && refused.error.code === 'storage_unavailable' && refused.error.retryAfterMs === 1_000)
    assert.equal((await member.ask('room:history', { roomId: 'lobby' })).ok, true)

    const overHttp = await ask<Refused>({ url }, MESSAGES, json({ body: 'over HTTP' }, bearer(token)))
    assert.equal(overHttp.status, 503)
    assert.equal(overHttp.headers.get('retry-after'), '1')
    assert.equal((await ask({ url }, '/readyz')).status, 503)
    assert.equal((await ask({ url }, '/healthz')).status, 200)

    state.failing = undefined
    assert.equal((await say('while it is full')).ok, true)
    assert.equal((await ask({ url }, '/readyz')).status, 200)
  })

  test('when it is overloaded, that is said, and the connection stays', async () => {
    state.error = () => new Refusal('overloaded', 'The server is very busy.', 1_000)
    state.failing = 'everything'
    const refused = await say('too much')
    assert.ok(!refused.ok && refused.error.code === 'overloaded' && isRetryable(refused.error.code))
    state.failing = undefined
    assert.equal((await say('too much')).ok, true)
  })

  test('when it throws an unexpected error, the answer is internal, without its message, and the process lives', async () => {
    state.error = () => new Error('secret detail of the store')
    state.failing = 'everything'
    const answers = await Promise.all([
      say('thrown at'),
      member.ask('room:history', { roomId: 'lobby' }),
      member.ask('room:changes', { roomId: 'lobby', epoch: 'e', since: 0 }),
      member.ask('typing:start', { roomId: 'lobby' }),
    ])
    for (const answer of answers) {
      assert.ok(!answer.ok && answer.error.code === 'internal')
      assert.doesNotMatch(answer.error.message, /secret/)
    }
    for (const path of [MESSAGES, '/api/rooms/lobby/events', '/']) {
      const { status, text } = await ask({ url }, path, { headers: { ...bearer(token), cookie: `earshot=${token}` } })
      assert.ok(status >= 500, `${path} answered ${status}`)
      assert.doesNotMatch(text, /secret/)
    }
    state.failing = undefined
    assert.equal((await say('thrown at')).ok, true)
  })

  test('a handshake that it could not answer can be tried again', async () => {
    state.error = () => new Refusal('storage_unavailable', 'Not now.', 100)
    state.failing = 'everything'
    await assert.rejects(enter(url, { token }))
    state.failing = undefined
    await eventually(async () => (await enter(url, { token })).leave())
  })
})
