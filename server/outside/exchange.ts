/** One request and its answer, at addresses that were checked. */
import * as http from 'node:http'
import * as https from 'node:https'
import type { LookupFunction } from 'node:net'
import { isIPv6 } from 'node:net'
import { pipeline, type Readable } from 'node:stream'
import { constants, createBrotliDecompress, createGunzip } from 'node:zlib'
import { NotFetched } from './not-fetched.ts'

const MAX_HEADERS = 32 * 1024
/** How often the bytes on the wire are looked at, in ms. They may be many although the body is small. */
const LOOK_EVERY_MS = 50

export type Wanted = {
  method: 'GET' | 'POST'
  headers: Record<string, string>
  body?: string | Uint8Array
  /** The most bytes of the body, unpacked. */
  maxBytes: number
  /** Whether a longer body is cut there. Otherwise it is refused. */
  cutsLonger: boolean
  signal: AbortSignal
}

export type Answer = {
  status: number
  headers: http.IncomingHttpHeaders
  body: Buffer
  /** There was more of the body. */
  isCut: boolean
}

/** For a redirect, the body is left where it is. */
export async function exchange(
  url: URL,
  addresses: readonly string[],
  wanted: Wanted,
  isRedirect: (status: number, headers: http.IncomingHttpHeaders) => boolean,
): Promise<Answer> {
  const request = (url.protocol === 'https:' ? https : http).request(url, {
    method: wanted.method,
    headers: {
      ...wanted.headers,
      'accept-encoding': 'gzip, br',
      ...(wanted.body !== undefined && { 'content-length': Buffer.byteLength(wanted.body) }),
    },
    // No connection is kept, and none is shared.
    agent: false,
    lookup: onlyThese(addresses),
    signal: wanted.signal,
    maxHeaderSize: MAX_HEADERS,
    insecureHTTPParser: false,
  })
  // Small chunks with long extensions, endless headers of no interest: all of it costs, and none of it is a body.
  const maxOnWire = 2 * wanted.maxBytes + MAX_HEADERS
  let isTooMuch = false
  const watch = setInterval(() => {
    isTooMuch = (request.socket?.bytesRead ?? 0) > maxOnWire
    if (isTooMuch) request.destroy()
  }, LOOK_EVERY_MS).unref()
  try {
    const response = await answerTo(request, wanted.body)
    const { statusCode: status = 0, headers } = response
    if (isRedirect(status, headers)) return { status, headers, body: Buffer.alloc(0), isCut: true }
    return { status, headers, ...(await readBody(response, wanted)) }
  } catch (error) {
    if (isTooMuch) throw new NotFetched('too_large')
    throw error instanceof NotFetched ? error : new NotFetched(kindOf(error), error)
  } finally {
    clearInterval(watch)
    request.destroy()
  }
}

/** The addresses are found and checked before: nothing is looked up a second time, when the answer may be another. */
function onlyThese(addresses: readonly string[]): LookupFunction {
  const found = addresses.map((address) => ({ address, family: isIPv6(address) ? 6 : 4 }))
  return (_host, options, tell) => {
    const [first] = found
    if (options.all === true) tell(null, found)
    else tell(null, first?.address ?? '', first?.family)
  }
}

function answerTo(request: http.ClientRequest, body: Wanted['body']): Promise<http.IncomingMessage> {
  return new Promise((resolve, reject) => {
    request.on('response', resolve)
    // It stays: an error may follow the answer, and would otherwise end the process.
    request.on('error', reject)
    // Another protocol than the one that was asked for.
    request.on('upgrade', (_response, socket) => {
      socket.destroy()
      reject(new NotFetched('bad_answer'))
    })
    request.end(body)
  })
}

async function readBody(
  response: http.IncomingMessage,
  { maxBytes, cutsLonger }: Wanted,
): Promise<Pick<Answer, 'body' | 'isCut'>> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of unpacked(response) as AsyncIterable<Buffer>) {
    const isTooLong = length + chunk.length > maxBytes
    if (isTooLong && !cutsLonger) throw new NotFetched('too_large')
    chunks.push(chunk.subarray(0, maxBytes - length))
    length += chunk.length
    if (isTooLong) return { body: Buffer.concat(chunks), isCut: true }
  }
  return { body: Buffer.concat(chunks), isCut: false }
}

function unpacked(response: http.IncomingMessage): Readable {
  const encoding = response.headers['content-encoding']?.trim().toLowerCase() ?? ''
  if (encoding === '' || encoding === 'identity') return response
  const unpack = unpacker(encoding)
  // An error of either shows where the body is read.
  pipeline(response, unpack, () => undefined)
  return unpack
}

function unpacker(encoding: string) {
  // Many servers end their stream without its last bytes.
  if (encoding === 'gzip' || encoding === 'x-gzip') return createGunzip({ finishFlush: constants.Z_SYNC_FLUSH })
  if (encoding === 'br') return createBrotliDecompress({ finishFlush: constants.BROTLI_OPERATION_FLUSH })
  throw new NotFetched('bad_answer')
}

/** Errors of the parsers of HTTP and of packed bodies begin so. All others are of the connection. */
const OF_AN_ANSWER = /^(HPE_|Z_|ERR_BROTLI|ERR__ERROR_FORMAT|ERR_STREAM_PREMATURE_CLOSE)/

const kindOf = (error: unknown) =>
  error instanceof Error && 'code' in error && OF_AN_ANSWER.test(String(error.code)) ? 'bad_answer' : 'unreachable'
