/**
 * Real proxies in front of a server or of several nodes, by the configurations in docs/self-hosting, as they are or with
 * a mistake made in them. They speak HTTPS, with a certificate that this process trusts.
 */
import { spawnSync } from 'node:child_process'
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { request } from 'node:https'
import { join } from 'node:path'
import { setDefaultCACertificates } from 'node:tls'
import { eventually } from './eventually.ts'
import { freePort } from './free-port.ts'
import { type Peer, caddy, haproxy, nginx, openssl } from './peers.ts'
import { ROOT } from './root.ts'
import { Process, type Server, temporaryFolder } from './server.ts'

/** `folder` holds what it writes. */
export type Proxied = { url: string; port: number; folder: string; process: Process }
/** A configuration's name without its ending: there is one of each for each program. */
export type Layout = 'at-an-address-of-its-own' | 'below-a-path' | 'several-nodes'
/** Makes of the configuration's text another one. */
export type Spoil = (configuration: string) => string
export type ProxyProgram = {
  name: string
  /** A sentence when something that the tests need is not installed. */
  skip: false | string
  start: (layout: Layout, servers: Pick<Server, 'port'>[], spoil?: Spoil) => Promise<Proxied>
}

/** A mistake in a configuration: each of these changes, which must have something to change. */
export const changed =
  (...changes: [from: string | RegExp, to: string][]): Spoil =>
  (configuration) =>
    changes.reduce((text, [from, to]) => {
      const spoiled = text.replace(from, to)
      if (spoiled === text) throw new Error(`${from} is not in the configuration`)
      return spoiled
    }, configuration)

type Places = { folder: string; port: number; plainPort: number; certificate: string; key: string }

const NAMES = ['localhost', 'chat.example.org', 'example.org']
let certified: { certificate: string; key: string } | undefined

/** Makes a certificate for the names in the configurations, and trusts it. */
function certify(): { certificate: string; key: string } {
  if (certified) return certified
  const folder = temporaryFolder()
  const [certificate, key] = [join(folder, 'certificate.pem'), join(folder, 'key.pem')]
  const names = NAMES.map((name) => `DNS:${name}`).join(',')
  const how = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2']
  const what = ['-subj', '/CN=localhost', '-addext', `subjectAltName=${names}`, '-keyout', key, '-out', certificate]
  const made = spawnSync(openssl.command, ['req', '-x509', ...how, ...what], { encoding: 'utf8' })
  if (made.status !== 0) throw new Error(`openssl: ${made.stderr}`)
  setDefaultCACertificates([readFileSync(certificate, 'utf8')])
  certified = { certificate, key }
  return certified
}

/** The nodes of the configuration become these servers; where there are fewer, the last ones are not there. */
function atPorts(configuration: string, servers: Pick<Server, 'port'>[], nowhere: number): string {
  return configuration.replaceAll(/127\.0\.0\.1:(505\d)/g, (_, port: string) => {
    const place = port === '5050' ? 0 : Number(port) - 5051
    return `127.0.0.1:${servers[place]?.port ?? nowhere}`
  })
}

function program(
  peer: Peer,
  name: string,
  ending: string,
  prepare: (configuration: string, places: Places) => string[],
): ProxyProgram {
  return {
    name,
    skip: peer.skip || openssl.skip,
    start: async (layout, servers, spoil = (text) => text) => {
      const folder = temporaryFolder()
      const [port, plainPort, nowhere] = [await freePort(), await freePort(), await freePort()]
      const given = readFileSync(join(ROOT, 'docs/self-hosting', name, `${layout}.${ending}`), 'utf8')
      const configuration = spoil(atPorts(given, servers, nowhere))
      const started = new Process(
        peer.command,
        prepare(configuration, { folder, port, plainPort, ...certify() }),
        // Caddy keeps its state at home.
        { HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder },
      )
      const url = `https://localhost:${port}`
      await eventually(async () => {
        if (!started.isAlive) throw new Error(`${name} ended: ${started.stderr}${started.stdout}`)
        await fetch(url)
      }, 20_000)
      return { url, port, folder, process: started }
    },
  }
}

const replaced = (text: string, from: RegExp, to: string): string => {
  if (!from.test(text)) throw new Error(`${from} is not in the configuration`)
  return text.replaceAll(new RegExp(from, `${from.flags}g`), to)
}

const ofNginx = program(nginx, 'nginx', 'conf', (given, { folder, port, plainPort, certificate, key }) => {
  let configuration = replaced(given, /listen 80;/, `listen 127.0.0.1:${plainPort};`)
  configuration = replaced(configuration, /listen 443 /, `listen 127.0.0.1:${port} `)
  configuration = replaced(configuration, /ssl_certificate .*;/, `ssl_certificate ${certificate};`)
  configuration = replaced(configuration, /ssl_certificate_key .*;/, `ssl_certificate_key ${key};`)
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
  const path = join(folder, 'nginx.conf')
  const lines = [
    // One process, which ends with the test however it ends.
    'daemon off;',
    'master_process off;',
    // As root it would let another user write to our folder.
    process.getuid?.() === 0 ? 'user root;' : '',
    `pid ${folder}/pid;`,
    'error_log stderr;',
    'events {}',
    'http {',
    'access_log off;',
    ...temporary.map((what) => `${what}_temp_path ${folder}/${what};`),
    configuration,
    '}',
  ]
  writeFileSync(path, lines.join('\n'))
  return ['-p', folder, '-c', path]
})

const ofCaddy = program(caddy, 'caddy', 'caddyfile', (given, { folder, port, plainPort, certificate, key }) => {
  const addresses = NAMES.map((name) => `${name}:${port}`).join(', ')
  const site = `${addresses} {\n\ttls ${certificate} ${key}`
  const path = join(folder, 'Caddyfile')
  // Without the one setting it would make this machine trust an authority of its own.
  const own = ['skip_install_trust', 'admin off', 'auto_https off', `http_port ${plainPort}`, 'default_bind 127.0.0.1']
  const global = `{\n${own.map((line) => `\t${line}\n`).join('')}}\n`
  writeFileSync(path, global + replaced(given, /^(?:\{\$SITE:)?(?:chat\.)?example\.org\}? \{/m, site))
  return ['run', '--adapter', 'caddyfile', '--config', path]
})

export const ofHaproxy = program(haproxy, 'haproxy', 'cfg', (given, { folder, port, plainPort, certificate, key }) => {
  const both = join(folder, 'both.pem')
  copyFileSync(certificate, both)
  writeFileSync(both, readFileSync(key), { flag: 'a' })
  let configuration = replaced(given, /bind :80$/m, `bind 127.0.0.1:${plainPort}`)
  configuration = replaced(configuration, /bind :443 ssl crt \S+/, `bind 127.0.0.1:${port} ssl crt ${both}`)
  configuration = configuration.replace('/run/haproxy/admin.sock', join(folder, 'admin.sock'))
  const path = join(folder, 'haproxy.cfg')
  writeFileSync(path, configuration)
  return ['-db', '-f', path]
})

export const PROXIES = [ofNginx, ofCaddy, ofHaproxy]

/** Asks a proxy by a name that no name server here knows, as a browser would. */
export function askByName(name: string, { port }: Proxied, path: string): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const headers = { host: name, accept: 'text/html' }
    const asked = request({ host: '127.0.0.1', servername: name, port, path, headers, agent: false }, (answer) => {
      let body = ''
      answer.setEncoding('utf8').on('data', (text: string) => (body += text))
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, body }))
    })
    asked.on('error', reject).end()
  })
}
