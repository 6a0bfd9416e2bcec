/**
 * Files beside the talk: how long posts wait while four people upload, what uploads cost in memory, and what it costs to
 * give bytes out, against nginx on the same file.
 */
import { randomBytes, randomUUID } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { once } from 'node:events'
import { get } from 'node:http'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fork, spawn } from 'node:child_process'
import { freePort } from '../../test/support/free-port.ts'
import { nginx } from '../../test/support/peers.ts'
import { type Figures, median, percentile, sleep } from '../support/figures.ts'
import { connectRaw } from '../support/raw-socket.ts'
import { cpuMicrosOf, type RunningEarshot, startControl, startEarshot } from '../support/servers.ts'
import { upload } from '../support/uploads.ts'

const POSTS_A_SECOND = 100
const POSTING_MS = 8_000
const ROUNDS = 3
const UPLOADERS = 4
const UPLOAD_BYTES = 100_000_000
/** A line of 100 Mbit/s, in bytes a second. */
const LINE = 12_500_000
const MANY_UPLOADERS = 24
const SERVED_BYTES = 50_000_000
const SERVED_TIMES = 40

type Table = Record<string, Figures>

export async function filesBesideTalk(): Promise<Table[]> {
  const server = await startEarshot('0,1')
  try {
    return [await posting(server), await memory(server), await serving(server)]
  } finally {
    await server.stop()
  }
}

/**
 * The waits of posts, alone and beside uploads, in turn. The uploads come from a process of their own, at the pace of good
 * lines: what arrives over loopback as fast as it can takes the processor from everybody, the one who measures included. What
 * that alone does to posts is told by the same uploads to a server that throws them away.
 */
async function posting(server: RunningEarshot): Promise<Table> {
  const sink = await startControl('upload-sink', '0,1')
  const uploads: Record<string, { port: number; pace: number } | undefined> = {
    'posts alone': undefined,
    'beside four uploads at 100 Mbit/s each, thrown away by another server': { port: sink.port, pace: LINE },
    'beside four uploads at 100 Mbit/s each': { port: server.port, pace: LINE },
    'beside four uploads as fast as they go, thrown away by another server': { port: sink.port, pace: Infinity },
    'beside four uploads as fast as they go': { port: server.port, pace: Infinity },
  }
  const waits = Object.fromEntries(Object.keys(uploads).map((name) => [name, [] as number[]]))
  try {
    for (let round = 0; round < ROUNDS; round++)
      for (const [name, uploading] of Object.entries(uploads))
        waits[name]!.push(percentile(await beside(uploading, () => post(server)), 0.99))
  } finally {
    await sink.stop()
  }
  const alone = median(waits['posts alone']!)
  return Object.fromEntries(
    Object.entries(waits).map(([name, p99s]) => [
      name,
      { 'p99 ms': rounded(median(p99s)), ratio: rounded(median(p99s) / alone), load: rounded(loadavg()[0]!) },
    ]),
  )
}

async function beside<T>(uploading: { port: number; pace: number } | undefined, act: () => Promise<T>): Promise<T> {
  if (!uploading) return act()
  const given = [uploading.port, UPLOADERS, UPLOAD_BYTES, uploading.pace].map(String)
  const uploader = fork(new URL('../support/uploader.ts', import.meta.url), given)
  const ended = once(uploader, 'exit')
  await once(uploader, 'message')
  const result = await act()
  uploader.send('enough')
  await ended
  return result
}

/** The server's greatest memory while many upload, beyond what it has at rest. */
async function memory(server: RunningEarshot): Promise<Table> {
  const before = server.residentKiB()
  let greatest = before
  const timer = setInterval(() => (greatest = Math.max(greatest, server.residentKiB())), 50)
  const bytes = randomBytes(UPLOAD_BYTES / 2)
  await Promise.all(Array.from({ length: MANY_UPLOADERS }, () => upload(server.port, bytes)))
  clearInterval(timer)
  return {
    [`${MANY_UPLOADERS} uploads of 50 MB at once`]: {
      'MB before': mega(before),
      'MB at most': mega(greatest),
      'MB more': mega(greatest - before),
    },
  }
}

async function serving(server: RunningEarshot): Promise<Table> {
  const bytes = randomBytes(SERVED_BYTES)
  const { id, token } = await upload(server.port, bytes)
  const own = await measure(server.cpuMicros, () =>
    download(server.port, `/api/files/${id}`, { authorization: `Bearer ${token}` }),
  )
  if (nginx.skip !== false) return { Earshot: own }
  const folder = mkdtempSync(join(tmpdir(), 'earshot-bench-'))
  mkdirSync(join(folder, 'www'))
  writeFileSync(join(folder, 'www/file'), bytes)
  const port = await freePort()
  writeFileSync(join(folder, 'nginx.conf'), configuration(folder, port))
  const control = spawn(nginx.command, ['-p', folder, '-c', join(folder, 'nginx.conf')], { stdio: 'ignore' })
  try {
    await sleep(500)
    const theirs = await measure(
      () => cpuMicrosOf(control.pid!),
      () => download(port, '/file', {}),
    )
    const ratio = Number(own['MB per CPU second']) / Number(theirs['MB per CPU second'])
    return { 'nginx with sendfile': { ...theirs, ratio: 1 }, Earshot: { ...own, ratio: rounded(ratio) } }
  } finally {
    control.kill()
    rmSync(folder, { recursive: true })
  }
}

const configuration = (folder: string, port: number): string => `
daemon off; master_process off; worker_processes 1; pid ${folder}/pid; error_log ${folder}/error.log;
events {}
http { sendfile on; tcp_nopush on; access_log off; client_body_temp_path ${folder}/body; proxy_temp_path ${folder}/proxy;
  fastcgi_temp_path ${folder}/fastcgi; uwsgi_temp_path ${folder}/uwsgi; scgi_temp_path ${folder}/scgi;
  server { listen 127.0.0.1:${port}; root ${folder}/www; } }`

async function measure(cpuMicros: () => number, once: () => Promise<void>): Promise<Figures> {
  await once()
  const [cpu, at] = [cpuMicros(), performance.now()]
  for (let time = 0; time < SERVED_TIMES; time++) await once()
  const megabytes = (SERVED_TIMES * SERVED_BYTES) / 1e6
  return {
    'MB/s': Math.round(megabytes / ((performance.now() - at) / 1_000)),
    'MB per CPU second': Math.round(megabytes / ((cpuMicros() - cpu) / 1e6)),
  }
}

function download(port: number, path: string, headers: Record<string, string>): Promise<void> {
  return new Promise((resolve, reject) => {
    get({ host: '127.0.0.1', port, path, headers }, (response) => {
      if (response.statusCode !== 200) reject(new Error(`${path} was answered with ${response.statusCode}`))
      response.resume().once('end', resolve)
    }).once('error', reject)
  })
}

/** The waits for the acks of some seconds of posts, in ms. */
async function post({ port }: RunningEarshot): Promise<number[]> {
  const acks: number[] = []
  const sentAt = new Map<number, number>()
  const sender = await connectRaw(port, '/chat', `sender ${randomUUID().slice(0, 8)}`, {
    onAck: (id) => acks.push(performance.now() - sentAt.get(id)!),
  })
  const startedAt = performance.now()
  for (let sent = 0; performance.now() - startedAt < POSTING_MS;) {
    const due = Math.floor(((performance.now() - startedAt) * POSTS_A_SECOND) / 1_000)
    while (sent < due) {
      sentAt.set(++sent, performance.now())
      sender.send('message:send', { roomId: 'lobby', clientId: randomUUID(), body: 'beside files' }, sent)
    }
    await sleep(5)
  }
  await sleep(500)
  sender.close()
  return acks
}

const rounded = (figure: number): number => Math.round(figure * 100) / 100
const mega = (kibibytes: number): number => Math.round((kibibytes * 1_024) / 1e6)
