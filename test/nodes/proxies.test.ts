/** Several nodes behind a real nginx, Caddy and HAProxy, by the configurations that the documents give. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Message, NewSession } from '../../protocol/models.ts'
import { eventually } from '../support/eventually.ts'
import { ask, bearer, json, MESSAGES } from '../support/http.ts'
import { webSockets } from '../support/web-sockets.ts'
import { startNodes } from '../support/nodes.ts'
import { startPostgres } from '../support/postgres.ts'
import { changed, PROXIES } from '../support/proxies.ts'
import { enter, type Member, TRANSPORTS } from '../support/sockets.ts'

/** Polling requests go to any node, in the words of each program. */
const SPREAD = {
  nginx: changed([/hash \$remote_addr consistent;/, '']),
  caddy: changed(['lb_policy ip_hash', 'lb_policy round_robin']),
  haproxy: changed([
    'backend earshot\n  balance source\n  hash-type consistent',
    'backend earshot\n  balance roundrobin',
  ]),
}

const ENV = { TRUST_PROXY: '1', PUBLIC_URL: 'https://chat.example.org' }

/** Each waits for proxies to notice that a node has gone. */
const PATIENT = { timeout: 300_000 }

const isNeeded = PROXIES.some(({ skip }) => skip === false)
const postgres = isNeeded ? await startPostgres() : undefined

for (const { name, skip, start } of PROXIES) {
  describe(`nodes behind ${name}`, { skip }, () => {
    test(
      '[H25] polling stays at one node, WebSockets go to all, and a node that stops is left out',
      PATIENT,
      async () => {
        const { nodes } = await startNodes(2, { ...(postgres && { postgres }), env: ENV })
        // The third node of the configuration is not there.
        const proxied = await start('several-nodes', nodes)
        const joined = await ask<NewSession>(proxied, '/api/session', json({ name: 'Nora' }, { origin: proxied.url }))
        const cookie = joined.headers.getSetCookie()[0]?.split(';')[0] ?? ''
        const options = { extraHeaders: { cookie, origin: proxied.url } }
        const comes = (...transports: ('polling' | 'websocket')[]) =>
          eventually(() => enter(proxied.url, {}, { ...options, transports }), 20_000)
        const polling = await comes('polling')
        for (let number = 0; number < 5; number++) await polling.say(`Nora polls, ${number}`)
        // As most clients in other languages do: they poll first, and then change over.
        const changing = await comes('polling', 'websocket')
        await eventually(() => assert.equal(changing.socket.io.engine.transport.name, 'websocket'))
        const sockets: Member[] = []
        for (let number = 0; number < 6; number++) sockets.push(await comes('websocket'))
        const counts = await Promise.all(nodes.map(webSockets))
        assert.ok(
          counts.every((count) => count > 0),
          `WebSockets at the nodes: ${counts.join(', ')}`,
        )
        await sockets[0]!.say('to everybody')
        for (const member of [polling, changing, ...sockets]) await member.hears('to everybody', 10_000)

        // Whichever node they were at, one goes, and the other serves everybody.
        await nodes[0]!.stop()
        const post = () => ask<Message>(proxied, MESSAGES, json({ body: 'one is left' }, bearer(joined.body.token)))
        await eventually(async () => assert.equal((await post()).status, 201), 20_000)
        for (const transport of TRANSPORTS) {
          const back = await comes(transport)
          await back.say(`back by ${transport}`)
          back.leave()
        }
        for (const member of [polling, changing, ...sockets]) member.leave()
        for (const node of nodes) assert.doesNotMatch(node.stderr, /A proxy in front/)
      },
    )

    test('[H24] requests of one client that go to several nodes: the log says what the proxy must do', async () => {
      const { nodes } = await startNodes(2, { args: ['--limits', 'off'], ...(postgres && { postgres }), env: ENV })
      const proxied = await start('several-nodes', nodes, SPREAD[name as keyof typeof SPREAD])
      // A client that polls tries again and again.
      await eventually(
        async () => {
          await enter(proxied.url, { name: 'Lost' }, { transports: ['polling'] }).then(
            (member) => member.leave(),
            () => 'turned away',
          )
          const logs = nodes.map(({ stderr }) => stderr).join('')
          assert.match(logs, /spreads the requests of one connection over several nodes.*docs\/self-hosting\.md/)
        },
        40_000,
        100,
      )
    })
  })
}

const [nginx] = PROXIES
test('[H25] a quiet connection is not cut off by the time-out of the proxy', { skip: nginx!.skip }, async () => {
  const { nodes } = await startNodes(1, { ...(postgres && { postgres }), env: ENV })
  const [patient, hasty] = await Promise.all([
    nginx!.start('several-nodes', nodes),
    nginx!.start('several-nodes', nodes, changed(['proxy_read_timeout 60s', 'proxy_read_timeout 5s'])),
  ])
  const [quiet, cut] = [await enter(patient.url, { name: 'Quiet' }), await enter(hasty.url, { name: 'Cut' })]
  let pings = 0
  for (const { socket } of [quiet, cut]) socket.io.on('ping', () => pings++)
  await eventually(() => assert.ok(!cut.socket.connected), 20_000)
  assert.equal(pings, 0, 'it was cut off before the server said anything')
  await eventually(() => assert.equal(pings, 1), 30_000)
  await quiet.say('still here')
  quiet.leave()
})
