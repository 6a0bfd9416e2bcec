/** The Dockerfile and the compose file. Docker is not needed: the steps are carried out in bare folders. */
import assert from 'node:assert/strict'
import { chownSync, existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, test } from 'node:test'
import { parse } from 'yaml'
import { HELP } from '../server/config.ts'
import { buildImage, container, NODE_UID, startInImage } from './support/container.ts'
import { eventually } from './support/eventually.ts'
import { freePort } from './support/free-port.ts'
import { ask, post, signIn } from './support/http.ts'
import { ROOT } from './support/root.ts'
import { temporaryFolder } from './support/server.ts'

/** It installs and builds a whole program, which takes a busy machine a while. */
const PATIENT = { timeout: 300_000 }

describe('the image', { skip: container.skip }, () => {
  test(
    '[H22] it is whole, runs as another user than root, writes only to its data, is healthy when ready, and stops',
    PATIENT,
    async () => {
      const image = buildImage()
      assert.equal(image.user, 'node')
      assert.ok(!existsSync(join(image.root, image.at, 'node_modules/typescript')))

      const data = temporaryFolder()
      chownSync(data, NODE_UID, NODE_UID)
      const env = { PORT: `${await freePort()}`, HOST: 'localhost', EARSHOT_BASE: '/chat' }
      const isHealthy = async () => (await startInImage(image, image.healthCheck, data, env).exited).code === 0
      assert.ok(!(await isHealthy()), 'healthy before it runs')
      const server = startInImage(image, image.command, data, env)
      const url = `http://localhost:${env.PORT}/chat`
      await eventually(async () => {
        if (!server.isAlive) throw new Error(`It ended: ${server.stdout}${server.stderr}`)
        assert.equal((await ask({ url }, '/readyz')).status, 200)
      }, 30_000)
      assert.ok(await isHealthy())
      const ann = await signIn({ url }, 'Ann')
      await post({ url }, ann.token, 'from a container')
      assert.equal((await ask({ url }, '/', { headers: { accept: 'text/html' } })).status, 200)
      assert.match(readFileSync(`/proc/${server.pid}/status`, 'utf8'), new RegExp(`Uid:\\s${NODE_UID}\\s`))
      assert.deepEqual(await server.end('SIGTERM', 12_000), { code: 0, signal: null })
      assert.doesNotMatch(server.stdout + server.stderr, /"level":[456]0|EROFS|Building the page/)
    },
  )
})

test('[H23] the compose file names files, volumes and settings that exist, and waits for what is ready', () => {
  const path = join(ROOT, 'docs/self-hosting/compose.yaml')
  const { services, volumes } = parse(readFileSync(path, 'utf8'), { merge: true }) as Compose
  const nodes = Object.entries(services).filter(([, { build }]) => build !== undefined)
  assert.equal(nodes.length, 3)
  for (const [name, node] of nodes) {
    assert.ok(existsSync(join(dirname(path), node.build!, 'Dockerfile')))
    assert.ok(node.read_only && node.cap_drop?.includes('ALL'), name)
    assert.deepEqual(node.depends_on, { postgres: { condition: 'service_healthy' } })
    for (const variable of Object.keys(node.environment)) assert.ok(HELP.includes(variable), variable)
  }
  assert.ok(services.postgres!.healthcheck)
  assert.deepEqual(
    Object.keys(services.caddy!.depends_on!),
    nodes.map(([name]) => name),
  )
  assert.equal(services.caddy!.environment.NODES, nodes.map(([name]) => `${name}:5050`).join(' '))
  const mounts = Object.values(services).flatMap((service) => service.volumes.map((volume) => volume.split(':')[0]!))
  for (const mount of mounts)
    assert.ok(mount.startsWith('.') ? existsSync(join(dirname(path), mount)) : mount in volumes, mount)
  const own = mounts.filter((mount) => mount !== 'files')
  assert.equal(new Set(own).size, own.length, 'each has its own')
  const caddyfile = readFileSync(join(ROOT, 'docs/self-hosting/caddy/several-nodes.caddyfile'), 'utf8')
  for (const variable of Object.keys(services.caddy!.environment))
    assert.ok(caddyfile.includes(`{$${variable}:`), variable)
})

type Service = {
  build?: string
  read_only?: boolean
  cap_drop?: string[]
  environment: Record<string, string>
  depends_on?: Record<string, { condition: string }>
  healthcheck?: object
  volumes: string[]
}
type Compose = { services: Record<string, Service>; volumes: Record<string, object> }
