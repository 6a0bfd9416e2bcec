/** The server's door for uploads: tus 1.0 over `fetch` (https://tus.io/protocols/resumable-upload). It never throws. */
import { isRetryable } from '../protocol/error-codes.ts'
import type { Failure, Result } from '../protocol/errors.ts'

export type UploadDoorNeeds = {
  /** The server's origin; the page's own without it. */
  url?: string | undefined
  /** The path below which everything is served: empty, or as in `/chat`. */
  basePath?: string | undefined
  /** Absent where a cookie says it. */
  token: () => string | undefined
}

type Request = { headers?: Record<string, string>; body?: Blob; signal?: AbortSignal }
type Announced = { name: string; type: string; size: number; duration?: number }

const HEADERS = { 'Tus-Resumable': '1.0.0' }

/** An answer that says nothing takes no longer than this, in ms. A part is so small that a slow line carries it. */
const PATIENCE = 60_000

export class UploadDoor {
  readonly #needs: UploadDoorNeeds

  constructor(needs: UploadDoorNeeds) {
    this.#needs = needs
  }

  /** Announces a file. Answers with its id. */
  async announce({ name, type, size, duration }: Announced, signal: AbortSignal): Promise<Result<string>> {
    const length = duration === undefined ? '' : `,duration ${base64(String(duration))}`
    const metadata = `filename ${base64(name)},filetype ${base64(type)}${length}`
    const headers = { 'Upload-Length': String(size), 'Upload-Metadata': metadata }
    const answer = await this.#ask('POST', '', { headers, signal })
    return answer.ok ? { ok: true, value: answer.value.get('Location')?.split('/').at(-1) ?? '' } : answer
  }

  /** The number of bytes that the server has. It stops an earlier request for the same file. */
  async received(id: string, signal: AbortSignal): Promise<Result<number>> {
    return offsetOf(await this.#ask('HEAD', `/${id}`, { signal }))
  }

  /** Adds bytes. Answers with the number that the server has now. */
  async send(id: string, from: number, bytes: Blob, signal: AbortSignal): Promise<Result<number>> {
    const headers = { 'Upload-Offset': String(from), 'Content-Type': 'application/offset+octet-stream' }
    return offsetOf(await this.#ask('PATCH', `/${id}`, { headers, body: bytes, signal }))
  }

  /** Removes a file that no message has. If this gets lost, the server removes it a day later. */
  async remove(id: string): Promise<void> {
    await this.#ask('DELETE', `/${id}`, {})
  }

  async #ask(method: string, path: string, init: Request): Promise<Result<Headers>> {
    const { url = '', basePath = '', token } = this.#needs
    const bearer = token()
    const signal = AbortSignal.any([AbortSignal.timeout(PATIENCE), ...(init.signal ? [init.signal] : [])])
    try {
      const headers = { ...HEADERS, ...(bearer && { Authorization: `Bearer ${bearer}` }), ...init.headers }
      const response = await fetch(`${url}${basePath}/api/files${path}`, { ...init, method, headers, signal })
      return response.ok ? { ok: true, value: response.headers } : { ok: false, error: await failureOf(response) }
    } catch {
      return { ok: false, error: noAnswer() }
    }
  }
}

export const noAnswer = (): Failure => ({
  code: 'overloaded',
  reason: 'no_answer',
  message: 'The server didn’t answer in time. Try again.',
})

const offsetOf = (answer: Result<Headers>): Result<number> =>
  answer.ok ? { ok: true, value: Number(answer.value.get('Upload-Offset') ?? 0) } : answer

/** An answer to HEAD has no body, and a proxy in between may answer with anything. */
async function failureOf(response: Response): Promise<Failure> {
  const told = (await response.json().catch(() => undefined)) as { error?: Failure } | undefined
  if (told?.error && typeof told.error.code === 'string') return told.error
  if (response.status === 404 || response.status === 410)
    return { code: 'not_found', reason: 'no_such_file', message: 'This file doesn’t exist, or you can’t see it.' }
  return noAnswer()
}

/** Whether trying once more may help. An upload that goes on elsewhere is one that can be joined. */
export const mayHelp = ({ code }: Failure): boolean => isRetryable(code) || code === 'conflict'

const base64 = (text: string): string => btoa(String.fromCharCode(...new TextEncoder().encode(text)))
