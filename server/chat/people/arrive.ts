import { createHash, randomBytes } from 'node:crypto'
import { Refusal } from '../../../protocol/errors.ts'
import type { PreparedName } from '../../store/store.ts'
import type { Caller } from '../caller.ts'
import type { Tools } from '../tools.ts'
import { prepareName, requireOneAlphabet, tidyName } from './names.ts'

export type Arrived = { token: string; caller: Caller }

/** Makes a guest. The token is given out this once; the store keeps only its hash. */
export async function arrive(tools: Tools, { name }: { name: string }): Promise<Arrived> {
  if (tools.access === 'closed')
    throw new Refusal('forbidden', 'This chat is closed: only people with an account come in.')
  if (tools.access === 'invite') throw new Refusal('forbidden', 'This chat asks for an invitation.')

  const chosen = await freeName(tools, tidyName(name))
  const token = randomBytes(32).toString('base64url')
  const { user, sessionId } = await tools.store.addGuest({ name: chosen, tokenHash: hashToken(token) })
  return { token, caller: { user, sessionId } }
}

/** Who shows this token, or undefined: a forged one and a forgotten one look alike. */
export async function recognize({ store }: Pick<Tools, 'store'>, token: string): Promise<Caller | undefined> {
  return store.findSession(hashToken(token))
}

/** What a guest is called who gives no name. */
export async function numberedName({ store }: Tools): Promise<string> {
  return `Guest ${await store.nextGuestNumber()}`
}

/**
 * A guest's name is held while its holder is here. Who comes with the same name then is numbered, as `Guest 7` is, so a
 * script that reconnects never fails on its own shadow; who comes with another name of the same looks is refused, since
 * nobody does that by accident.
 */
async function freeName({ store, online }: Tools, wanted: string): Promise<PreparedName> {
  const holder = await store.findNameHolder(prepareName(wanted))
  if (holder) {
    throw new Refusal('conflict', `“${wanted}” could be mistaken for “${holder.name}”. How about “${holder.name} 2”?`)
  }
  requireOneAlphabet(wanted)
  for (let number = 1; ; number++) {
    const name = prepareName(number === 1 ? wanted : tidyName(`${wanted} ${number}`))
    if (!online.isNameHere(name.key)) return name
  }
}

const hashToken = (token: string): Uint8Array => createHash('sha256').update(token).digest()
