/** Uploads files in parts of eight megabytes, as the page does, as fast as the server takes them or as a line would. */
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { request } from 'node:http'
import { openApi } from './api.ts'
import { sleep } from './figures.ts'

const PART_BYTES = 8_000_000
const PIECE_BYTES = 125_000

/** `pace` is in bytes a second. */
export async function upload(port: number, bytes: Buffer, pace = Infinity): Promise<{ id: string; token: string }> {
  const api = openApi(port, 1)
  try {
    const name = randomUUID().slice(0, 20)
    const { token } = await api.ask<{ token: string }>('POST', '/session', undefined, { name })
    const announced = { name: 'file.bin', size: bytes.length }
    const { id } = await api.ask<{ id: string }>('POST', '/files', token, announced)
    for (let from = 0; from < bytes.length; from += PART_BYTES)
      await patch({ port, id, token, from }, bytes.subarray(from, from + PART_BYTES), pace)
    return { id, token }
  } finally {
    api.close()
  }
}

type Where = { port: number; id: string; token: string; from: number }

async function patch({ port, id, token, from }: Where, part: Buffer, pace: number): Promise<void> {
  const headers = {
    authorization: `Bearer ${token}`,
    'tus-resumable': '1.0.0',
    'upload-offset': String(from),
    'content-type': 'application/offset+octet-stream',
    'content-length': String(part.length),
  }
  const sent = request({ host: '127.0.0.1', port, method: 'PATCH', path: `/api/files/${id}`, headers })
  const answered = new Promise<void>((resolve, reject) => {
    sent.once('error', reject)
    sent.once('response', (response) => {
      response.resume().once('end', () => {
        if (response.statusCode === 204) resolve()
        else reject(new Error(`A part was answered with ${response.statusCode}`))
      })
    })
  })
  if (pace < Infinity) await write(sent, part, pace)
  sent.end(pace < Infinity ? undefined : part)
  await answered
}

async function write(sent: ReturnType<typeof request>, part: Buffer, pace: number): Promise<void> {
  const startedAt = performance.now()
  for (let at = 0; at < part.length; at += PIECE_BYTES) {
    const piece = part.subarray(at, at + PIECE_BYTES)
    if (!sent.write(piece)) await once(sent, 'drain')
    const early = ((at + piece.length) / pace) * 1_000 - (performance.now() - startedAt)
    if (early > 0) await sleep(early)
  }
}
