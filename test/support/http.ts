/** Door two as a script would use it: fetch, with or without a token. */
import type { Failure } from '../../protocol/errors.ts'
import type { HistoryPage, Message, NewSession } from '../../protocol/models.ts'

export type Answer<T> = { status: number; headers: Headers; body: T; text: string }

export const MESSAGES = '/api/rooms/lobby/messages'

/** Asks and reads the answer: JSON where it is JSON, else `body` is the text. */
export async function ask<T>(server: { url: string }, path: string, init: RequestInit = {}): Promise<Answer<T>> {
  const response = await fetch(server.url + path, { redirect: 'manual', ...init })
  const text = await response.text()
  const isJson = response.headers.get('content-type')?.includes('json') ?? false
  return { status: response.status, headers: response.headers, text, body: (isJson ? JSON.parse(text) : text) as T }
}

export const json = (payload: unknown, headers: Record<string, string> = {}): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json', ...headers },
  body: typeof payload === 'string' ? payload : JSON.stringify(payload),
})

export const bearer = (token: string) => ({ authorization: `Bearer ${token}` })

/** Signs in a guest of this name; the cookie is given back as a browser would send it. */
export async function signIn(server: { url: string }, name: string): Promise<NewSession & { cookie: string }> {
  const { status, body, headers, text } = await ask<NewSession>(server, '/api/session', json({ name }))
  if (status !== 201) throw new Error(`POST /api/session answered ${status}: ${text}`)
  const cookie = headers.getSetCookie()[0]?.split(';')[0] ?? ''
  return { ...body, cookie }
}

/** Posts in the lobby and answers with the message. */
export async function post(server: { url: string }, token: string, body: string): Promise<Message> {
  const answer = await ask<Message>(server, MESSAGES, json({ body }, bearer(token)))
  if (answer.status !== 201) throw new Error(`POST ${MESSAGES} answered ${answer.status}: ${answer.text}`)
  return answer.body
}

/** The lobby as the server has it: every message, page by page, ascending by seq. */
export async function wholeHistory(server: { url: string }, token: string): Promise<Message[]> {
  const messages: Message[] = []
  for (;;) {
    const after = messages.at(-1)?.seq ?? 0
    const { body } = await ask<HistoryPage>(server, `${MESSAGES}?after=${after}&limit=200`, { headers: bearer(token) })
    if (body.messages.length === 0) return messages
    messages.push(...body.messages)
  }
}

/** The body of a refusal. */
export type Refused = { error: Failure }
