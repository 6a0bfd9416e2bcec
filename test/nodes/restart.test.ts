/** Three nodes behind a real HAProxy are restarted one after the other, by the very commands of docs/self-hosting.md. */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { commands } from '../support/documented.ts'
import { eventually } from '../support/eventually.ts'
import { webSockets } from '../support/web-sockets.ts'
import { startNodes } from '../support/nodes.ts'
import { ofHaproxy, type Proxied } from '../support/proxies.ts'
import { type Server, startServer, temporaryFolder } from '../support/server.ts'
import { enter, type Member } from '../support/sockets.ts'

const CLIENTS = 6
const ENV = { TRUST_PROXY: '1', PUBLIC_URL: 'https://chat.example.org' }
const ARGS = ['--limits', 'off']

/** Stays connected to some node, by a WebSocket. `mayComeBack` is waited for whenever the line is lost. */
class Visitor {
  connected = 0
  isAway = true
  mayComeBack: Promise<unknown> = Promise.resolve()
  readonly #url: string
  #member: Member | undefined
  #token: string | undefined
  #isOver = false

  constructor(url: string) {
    this.#url = url
  }

  async come(): Promise<void> {
    const member = await eventually(
      () => enter(this.#url, this.#token === undefined ? { name: 'Visitor' } : { token: this.#token }),
      30_000,
    )
    this.#member = member
    this.#token ??= member.welcome.token
    this.connected++
    this.isAway = false
    member.socket.once('disconnect', () => void this.#comeBack())
    if (!member.socket.connected) await this.#comeBack()
  }

  leave(): void {
    this.#isOver = true
    this.#member?.leave()
  }

  async #comeBack(): Promise<void> {
    this.isAway = true
    await this.mayComeBack
    if (!this.#isOver) await this.come()
  }
}

/** Plays the commands, with this in the place of `systemctl restart`. */
async function play(
  { nodes, folder }: { nodes: Server[] } & Pick<Proxied, 'folder'>,
  restart: (place: number) => Promise<void>,
): Promise<void> {
  const orders = temporaryFolder()
  // The machine's systemctl and socat may be missing, and are not in question.
  const here = `
    systemctl() { touch ${orders}/$2; while [ -e ${orders}/$2 ]; do sleep 0.1; done; }
    socat() { ${process.execPath} -e "process.stdin.pipe(require('net').connect('$2')).pipe(process.stdout)"; }`
  const said = commands('restart')
    .replace('/run/haproxy', folder)
    .replaceAll(/\b505[123]\b/g, (port) => String(nodes[Number(port) - 5051]!.port))
  const shell = spawn('bash', ['-euc', `${here}\n${said}`], { stdio: ['ignore', 'pipe', 'inherit'] })
  let answers = ''
  shell.stdout.setEncoding('utf8').on('data', (text: string) => (answers += text))
  const ended = once(shell, 'exit')
  for (const [place, { port }] of nodes.entries()) {
    const order = join(orders, `earshot@${port}`)
    await eventually(() => assert.ok(existsSync(order)), 60_000)
    await restart(place)
    rmSync(order)
  }
  assert.deepEqual(await ended, [0, null])
  assert.equal(answers.trim(), '', 'HAProxy had nothing to say against its orders')
}

test(
  '[H14] behind HAProxy, by the documented commands, nobody comes to a node that is still to be restarted',
  { skip: ofHaproxy.skip, timeout: 120_000 },
  async () => {
    const { nodes, url } = await startNodes(3, { args: ARGS, env: ENV })
    const proxied = await ofHaproxy.start('several-nodes', nodes)
    const visitors = Array.from({ length: CLIENTS }, () => new Visitor(proxied.url))
    for (const visitor of visitors) await visitor.come()
    const isEverybodyThere = () =>
      eventually(
        () =>
          assert.ok(
            visitors.every(({ isAway }) => !isAway),
            'everybody is there',
          ),
        30_000,
      )
    assert.deepEqual(await Promise.all(nodes.map(webSockets)), [2, 2, 2])

    // Those of the first node come back so late that it is as full as the others when the second one stops.
    const late = Promise.withResolvers<void>()
    for (const visitor of visitors) visitor.mayComeBack = late.promise
    const atTheLast: number[] = []
    await play({ nodes, folder: proxied.folder }, async (place) => {
      if (place === 1) late.resolve()
      if (place > 0) await isEverybodyThere()
      atTheLast.push(await webSockets(nodes[2]!))
      const { port, dataDir } = nodes[place]!
      assert.equal((await nodes[place]!.stop()).code, 0)
      if (place === 1) await isEverybodyThere()
      const args = [...ARGS, '--port', String(port)]
      nodes[place] = await startServer({ args, dataDir, env: { ...ENV, DATABASE_URL: url } })
    })
    await isEverybodyThere()
    assert.deepEqual(atTheLast, [2, 2, 2], 'WebSockets at the last node before each stop')
    const again = visitors.map(({ connected }) => connected - 1)
    assert.ok(
      again.every((count) => count <= 2),
      `connected again: ${again.join(', ')}`,
    )
    for (const visitor of visitors) visitor.leave()
  },
)
