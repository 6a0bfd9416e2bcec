/** A push service: takes pushes for browsers that it knows, opens them as those would, and answers as a test says. */
import { createECDH, randomBytes, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import type { Payload } from '../../server/push/payload.ts'
import type { ASubscription } from './push.ts'

type Decrypting = { privateKey: object; authSecret: string; version: 'aes128gcm' }
const { decrypt } = createRequire(import.meta.url)('http_ece') as {
  decrypt: (bytes: Buffer, how: Decrypting) => Buffer
}

export type Came = { payload: Payload; headers: IncomingHttpHeaders; at: number }
type Answer = (response: ServerResponse, times: number) => void

/** A browser, with all pushes that came for it. */
export type Browser = ASubscription & { came: Came[]; tried: number }

export type PushService = { host: string; browser: (answer?: Answer) => Browser; close: () => void }

const taken: Answer = (response) => response.writeHead(201).end()

export async function startPushService(): Promise<PushService> {
  const browsers = new Map<string, { browser: Browser; open: (sealed: Buffer) => Payload; answer: Answer }>()
  const server = createServer((request, response) => {
    void (async () => {
      const known = browsers.get(request.url?.slice(1) ?? '')
      const sealed = Buffer.concat(await request.toArray())
      if (!known) return response.writeHead(404).end()
      known.browser.tried++
      known.browser.came.push({ payload: known.open(sealed), headers: request.headers, at: performance.now() })
      return known.answer(response, known.browser.tried)
    })()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    host,
    browser: (answer = taken) => {
      const id = randomUUID()
      const privateKey = createECDH('prime256v1')
      const keys = { p256dh: privateKey.generateKeys('base64url'), auth: randomBytes(16).toString('base64url') }
      const browser: Browser = { endpoint: `http://${host}/${id}`, keys, came: [], tried: 0 }
      const open = (sealed: Buffer) =>
        JSON.parse(decrypt(sealed, { privateKey, authSecret: keys.auth, version: 'aes128gcm' }).toString()) as Payload
      browsers.set(id, { browser, open, answer })
      return browser
    },
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

/** The notifications that a browser shows after all that came: the last of each tag, without those that were taken back. */
export function shownBy({ came }: Browser): { title: string; body: string; tag: string; navigate: string }[] {
  const shown = new Map<string, Payload['notification']>()
  for (const { payload } of came) {
    if (payload.read) for (const tag of payload.read) shown.delete(tag)
    else shown.set(payload.notification.tag, payload.notification)
  }
  return [...shown.values()].map(({ title, body, tag, navigate }) => ({ title, body, tag, navigate }))
}
