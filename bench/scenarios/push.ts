/**
 * Telling 10,000 browsers of one `@room`: the time until the last push, against a push service that answers after 50 ms;
 * the time until the ack of posts meanwhile, beside the same posts before; and the processor’s time for a decision.
 */
import { createECDH, randomBytes, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { NewSession } from '../../protocol/models.ts'
import { inParallel, openApi } from '../support/api.ts'
import { type Figures, percentile, sleep } from '../support/figures.ts'
import { connectRaw } from '../support/raw-socket.ts'
import { startEarshot } from '../support/servers.ts'

const BROWSERS = 10_000
const ANSWER_AFTER_MS = 50
const AT_ONCE = 32
const POSTERS = 20
const RATE = 100
const BEFORE_MS = 15_000
const AFTER_MS = 15_000
const GIVE_UP_MS = 180_000

export async function pushMany(): Promise<Record<string, Figures>> {
  const told = new Map<string, number>()
  let lastAt = 0
  const service = createServer((request, response) => {
    request.resume()
    request.once('end', () =>
      setTimeout(() => {
        told.set(request.url!, (told.get(request.url!) ?? 0) + 1)
        lastAt = performance.now()
        response.writeHead(201).end()
      }, ANSWER_AFTER_MS),
    )
  })
  service.listen(0, '127.0.0.1')
  await once(service, 'listening')
  const host = `127.0.0.1:${(service.address() as AddressInfo).port}`
  const server = await startEarshot('0,1', undefined, { env: { EARSHOT_ALLOW_OUTSIDE: host } })
  const api = openApi(server.port, AT_ONCE)

  const owner = await api.ask<NewSession>('POST', '/session', undefined, { name: 'Ann' })
  await api.ask('POST', '/me/claim', owner.token, { password: 'correct horse battery' })
  const hall = await api.ask<{ id: string }>('POST', '/rooms', owner.token, {
    kind: 'open',
    name: 'The hall',
    memberIds: [],
  })
  const p256dh = createECDH('prime256v1').generateKeys('base64url')
  await inParallel(
    Array.from({ length: BROWSERS }, (_, place) => place),
    AT_ONCE,
    async (place) => {
      const { token } = await api.ask<NewSession>('POST', '/session', undefined, { name: `Guest ${place}` })
      await api.ask('POST', `/rooms/${hall.id}/join`, token)
      await api.ask('PUT', '/rooms/lobby/level', token, { level: 'nothing' })
      const keys = { p256dh, auth: randomBytes(16).toString('base64url') }
      await api.ask('POST', '/push', token, { endpoint: `http://${host}/${place}`, keys })
    },
  )

  const posting = await startPosting(server.port)
  await sleep(BEFORE_MS)
  const before = posting.take()
  const cpuBefore = server.cpuMicros()
  const begun = performance.now()
  await api.ask('POST', `/rooms/${hall.id}/messages`, owner.token, {
    clientId: randomUUID(),
    body: '@room the hall is open',
  })
  while (told.size < BROWSERS && performance.now() - begun < GIVE_UP_MS) await sleep(100)
  const seconds = (lastAt - begun) / 1_000
  const during = posting.take()
  const cpu = server.cpuMicros() - cpuBefore
  await sleep(AFTER_MS)
  const after = posting.take()
  posting.stop()
  api.close()
  await server.stop()
  service.closeAllConnections()
  service.close()
  const twice = [...told.values()].filter((times) => times > 1).length
  const figures = (waits: number[]): Figures => ({
    'post p50 ms': Number(percentile(waits, 0.5).toPrecision(2)),
    'post p99 ms': Number(percentile(waits, 0.99).toPrecision(2)),
  })
  return {
    before: figures(before),
    'while told': {
      ...figures(during),
      browsers: told.size,
      twice,
      seconds: Number(seconds.toFixed(1)),
      'processor s': Number((cpu / 1e6).toFixed(1)),
    },
    after: figures(after),
  }
}

/** Posts at an even rate in the lobby, which nobody is told of, and their times until the ack. */
async function startPosting(port: number) {
  let waits: number[] = []
  const sentAt = new Map<string, number>()
  const posters = await Promise.all(
    Array.from({ length: POSTERS }, (_, index) =>
      connectRaw(port, '/chat', `poster ${index}`, {
        onAck: (id) => waits.push(performance.now() - sentAt.get(`${index} ${id}`)!),
      }),
    ),
  )
  let posted = 0
  const timer = setInterval(() => {
    const index = ++posted % POSTERS
    sentAt.set(`${index} ${posted}`, performance.now())
    posters[index]!.send('message:send', { roomId: 'lobby', clientId: randomUUID(), body: 'One of many' }, posted)
  }, 1_000 / RATE)
  return {
    take: () => {
      const taken = waits
      waits = []
      return taken
    },
    stop: () => {
      clearInterval(timer)
      for (const poster of posters) poster.close()
    },
  }
}
