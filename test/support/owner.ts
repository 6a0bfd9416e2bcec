/** The owner's way in, as the server prints it, and people who have kept their names. */
import type { NewSession } from '../../protocol/models.ts'
import { ask, json } from './http.ts'
import type { Server } from './server.ts'
import { type Member, accepted, enter } from './sockets.ts'

export const PASSWORD = 'correct horse battery'

/** The address that the server says at its first start, below its own. */
export function ownerPath(server: Server): string {
  const path = /\/owner#\S+/.exec(server.stdout)?.[0]
  if (path === undefined) throw new Error(`no owner link: ${server.stdout}`)
  return path
}

/** Takes the owner link, and is connected. */
export async function enterAsOwner(server: Server, name = 'Olivia'): Promise<Member> {
  const code = ownerPath(server).split('#')[1]
  const { body, status, text } = await ask<NewSession>(server, '/api/owner', json({ code, name, password: PASSWORD }))
  if (status !== 201) throw new Error(`POST /api/owner answered ${status}: ${text}`)
  return enter(server.url, { token: body.token })
}

/** A guest who has become a person. */
export async function enterAsPerson(server: Server, name: string): Promise<Member> {
  const member = await enter(server.url, { name })
  accepted(await member.run('user:claim', { password: PASSWORD }))
  return member
}
