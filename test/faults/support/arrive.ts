import type { NewSession } from '../../../protocol/models.ts'
import { ask, json } from '../../support/http.ts'

/** Makes a guest through HTTP and answers with its token. */
export async function arrive(url: string, name: string): Promise<string> {
  const { status, body, text } = await ask<NewSession>({ url }, '/api/session', json({ name }))
  if (status !== 201) throw new Error(`POST /api/session answered ${status}: ${text}`)
  return body.token
}
