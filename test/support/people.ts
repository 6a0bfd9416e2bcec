/** The people of a chat that has an owner: arriving, being appointed, giving any order through either door. */
import assert from 'node:assert/strict'
import type { CommandName, Output, Payload } from '../../protocol/commands.ts'
import type { Failure, Result } from '../../protocol/errors.ts'
import type { NewSession, User } from '../../protocol/models.ts'
import { ROUTES } from '../../server/http/api-routes.ts'
import { eventually } from './eventually.ts'
import { ask, bearer, json } from './http.ts'
import type { Server } from './server.ts'
import { accepted, enter, type Member } from './sockets.ts'

/** Good enough for all users here. */
export const PASSWORD = 'correct horse battery'

type Place = { url: string }
export type Somebody = { token: string; user: User }

/** Gives an order over HTTP, as the routes say where, and answers as the other door would. */
export async function overHttp<Name extends CommandName>(
  server: Place,
  token: string,
  name: Name,
  payload: Payload<Name>,
): Promise<Result<Output<Name>>> {
  const [method, route] = ROUTES[name]
  const rest = { ...payload } as Record<string, unknown>
  let path: string = route.replaceAll(/:(\w+)/g, (_, field: string) => {
    const value = String(rest[field])
    delete rest[field]
    return encodeURIComponent(value)
  })
  if (name === 'session:end' && !('sessionId' in payload)) path = '/session'
  const given = Object.entries(rest).filter(([, value]) => value !== undefined)
  if (method === 'get' && given.length > 0)
    path += `?${new URLSearchParams(given.map(([key, value]) => [key, String(value)])).toString()}`
  const headers = { ...bearer(token), ...(method !== 'get' && { 'content-type': 'application/json' }) }
  const body = method === 'get' ? {} : { body: JSON.stringify(Object.fromEntries(given)) }
  const answer = await ask<Output<Name> & { error?: Failure }>(server, `/api${path}`, {
    method: method.toUpperCase(),
    headers,
    ...body,
  })
  if (answer.status < 300) return { ok: true, value: (answer.status === 204 ? undefined : answer.body) as Output<Name> }
  const { error } = answer.body
  assert.ok(error, `${name} was answered ${answer.status}: ${answer.text.slice(0, 200)}`)
  return { ok: false, error }
}

/** `overHttp`, where only a yes will do. */
export async function done<Name extends CommandName>(
  server: Place,
  { token }: { token: string },
  name: Name,
  payload: Payload<Name>,
): Promise<Output<Name>> {
  return accepted(await overHttp(server, token, name, payload))
}

/** `ok`, or the code of the refusal. */
export const codeOf = (result: Result<unknown>): string => (result.ok ? 'ok' : result.error.code)

/** Posts this and expects a new user, or one who is back. */
export async function arrive(server: Place, payload: object, headers: Record<string, string> = {}): Promise<Somebody> {
  const { status, body, text } = await ask<NewSession>(server, '/api/session', json(payload, headers))
  assert.equal(status, 201, text)
  return body
}

let guests = 0
export const guest = (server: Place, name = `Guest of honour ${++guests}`): Promise<Somebody> =>
  arrive(server, { name })

/** A guest who has set a password. */
export async function person(server: Place, name: string): Promise<Somebody> {
  return withPassword(server, await arrive(server, { name }))
}

/** Sets a password, which keeps the name of a guest. */
export const withPassword = async (server: Place, { token }: Somebody): Promise<Somebody> => ({
  token,
  user: await done(server, { token }, 'user:claim', { password: PASSWORD }),
})

/** The secret of the link that a fresh server prints. */
export const ownerCode = ({ stdout }: { stdout: string }): Promise<string> =>
  eventually(() => {
    const code = /\/owner#([\w-]+)/.exec(stdout)?.[1]
    assert.ok(code, 'the owner link was printed')
    return code
  })

/** The owner, by the link that this server printed at its first start. */
export async function owner(server: Server, name = 'Olga Owner'): Promise<Somebody> {
  return ownerBy(server, await eventually(() => ownerCode({ stdout: server.stdout })), name)
}

export async function ownerBy(server: Place, code: string, name: string): Promise<Somebody> {
  const { status, body, text } = await ask<NewSession>(server, '/api/owner', json({ code, name, password: PASSWORD }))
  assert.equal(status, 201, text)
  return body
}

export async function moderator(server: Place, by: Somebody, name: string): Promise<Somebody> {
  const somebody = await person(server, name)
  await done(server, by, 'user:appoint', { userId: somebody.user.id, role: 'moderator' })
  return somebody
}

/** A guest who came by an invitation to this room, and sees no other. */
export async function limitedGuest(server: Place, by: Somebody, roomId: string, name: string): Promise<Somebody> {
  const { code } = await done(server, by, 'invite:create', { roomId, uses: 1 })
  return arrive(server, { name, invite: code })
}

/** Takes the owner link, and is connected. */
export const enterAsOwner = async (server: Server, name = 'Olivia'): Promise<Member> =>
  online(server, await owner(server, name))

/** A guest who has become a person, and is connected. */
export const enterAsPerson = async (server: Place, name: string): Promise<Member> =>
  online(server, await person(server, name))

/** A member on the typed door, by token. */
export const online = (server: Place, { token }: { token: string }): Promise<Member> => enter(server.url, { token })

/** An order of the typed door as the other one would take it, for tests that go through both. */
export const draft = (roomId: string, body: string) => ({ roomId, clientId: crypto.randomUUID(), body })
