/** How somebody comes in: as a new guest, by an invitation, by name and password, by a link of another device. */
import type { ArrivalInput } from '../../../protocol/commands.ts'
import { Refusal } from '../../../protocol/errors.ts'
import type { NewDevice, PreparedName } from '../../store/store.ts'
import type { Caller } from '../caller.ts'
import type { Tools } from '../tools.ts'
import { announceEnds } from './announcement.ts'
import { nameKey, numbered, prepareName, requirePersonal, tidyName } from './names.ts'
import { hashPassword, isPassword } from './passwords.ts'
import { hashSecret, newToken } from './secrets.ts'

/** Where an arrival comes from: the network, for limits and bans, and what the device calls itself. */
export type Origin = { network: string; device: string }

/** The token is given out this once; the store keeps only its hash. */
export type Arrived = { token: string; caller: Caller }

export async function arrive(tools: Tools, origin: Origin, asked: ArrivalInput<'session:start'>): Promise<Arrived> {
  const { name, password, invite, code } = asked
  if (code !== undefined) return arriveByCode(tools, origin, code)
  if (name === undefined) throw new Refusal('bad_request', 'Give a name, or the code of a sign-in link.')
  if (password === undefined) return arriveAsGuest(tools, origin, name, invite)
  if (invite === undefined) return signIn(tools, origin, name, password)
  return arriveAsPerson(tools, origin, { name, password, invite })
}

/** Who shows this token, or undefined: a forged one and a forgotten one look alike. */
export async function recognize({ store }: Pick<Tools, 'store'>, token: string): Promise<Caller | undefined> {
  return store.findSession(hashSecret(token))
}

/** What a guest is called who gives no name. */
export async function numberedName({ store }: Tools): Promise<string> {
  return `Guest ${await store.nextGuestNumber()}`
}

async function arriveAsGuest(tools: Tools, origin: Origin, name: string, invite: string | undefined): Promise<Arrived> {
  const { access, limits, store } = tools
  if (access === 'closed')
    throw new Refusal(
      'forbidden',
      'This chat is closed: only people with an account come in. Sign in with your password.',
    )
  if (access === 'invite' && invite === undefined)
    throw new Refusal('forbidden', 'This chat asks for an invitation. Ask somebody who is in it for a link.')
  limits.take('session:start', origin.network)
  const inviteHash = invite === undefined ? undefined : hashSecret(invite)
  // Before any name is looked for: a stranger does not hear who is here.
  if (inviteHash !== undefined) await store.checkInvite(inviteHash)
  const { token, device } = newDevice(origin)
  const caller = await store.addUser({ name: await freeName(tools, tidyName(name)), device, inviteHash })
  return { token, caller }
}

/** Where it is closed, an invitation lets somebody in who chooses a password at once. */
async function arriveAsPerson(
  tools: Tools,
  origin: Origin,
  { name, password, invite }: { name: string; password: string; invite: string },
): Promise<Arrived> {
  const { limits, store } = tools
  const inviteHash = hashSecret(invite)
  limits.take('sign-in', origin.network)
  // A stranger without one neither has a password hashed nor hears who is here. It is used up with the name, below.
  await store.checkInvite(inviteHash)
  const prepared = prepareName(tidyName(name))
  requirePersonal(prepared.name)
  await requireUnheld(tools, prepared)
  const { token, device } = newDevice(origin)
  const passwordHash = await hashPassword(password)
  const caller = await store.addUser({ name: prepared, device, inviteHash, passwordHash })
  return { token, caller }
}

/** A wrong password and a name that nobody has are the same answer, after the same time. */
async function signIn({ limits, store }: Tools, origin: Origin, name: string, password: string): Promise<Arrived> {
  const key = nameKey(name.trim())
  limits.take('sign-in', origin.network)
  limits.take('account', key)
  const found = await store.findPassword(key)
  if (!(await isPassword(password, found?.passwordHash)))
    throw new Refusal('unauthorized', 'There is nobody of this name and password.')
  const { token, device } = newDevice(origin)
  return { token, caller: await store.signIn(found!.userId, device) }
}

async function arriveByCode({ limits, store }: Tools, origin: Origin, code: string): Promise<Arrived> {
  limits.take('sign-in', origin.network)
  const { token, device } = newDevice(origin)
  return { token, caller: await store.redeemSignInCode(hashSecret(code), device) }
}

/** The operator's way in, by the link that the server printed. */
export async function arriveAsOwner(
  { limits, store, delivery }: Tools,
  origin: Origin,
  { code, name, password }: ArrivalInput<'owner:start'>,
): Promise<Arrived> {
  limits.take('owner:start', origin.network)
  const prepared = prepareName(tidyName(name))
  requirePersonal(prepared.name)
  const { token, device } = newDevice(origin)
  const passwordHash = await hashPassword(password)
  const { endedSessionIds, ...caller } = await store.redeemOwnerCode(hashSecret(code), {
    name: prepared,
    passwordHash,
    device,
  })
  announceEnds(delivery, endedSessionIds, 'password_changed')
  return { token, caller }
}

function newDevice({ network, device }: Origin): { token: string; device: NewDevice } {
  const token = newToken()
  return { token, device: { tokenHash: hashSecret(token), device, network } }
}

/**
 * A guest's name is held while its holder is here. Who comes with the same name then is numbered, as `Guest 7` is, so a
 * script that reconnects never fails on its own shadow; who comes with another name of the same looks is refused, since
 * nobody does that by accident. A person's name is that person's, here or not.
 */
async function freeName(tools: Tools, wanted: string): Promise<PreparedName> {
  const name = prepareName(wanted)
  await requireUnheld(tools, name)
  requirePersonal(wanted)
  return tools.online.isNameHere(name.key) ? freeVariant(tools, wanted) : name
}

/** `Ann 2`, or with the next number that nobody has. */
export async function freeVariant(
  { store, online }: Pick<Tools, 'store' | 'online'>,
  name: string,
): Promise<PreparedName> {
  for (let number = 2; ; number++) {
    const variant = prepareName(numbered(name, number))
    if (!online.isNameHere(variant.key) && !(await store.findNameHolder(variant))) return variant
  }
}

/** Throws `conflict`, with another name to take, when somebody else than `self` stands in the way of this one. */
export async function requireUnheld(
  tools: Pick<Tools, 'store' | 'online'>,
  name: PreparedName,
  self?: string,
): Promise<void> {
  const holder = await tools.store.findNameHolder(name)
  if (!holder || holder.id === self) return
  const { name: free } = await freeVariant(tools, holder.name)
  const says =
    nameKey(holder.name) === name.key
      ? `“${holder.name}” is somebody’s name already. If it is yours, sign in.`
      : `“${name.name}” could be mistaken for “${holder.name}”.`
  throw new Refusal('conflict', `${says} How about “${free}”?`, undefined, free)
}
