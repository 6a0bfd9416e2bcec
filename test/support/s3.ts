/**
 * A service that speaks as much of the S3 protocol as a client for files needs, and holds it to that: each request must
 * be signed with the right key (AWS Signature Version 4, https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html),
 * and its bytes must have the hash that was signed.
 */
import { createHash, createHmac, randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'

const REGION = 'eu-test-1'
const BUCKET = 'earshot'
const KEYS = { accessKey: 'AKTEST', secretKey: 'a/secret+key' }

const sha256 = (what: string | Buffer) => createHash('sha256').update(what).digest('hex')
const hmac = (key: string | Buffer, what: string) => createHmac('sha256', key).update(what).digest()

export class S3Service {
  readonly objects = new Map<string, Buffer>()
  /** Requests of each kind that were answered. */
  readonly asked: string[] = []
  /** Refuses everything, as a service that is overloaded does. */
  isAway = false
  readonly #parts = new Map<string, Map<number, Buffer>>()
  readonly #server: Server

  private constructor() {
    this.#server = createServer((request, response) => {
      this.#answer(request, response).catch((error: unknown) => fail(response, 500, String(error)))
    })
  }

  static async start(): Promise<S3Service> {
    const service = new S3Service()
    await new Promise<void>((resolve) => service.#server.listen(0, '127.0.0.1', resolve))
    return service
  }

  get options() {
    const { port } = this.#server.address() as AddressInfo
    return {
      endpoint: `http://127.0.0.1:${port}`,
      bucket: BUCKET,
      prefix: '',
      region: REGION,
      ...KEYS,
      pathStyle: true,
    }
  }

  /** As an operator writes it. */
  get url(): string {
    const { port } = this.#server.address() as AddressInfo
    const [key, secret] = [KEYS.accessKey, KEYS.secretKey].map(encodeURIComponent)
    return `s3://${key}:${secret}@127.0.0.1:${port}/${BUCKET}?region=${REGION}&tls=off`
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await buffer(request)
    const url = new URL(request.url!, 'http://localhost')
    const { method = '' } = request
    if (this.isAway) return fail(response, 503, 'SlowDown')
    const wrong = whatIsWrong(request, url, body)
    if (wrong) return fail(response, 403, wrong)
    const [, bucket, ...rest] = decodeURIComponent(url.pathname).split('/')
    const key = rest.join('/')
    this.asked.push(`${method} ${key}`)
    if (bucket !== BUCKET) return fail(response, 404, 'NoSuchBucket')
    const { searchParams: query } = url
    if (key === '') return query.has('list-type') ? this.#list(query, response) : void response.end()
    if (query.has('uploads') || query.has('uploadId')) return this.#multipart(method, key, query, body, response)
    const object = this.objects.get(key)
    if (method === 'PUT') this.objects.set(key, body)
    else if (method === 'DELETE') this.objects.delete(key)
    else if (!object) return fail(response, 404, 'NoSuchKey')
    if (method === 'PUT') return void response.writeHead(200, { etag: `"${sha256(body)}"` }).end()
    if (method === 'DELETE') return void response.writeHead(204).end()
    const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '') ?? []
    const [start, end] = [Number(from ?? 0), Math.min(Number(to || Infinity), object!.length - 1)]
    response.writeHead(from === undefined ? 200 : 206, {
      'content-length': Math.max(end - start + 1, 0),
      'last-modified': new Date(0).toUTCString(),
      etag: `"${sha256(object!)}"`,
    })
    response.end(method === 'HEAD' ? undefined : object!.subarray(start, end + 1))
  }

  #list(query: URLSearchParams, response: ServerResponse): void {
    const [prefix, delimiter] = [query.get('prefix') ?? '', query.get('delimiter') ?? '']
    const most = Math.min(Number(query.get('max-keys') ?? 1_000), 1_000)
    const after = query.get('continuation-token') ?? ''
    const names = [...this.objects.keys()].filter((key) => key.startsWith(prefix)).sort()
    const groupOf = (key: string) => {
      const at = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length)
      return at === -1 ? undefined : key.slice(0, at + 1)
    }
    const entries = [...new Set(names.map((key) => groupOf(key) ?? key))].filter((entry) => entry > after)
    const shown = entries.slice(0, most)
    const isMore = entries.length > shown.length
    const written = shown.map((entry) =>
      entry.endsWith(delimiter) && delimiter !== ''
        ? `<CommonPrefixes><Prefix>${entry}</Prefix></CommonPrefixes>`
        : `<Contents><Key>${entry}</Key><LastModified>${new Date(0).toISOString()}</LastModified><ETag>"x"</ETag><Size>${this.objects.get(entry)!.length}</Size></Contents>`,
    )
    const next = isMore ? `<NextContinuationToken>${shown.at(-1)}</NextContinuationToken>` : ''
    xml(response, `<ListBucketResult><IsTruncated>${isMore}</IsTruncated>${next}${written.join('')}</ListBucketResult>`)
  }

  #multipart(method: string, key: string, query: URLSearchParams, body: Buffer, response: ServerResponse): void {
    if (query.has('uploads')) {
      const id = randomUUID()
      this.#parts.set(id, new Map())
      xml(response, `<InitiateMultipartUploadResult><UploadId>${id}</UploadId></InitiateMultipartUploadResult>`)
      return
    }
    const parts = this.#parts.get(query.get('uploadId')!)
    if (!parts) return fail(response, 404, 'NoSuchUpload')
    if (method === 'PUT') {
      parts.set(Number(query.get('partNumber')), body)
      response.writeHead(200, { etag: `"${sha256(body)}"` }).end()
    } else if (method === 'POST') {
      const numbers = [...body.toString().matchAll(/<PartNumber>(\d+)</g)].map(([, number]) => Number(number))
      this.objects.set(key, Buffer.concat(numbers.map((number) => parts.get(number)!)))
      xml(response, '<CompleteMultipartUploadResult><ETag>"x"</ETag></CompleteMultipartUploadResult>')
    } else response.writeHead(204).end()
  }
}

function xml(response: ServerResponse, body: string): void {
  response.writeHead(200, { 'content-type': 'application/xml' }).end(`<?xml version="1.0"?>${body}`)
}

function fail(response: ServerResponse, status: number, code: string): void {
  response
    .writeHead(status, { 'content-type': 'application/xml' })
    .end(`<?xml version="1.0"?><Error><Code>${code}</Code><Message>${code}</Message></Error>`)
}

/** The code of S3's refusal, where a signature or a hash is wrong. */
function whatIsWrong(request: IncomingMessage, url: URL, body: Buffer): string | undefined {
  const { headers, method = '' } = request
  const given =
    /Credential=([^/]+)\/(\d+)\/([^/]+)\/s3\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]+)/.exec(
      headers.authorization ?? '',
    )
  if (!given) return 'AccessDenied'
  const [, accessKey, day = '', region = '', names = '', signature] = given
  if (accessKey !== KEYS.accessKey) return 'InvalidAccessKeyId'
  if (region !== REGION) return 'AuthorizationHeaderMalformed'
  const hash = String(headers['x-amz-content-sha256'])
  if (hash !== sha256(body)) return 'XAmzContentSHA256Mismatch'
  if (!names.split(';').includes('host')) return 'AccessDenied'
  const query = [...url.searchParams]
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort()
    .join('&')
  const signed = names.split(';').map((name) => `${name}:${String(headers[name]).trim()}\n`)
  const path = url.pathname
    .split('/')
    .map((part) => encode(decodeURIComponent(part)))
    .join('/')
  const canonical = [method, path, query, signed.join(''), names, hash].join('\n')
  const toSign = [
    'AWS4-HMAC-SHA256',
    headers['x-amz-date'],
    `${day}/${region}/s3/aws4_request`,
    sha256(canonical),
  ].join('\n')
  const key = [region, 's3', 'aws4_request'].reduce<Buffer>(hmac, hmac(`AWS4${KEYS.secretKey}`, day))
  return hmac(key, toSign).toString('hex') === signature ? undefined : 'SignatureDoesNotMatch'
}

const encode = (text: string): string =>
  encodeURIComponent(text).replaceAll(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
