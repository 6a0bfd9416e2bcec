/** `GET /metrics`, as Prometheus asks for it while people talk. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { networkInterfaces } from 'node:os'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import pg from 'pg'
import { ERROR_CODES } from '../protocol/error-codes.ts'
import type { RoomView } from '../protocol/models.ts'
import { bareRequest } from './support/bare-http.ts'
import { openStream } from './support/event-stream.ts'
import { eventually, inTime } from './support/eventually.ts'
import { ask, bearer, json, MESSAGES, post, type Refused, signIn } from './support/http.ts'
import { type Scrape, scrape } from './support/metrics.ts'
import { codeOf, done } from './support/people.ts'
import { startPostgres } from './support/postgres.ts'
import { PROXIES } from './support/proxies.ts'
import { ROOT } from './support/root.ts'
import { launch, startServer } from './support/server.ts'
import { enter, enterPlain, rawMember, turnedAway } from './support/sockets.ts'
import { CHAT } from '../protocol/socket.ts'

const TOKEN = '!a+token/of~29=signs&letters{}'

/** How much a meter grew. */
const growth = (before: Scrape, now: Scrape, name: string, labels?: Record<string, string>): number =>
  Math.round(now.of(name, labels) - before.of(name, labels))

describe('[M54] the numbers move as they should', () => {
  test('connections, by door and transport', async () => {
    const server = await startServer({ args: ['--limits', 'off'] })
    const count = async (door: string, transport: string) =>
      (await scrape(server)).of('earshot_connections', { door, transport })
    const open = async () => {
      const found = await scrape(server)
      return found.samples.filter(({ name }) => name === 'earshot_connections').map(({ value }) => value)
    }
    assert.deepEqual(await open(), [0, 0, 0, 0, 0])
    const ann = await enter(server.url, { name: 'Ann' })
    const bob = await enter(server.url, { name: 'Bob' })
    const cleo = await enter(server.url, { name: 'Cleo' }, { transports: ['polling'] })
    const plain = await enterPlain(server.url)
    const { token } = await signIn(server, 'Dora')
    const stream = await openStream(`${server.url}/api/rooms/lobby/events`, bearer(token))
    assert.equal(await count('typed', 'websocket'), 2)
    assert.equal(await count('typed', 'polling'), 1)
    assert.equal(await count('plain', 'websocket'), 1)
    assert.equal(await count('events', 'http'), 1)
    // A connection that changes its transport is counted once.
    const eve = await enter(server.url, { name: 'Eve' }, { transports: ['polling', 'websocket'] })
    await eventually(async () => assert.equal(await count('typed', 'websocket'), 3))
    assert.equal(await count('typed', 'polling'), 1)
    for (const one of [ann, bob, cleo, plain, eve]) one.leave()
    stream.close()
    await eventually(async () => assert.deepEqual(await open(), [0, 0, 0, 0, 0]))
    await server.stop()
  })

  test('posts, changes, deliveries, packets, commits, and how late changes were', async () => {
    const server = await startServer({ args: ['--limits', 'off'] })
    const [ann, bob, plain] = [
      await enter(server.url, { name: 'Ann' }),
      await enter(server.url, { name: 'Bob' }, { transports: ['polling'] }),
      await enterPlain(server.url),
    ]
    const { token } = await signIn(server, 'Dora')
    const stream = await openStream(`${server.url}/api/rooms/lobby/events`, bearer(token))
    await ann.say('the first')
    for (const one of [bob, plain, stream]) await one.hears('the first')

    const before = await scrape(server)
    for (const body of ['one', 'two', 'three']) await ann.say(body, body)
    await ann.say('three', 'three')
    await post(server, token, 'four')
    for (const one of [ann, bob, plain, stream]) await one.hears('four')
    await done(server, { token }, 'message:react', { roomId: 'lobby', seq: 1, emoji: '👍', on: true })
    await eventually(() => assert.equal(ann.changes.length, 6))

    const now = await scrape(server)
    const grew = (name: string, labels?: Record<string, string>) => growth(before, now, name, labels)
    assert.equal(grew('earshot_posts_total'), 4, 'a retry is no post')
    assert.equal(grew('earshot_changes_total'), 5)
    assert.equal(grew('earshot_deliveries_total', { door: 'typed' }), 10)
    assert.equal(grew('earshot_deliveries_total', { door: 'plain' }), 4)
    assert.equal(grew('earshot_deliveries_total', { door: 'events' }), 5)
    // Ann got four answers beside her changes; the plain door was told four messages.
    assert.ok(grew('earshot_packets_sent_total', { transport: 'websocket' }) >= 5 + 4 + 4)
    assert.ok(grew('earshot_packets_sent_total', { transport: 'polling' }) >= 4)
    assert.equal(grew('earshot_feed_lag_seconds_count'), 5)
    assert.equal(grew('earshot_feed_lag_seconds_bucket', { le: '+Inf' }), 5)
    assert.ok(now.of('earshot_feed_lag_seconds_sum') < now.of('earshot_feed_lag_seconds_count') * 5)
    assert.ok(grew('earshot_group_calls_sum') >= 5)
    const groups = grew('earshot_group_calls_count')
    assert.ok(groups >= 5 && groups === grew('earshot_commit_seconds_count'))
    assert.equal(groups, grew('earshot_transaction_seconds_count'))
    assert.ok(now.of('earshot_transaction_seconds_sum') > now.of('earshot_commit_seconds_sum'))
    assert.ok(now.of('earshot_commit_seconds_sum') > 0)
    assert.deepEqual([now.of('earshot_feed_behind_rooms'), now.of('earshot_feed_behind_seconds')], [0, 0])
    for (const one of [ann, bob, plain]) one.leave()
    stream.close()
    await server.stop()
  })

  test('the buckets of each histogram grow to its count', async () => {
    const server = await startServer()
    await signIn(server, 'Ann')
    const found = await scrape(server)
    const histograms = [...found.text.matchAll(/^# TYPE (earshot_\S+) histogram$/gm)].map(([, name = '']) => name)
    assert.ok(histograms.length >= 4)
    for (const name of histograms) {
      const buckets = found.samples.filter((sample) => sample.name === `${name}_bucket`)
      const bounds = buckets.map(({ labels }) => (labels.le === '+Inf' ? Infinity : Number(labels.le)))
      assert.deepEqual(
        bounds,
        bounds.toSorted((a, b) => a - b),
      )
      assert.deepEqual(
        buckets.map(({ value }) => value),
        buckets.map(({ value }) => value).toSorted((a, b) => a - b),
      )
      assert.equal(buckets.at(-1)?.value, found.of(`${name}_count`), name)
    }
    await server.stop()
  })

  test('refusals, by door and code', async () => {
    const server = await startServer()
    const ann = await enter(server.url, { name: 'Ann' })
    const plain = await enterPlain(server.url, { name: 'Bob' })
    const before = await scrape(server)
    assert.equal(codeOf(await ann.run('room:history', { roomId: 'nowhere' })), 'not_found')
    assert.equal(codeOf(await ann.ask('no:such:order', {})), 'bad_request')
    const sends = await Promise.all(
      Array.from({ length: 25 }, (_, n) => ann.run('message:send', { roomId: 'lobby', clientId: `${n}`, body: 'x' })),
    )
    const tooFast = sends.filter((result) => codeOf(result) === 'rate_limited').length
    assert.ok(tooFast > 0)
    assert.equal(codeOf(await plain.say()), 'bad_request')
    await turnedAway(server.url, CHAT, { token: 'forged' })
    await turnedAway(server.url, '/', { token: 'forged' })
    assert.equal((await ask(server, MESSAGES, json({ body: 'x' }, bearer('forged')))).status, 401)
    assert.equal((await ask(server, '/api/nothing')).status, 404)
    assert.equal((await bareRequest(server.port, 'GET', '/', [], '', 'elsewhere.example')).status, 421)
    const foreign = await ask(server, '/socket.io/?EIO=4&transport=polling', {
      headers: { origin: 'https://elsewhere.example' },
    })
    assert.equal(foreign.status, 403)

    const now = await scrape(server)
    const grew: Record<string, number> = {}
    for (const { name, labels } of now.samples) {
      if (name !== 'earshot_refusals_total') continue
      const more = growth(before, now, name, labels)
      if (more > 0) grew[`${labels.door} ${labels.code}`] = more
    }
    assert.deepEqual(grew, {
      'typed not_found': 1,
      'typed bad_request': 1,
      'typed rate_limited': tooFast,
      'typed unauthorized': 1,
      'plain bad_request': 1,
      'plain unauthorized': 1,
      'http unauthorized': 1,
      'http not_found': 1,
      'front forbidden': 2,
    })
    ann.leave()
    plain.leave()
    await server.stop()
  })

  test('the process: memory, processor time, the delay of the event loop, the version', async () => {
    const server = await startServer()
    const first = await scrape(server)
    assert.ok(first.of('process_resident_memory_bytes') > 30e6)
    assert.ok(first.of('nodejs_heap_size_used_bytes') > 5e6)
    // Starting alone takes some of it, also when nobody asked until now.
    assert.ok(first.of('process_cpu_seconds_total') > 0.1)
    assert.ok(Math.abs(first.of('process_start_time_seconds') - Date.now() / 1_000) < 60)
    for (const what of ['mean', 'p50', 'p99', 'max']) {
      const seconds = first.of(`nodejs_eventloop_lag_${what}_seconds`)
      assert.ok(seconds > 0 && seconds < 60, `${what}: ${seconds}`)
    }
    assert.equal(first.of('earshot_info'), 1)
    const { version } = first.samples.find(({ name }) => name === 'earshot_info')!.labels
    const ann = await enter(server.url, { name: 'Ann' })
    assert.equal(version, ann.welcome.server.version)
    ann.leave()
    await server.stop()
  })
})

describe('[M55] who may read', () => {
  test('a program on this machine: GET and HEAD, and nothing else', async () => {
    const server = await startServer()
    const got = await ask(server, '/metrics?x=1')
    assert.equal(got.status, 200)
    assert.match(got.headers.get('content-type') ?? '', /^text\/plain; version=0\.0\.4/)
    assert.equal(got.headers.get('cache-control'), 'no-store')
    assert.ok(got.text.endsWith('\n'))
    const head = await bareRequest(server.port, 'HEAD', '/metrics')
    assert.equal(head.status, 200)
    assert.match(head.head, /^content-length: [1-9]\d{3,}$/im)
    assert.equal(head.body, '')
    for (const method of ['POST', 'PUT', 'DELETE'])
      assert.equal((await bareRequest(server.port, method, '/metrics', [], 'x')).status, 404, method)
    await server.stop()
  })

  test('no one through a proxy that was not named, a name that leads here, a page of another site, HTTP/1.0', async () => {
    const server = await startServer({ args: ['--public-url', 'https://chat.example.org'] })
    const asking = async (headers: string[], host?: string) =>
      (await bareRequest(server.port, 'GET', '/metrics', headers, '', host)).status
    assert.equal(await asking([]), 200)
    assert.equal(await asking(['X-Forwarded-For: 127.0.0.1']), 403)
    assert.equal(await asking(['Via: 1.1 somebody']), 403)
    assert.equal(await asking([], 'chat.example.org'), 403)
    assert.equal(await asking([], 'rebound.example'), 421)
    assert.equal(await asking(['Origin: https://elsewhere.example']), 403)
    assert.equal(await asking(['Sec-Fetch-Site: cross-site', 'Sec-Fetch-Mode: no-cors']), 403)
    const refused = await ask<Refused>(server, '/metrics', { headers: { 'x-real-ip': '127.0.0.1' } })
    assert.equal(refused.body.error.code, 'forbidden')
    assert.match(refused.body.error.message, /METRICS_TOKEN/)
    await server.stop()
  })

  test('no one from another machine', async (t) => {
    const mine = Object.values(networkInterfaces()).flatMap((list) => list ?? [])
    const outside = mine.find(({ family, internal }) => family === 'IPv4' && !internal)
    if (!outside) return t.diagnostic('this machine has no address to be reached at from outside')
    const server = await startServer({ args: ['--host'] })
    const there = { url: `http://${outside.address}:${server.port}` }
    assert.equal((await ask(there, '/metrics')).status, 403)
    assert.equal((await ask(there, '/healthz')).status, 200)
    assert.equal((await ask(server, '/metrics')).status, 200)
    // It has the name of this machine on its lips, and still comes from there.
    const { status } = await ask(there, '/metrics', { headers: { host: 'localhost' } })
    assert.equal(status, 403)
    await server.stop()
  })

  for (const { name, skip, start } of PROXIES) {
    test(
      `behind ${name} the address that it gives counts, and no one may read if the proxy was not named`,
      { skip },
      async () => {
        const layout = 'at-an-address-of-its-own'
        const knowing = await startServer({
          args: ['--trust-proxy', '1', '--public-url', 'https://localhost'],
        })
        const proxied = await start(layout, [knowing])
        assert.equal((await ask(proxied, '/metrics')).status, 200, 'the proxy says that this machine asks')
        const { status } = await ask(proxied, '/metrics', { headers: { 'x-forwarded-for': '203.0.113.5' } })
        assert.equal(status, name === 'caddy' ? 200 : 403, 'Caddy passes on no address that a client gives')
        assert.equal((await ask(knowing, '/metrics')).status, 200, 'past the proxy')
        await knowing.stop()

        const unknowing = await startServer({ args: ['--public-url', 'https://localhost'] })
        const another = await start(layout, [unknowing])
        assert.equal((await ask(another, '/metrics')).status, 403)
        await unknowing.stop()
      },
    )
  }

  test('whoever shows the token, by whatever name the server is called; and then no one without', async () => {
    const server = await startServer({ env: { METRICS_TOKEN: TOKEN } })
    assert.ok((await scrape(server, bearer(TOKEN))).of('earshot_info'))
    const asking = async (headers: string[], host?: string) =>
      (await bareRequest(server.port, 'GET', '/metrics', headers, '', host)).status
    const shown = [`Authorization: Bearer ${TOKEN}`]
    assert.equal(await asking(shown, 'earshot-1:5050'), 200)
    assert.equal(await asking([...shown, 'X-Forwarded-For: 203.0.113.5']), 200)
    assert.equal(await asking([]), 403)
    assert.equal(await asking(['Authorization: Bearer another-token-of-24-signs']), 403)
    assert.equal(await asking([], 'earshot-1:5050'), 403)
    const { token } = await signIn(server, 'Ann')
    assert.equal(await asking([`Authorization: Bearer ${token}`]), 403, 'a user’s token is another one')
    const { text } = await ask(server, '/metrics')
    assert.doesNotMatch(text + server.stdout + server.stderr, /of~29/)
    await server.stop()
  })

  test('a token that is too short or holds a space is refused in one line, which does not repeat it', async () => {
    for (const [args, env] of [
      [['--metrics-token', 'secret'], {}],
      [[], { METRICS_TOKEN: 'a secret of many words' }],
    ] as const) {
      const server = launch([...args, '--port', '0'], { env })
      const { code } = await inTime('it ends', server.exited, 15_000)
      assert.equal(code, 1)
      assert.match(server.stderr, /(--metrics-token|METRICS_TOKEN) takes 16 or more/)
      assert.doesNotMatch(server.stderr, /secret/)
      assert.equal(server.stderr.trim().split('\n').length, 1)
    }
  })

  test('below a base they are there, and not at the root', async () => {
    const server = await startServer({ args: ['--base', '/chat'] })
    assert.equal((await ask(server, '/chat/metrics')).status, 200)
    assert.equal((await ask(server, '/metrics')).status, 404)
    await server.stop()
  })
})

describe('[M56] the labels', () => {
  const DOORS = ['typed', 'plain', 'events', 'http', 'front']
  /** All values that there can ever be, by label. */
  const KNOWN: Record<string, readonly string[] | RegExp> = {
    door: DOORS,
    transport: ['websocket', 'polling', 'http'],
    code: ERROR_CODES,
    thread: ['writer', 'reader', 'searcher'],
    kind: ['major', 'minor', 'incremental', 'weakcb'],
    le: /^(\d+(\.\d+)?|\+Inf)$/,
    version: /^v?\d+\.\d+\.\d+(\+[0-9a-f]+)?$/,
    major: /^\d+$/,
    minor: /^\d+$/,
    patch: /^\d+$/,
  }

  test('are few, and none holds a name, a room, an id or a word of anybody', async () => {
    const server = await startServer({ args: ['--limits', 'off'] })
    const names = ['typed', '"} 1\nearshot_posts_total{door="', '\\', 'Ann‮', 'ربى', '😀'.repeat(8), 'le="+Inf"']
    const before = (await scrape(server)).samples.length
    const rooms: RoomView[] = []
    const people = []
    for (const [place, name] of names.entries()) {
      const result = await ask<{ token: string; user: { id: string; name: string } }>(
        server,
        '/api/session',
        json({ name }),
      )
      if (result.status !== 201) continue
      const { token, user } = result.body
      people.push(user)
      const made = await done(server, { token }, 'room:create', { name: `Secret ${place} “`, kind: 'open' })
      rooms.push(made)
      const member = await enter(server.url, { token })
      await member.run('message:send', {
        roomId: made.id,
        clientId: crypto.randomUUID(),
        body: `a secret word ${name}`,
      })
      await member.run('room:history', { roomId: `nowhere-${place}` })
      await member.ask(`order:${name}`, { [name]: name })
      await enterPlain(server.url, { name: `plain ${place}` }).then((guest) => guest.say(name))
      await ask(server, `/${encodeURIComponent(name)}`)
      await ask(server, `/api/${encodeURIComponent(name)}?${encodeURIComponent(name)}`)
      await bareRequest(server.port, 'GET', '/', [], '', `host-${place}.example`)
    }
    assert.ok(people.length >= 4)
    const found = await scrape(server)
    for (const { name, labels } of found.samples) {
      for (const [label, value] of Object.entries(labels)) {
        const known = KNOWN[label]
        assert.ok(known, `${name} has the unknown label ${label}`)
        assert.ok(known instanceof RegExp ? known.test(value) : known.includes(value), `${name}: ${label}="${value}"`)
      }
    }
    for (const { id, slug, name } of rooms) for (const word of [id, slug, name]) assert.ok(!found.text.includes(word))
    for (const { id } of people) assert.ok(!found.text.includes(id))
    assert.doesNotMatch(found.text, /secret|plain \d|nowhere|host-\d|order:|😀/i)
    // Garbage was collected meanwhile, in four ways at most.
    const ofGarbage = found.samples.filter(({ name }) => name.startsWith('nodejs_gc_')).length
    assert.ok(found.samples.length - before <= ofGarbage)
    assert.ok(found.samples.length < 300)
    await server.stop()
  })
})

describe('[M57] what is written about them', () => {
  const read = (path: string) => readFileSync(join(ROOT, 'docs', path), 'utf8')
  /** The names that a text of Prometheus’ language asks for, without the endings of a histogram. */
  const askedFor = (text: string) =>
    [...text.matchAll(/\b(?:earshot|process|nodejs)_\w+/g)].map(([name]) => name.replace(/_(bucket|sum|count)$/, ''))

  test('the list has every metric, and no other', async () => {
    const server = await startServer()
    const { meters } = await scrape(server)
    assert.ok(meters.length > 30)
    const listed = new Set(
      [...read('metrics.md').matchAll(/`((?:earshot|process|nodejs)_\w+)`/g)].map(([, name = '']) => name),
    )
    assert.deepEqual(listed, new Set(meters))
    await server.stop()
  })

  test('the dashboard asks for nothing else, and shows every metric of ours', async () => {
    const server = await startServer()
    const { meters } = await scrape(server)
    const { panels } = JSON.parse(read('metrics/grafana.json')) as { panels: { targets: { expr: string }[] }[] }
    const shown = new Set(panels.flatMap(({ targets }) => targets.flatMap(({ expr }) => askedFor(expr))))
    assert.deepEqual(
      [...shown].filter((name) => !meters.includes(name)),
      [],
    )
    assert.deepEqual(
      meters.filter((name) => name.startsWith('earshot_') && !shown.has(name)),
      [],
    )
    await server.stop()
  })

  test('the three alerts ask for nothing else, and each says in a sentence what to do', async () => {
    const server = await startServer()
    const { meters } = await scrape(server)
    const rules = read('metrics/alerts.yml')
      .split(/^ +- alert: /m)
      .slice(1)
    assert.equal(rules.length, 3)
    for (const rule of rules) {
      const asked = askedFor(rule)
      assert.ok(asked.length > 0)
      assert.deepEqual(
        asked.filter((name) => !meters.includes(name)),
        [],
      )
      assert.match(rule, /description: >-\s+Look at [^]+\.\s*$/)
    }
    await server.stop()
  })
})

describe('[M58] in an overload', () => {
  test('the answer comes, and says what waits and what is refused', async () => {
    const server = await startServer({ args: ['--limits', 'off'] })
    await scrape(server)
    const crowd = await Promise.all(
      Array.from({ length: 10 }, (_, n) => rawMember(server.url, CHAT, { name: `Poster ${n}` })),
    )
    let [most, asked, sent] = [0, 0, 0]
    const rush = () => {
      for (const socket of crowd)
        for (let n = 0; n < 1_500; n++)
          socket.send(`42${CHAT},${++sent}["message:send",{"roomId":"lobby","clientId":"rush-${sent}","body":"rush"}]`)
    }
    rush()
    await eventually(async () => {
      const found = await scrape(server)
      asked++
      most = Math.max(most, found.of('earshot_store_waiting', { thread: 'writer' }))
      assert.ok(found.of('earshot_refusals_total', { door: 'typed', code: 'overloaded' }) > 100, 'nothing is refused')
      assert.ok(most > 100, `at most ${most} calls waited`)
    }, 30_000)
    for (const socket of crowd) socket.close()
    await eventually(async () => {
      const found = await scrape(server)
      assert.equal(found.of('earshot_store_waiting'), 0)
      assert.ok(found.of('earshot_posts_total') > 1_000)
      assert.ok(
        found.of('earshot_group_calls_sum') / found.of('earshot_group_calls_count') > 2,
        'writes shared commits',
      )
    }, 30_000)
    assert.ok(asked > 0)
    await server.stop()
  })
})

describe('[M60] on Postgres', async () => {
  const postgres = await startPostgres()

  test('a group of writes that somebody was in the way of is told', async () => {
    const url = await postgres.newDatabase()
    const server = await startServer({ env: { DATABASE_URL: url } })
    const { token } = await signIn(server, 'Ann')
    const other = new pg.Client(url)
    await other.connect()
    after(() => other.end())
    assert.equal((await scrape(server)).of('earshot_store_retries_total'), 0)
    await other.query('begin')
    await other.query(`update rooms set name = name where id = 'lobby'`)
    const posting = post(server, token, 'in the way')
    await eventually(async () => {
      const { rows } = await other.query(`select 1 from pg_stat_activity where wait_event_type = 'Lock'`)
      assert.ok(rows.length > 0, 'nobody waits')
    })
    await other.query('commit')
    await posting
    const found = await scrape(server)
    assert.ok(found.of('earshot_store_retries_total') >= 1)
    assert.equal(found.of('earshot_posts_total'), 1)
    assert.ok(found.of('earshot_commit_seconds_count') > 0)
    await server.stop()
  })

  test('each node tells of its own: posts where they were accepted, deliveries where people listen', async () => {
    const env = { DATABASE_URL: await postgres.newDatabase() }
    const [one, other] = await Promise.all([startServer({ env }), startServer({ env })])
    const { token } = await signIn(one, 'Ann')
    const bob = await enter(other.url, { name: 'Bob' })
    await post(one, token, 'from node to node')
    await bob.hears('from node to node', 20_000)
    const [here, there] = [await scrape(one), await scrape(other)]
    assert.deepEqual([here.of('earshot_posts_total'), there.of('earshot_posts_total')], [1, 0])
    for (const [found, heard] of [
      [here, 0],
      [there, 1],
    ] as const) {
      assert.equal(found.of('earshot_deliveries_total'), heard)
      assert.equal(found.of('earshot_feed_lag_seconds_count'), heard)
      assert.equal(found.of('earshot_connections'), heard)
    }
    bob.leave()
    await one.stop()
    await other.stop()
  })

  test('a database that is away shows, and the answer comes meanwhile', async () => {
    const own = await startPostgres()
    const server = await startServer({ env: { DATABASE_URL: await own.newDatabase() } })
    const { token } = await signIn(server, 'Ann')
    assert.equal((await scrape(server)).of('earshot_store_faults_total'), 0)
    await own.stop()
    assert.equal((await ask(server, MESSAGES, json({ body: 'x' }, bearer(token)))).status, 503)
    await eventually(async () => {
      const found = await scrape(server)
      assert.ok(found.of('earshot_store_faults_total', { thread: 'reader' }) > 0)
      assert.ok(found.of('earshot_refusals_total', { door: 'http', code: 'storage_unavailable' }) > 0)
    }, 20_000)
    await server.kill()
  })
})
