/** Uploads by tus as a script would do them, step by step. */
import assert from 'node:assert/strict'
import { ask, bearer, type Answer, type Refused } from './http.ts'

type Place = { url: string }
type Who = { token: string }

export const tus = ({ token }: Who, more: Record<string, string> = {}): Record<string, string> => ({
  'tus-resumable': '1.0.0',
  ...bearer(token),
  ...more,
})

export function announce(
  server: Place,
  who: Who,
  size: number,
  more: Record<string, string> = {},
): Promise<Answer<Refused>> {
  const headers = tus(who, { 'upload-length': String(size), ...more })
  return ask<Refused>(server, '/api/files', { method: 'POST', headers })
}

/** Announces a file, and answers with its id. */
export async function begin(server: Place, who: Who, size: number, name?: string): Promise<string> {
  const metadata: Record<string, string> =
    name === undefined ? {} : { 'upload-metadata': `filename ${Buffer.from(name).toString('base64')}` }
  const { headers, status, text } = await announce(server, who, size, metadata)
  assert.equal(status, 201, text)
  return headers.get('location')!.split('/').at(-1)!
}

export function patch(
  server: Place,
  who: Who,
  id: string,
  { from, bytes, headers = {} }: { from: number; bytes: Uint8Array; headers?: Record<string, string> },
): Promise<Answer<Refused>> {
  const type = 'application/offset+octet-stream'
  return ask<Refused>(server, `/api/files/${id}`, {
    method: 'PATCH',
    headers: tus(who, { 'upload-offset': String(from), 'content-type': type, ...headers }),
    body: bytes as Uint8Array<ArrayBuffer>,
  })
}

export async function offsetOf(server: Place, who: Who, id: string): Promise<number> {
  const { headers } = await fetch(`${server.url}/api/files/${id}`, { method: 'HEAD', headers: tus(who) })
  return Number(headers.get('upload-offset'))
}

/** Uploads a whole file, and answers with its id. */
export async function upload(server: Place, who: Who, bytes: Uint8Array, name?: string): Promise<string> {
  const id = await begin(server, who, bytes.length, name)
  const { status, text } = await patch(server, who, id, { from: 0, bytes })
  assert.equal(status, 204, text)
  return id
}

export async function bytesOf(server: Place, who: Who, id: string): Promise<Buffer> {
  const response = await fetch(`${server.url}/api/files/${id}`, { headers: bearer(who.token) })
  assert.equal(response.status, 200)
  return Buffer.from(await response.arrayBuffer())
}
