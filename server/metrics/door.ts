/** `GET /metrics`, for Prometheus. It asks neither the store nor the event loop to wait, so it answers in an overload too. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Tools } from '../chat/tools.ts'
import type { Doorkeeper } from '../doors/doorkeeper.ts'
import { type No, refuseRequest } from '../doors/refusing.ts'
import type { Sources } from './meters.ts'
import { type ReadersOptions, whyNotRead } from './readers.ts'

export const METRICS_PATH = '/metrics'

export type MetricsDoor = {
  /** Whether a token decides who may read. Then any name of this server will do: a page of another site has no token. */
  needsToken: boolean
  request: (request: IncomingMessage, response: ServerResponse) => void
}

type MetricsDoorOptions = ReadersOptions & {
  sources: Sources
  doorkeeper: Doorkeeper
  onBug: Tools['onBug']
}

export function createMetricsDoor({ sources, doorkeeper, onBug, ...readers }: MetricsDoorOptions): MetricsDoor {
  let exposition: ReturnType<typeof open> | undefined
  /** Only with the first request: who is never asked loads nothing, and watches neither the event loop nor the memory. */
  const open = async () => {
    const { createExposition } = await import('./exposition.ts')
    return createExposition(sources)
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const registry = await (exposition ??= open())
    const text = await registry.metrics()
    response.writeHead(200, {
      'Content-Type': registry.contentType,
      'Content-Length': Buffer.byteLength(text),
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
    })
    response.end(request.method === 'HEAD' ? undefined : text)
  }

  return {
    needsToken: readers.token !== undefined,
    request: (request, response) => {
      const sentence = whyNotRead(request, readers) ?? doorkeeper.foreign(request)
      if (sentence !== undefined) {
        sources.counts.refuse('front', FORBIDDEN.code)
        refuseRequest(request, response, { ...FORBIDDEN, sentence })
        return
      }
      answer(request, response).catch((error: unknown) => {
        onBug(error, METRICS_PATH)
        response.destroy()
      })
    },
  }
}

const FORBIDDEN = { status: 403, code: 'forbidden' } as const satisfies Omit<No, 'sentence'>
