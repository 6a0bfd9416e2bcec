/** Lets users in: as a new guest, by an invitation, by name and password, or by a link from another device. */
import type { ArrivalInput } from '../../../protocol/commands.ts'
import { Refusal, refusal } from '../../../protocol/errors.ts'
import type { User } from '../../../protocol/models.ts'
import { nameKey } from '../../../protocol/name-key.ts'
import { numbered, type PreparedName, prepareName } from '../../../protocol/names/looks.ts'
import type { NameSeeker } from '../../store/store.ts'
import type { NewDevice, SignedIn } from '../../store/terms.ts'
import type { Caller } from '../caller.ts'
import type { SharedUse } from '../limits.ts'
import type { Tools } from '../tools.ts'
import { announceEnds, announceRenamed } from './announcement.ts'
import { requirePersonal, tidyName } from './names.ts'
import type { From } from './password-queue.ts'
import { hashSecret, newToken } from './secrets.ts'

/**
 * The origin of an arrival: its network, for limits and bans, its device’s description, and the tokens by which the
 * device was known before.
 */
export type Origin = { network: string; device: string; deviceTokens?: readonly string[] }

/** The token is given out this once; the store keeps only its hash. */
export type Arrived = { token: string; caller: Caller }

export async function arrive(tools: Tools, origin: Origin, asked: ArrivalInput<'session:start'>): Promise<Arrived> {
  const { name, password, invite, code, device } = asked
  if (code !== undefined) return arriveByCode(tools, origin, code)
  if (name === undefined) throw new Refusal('bad_request', 'Send a `name`, or the `code` of a sign-in link.')
  if (password === undefined) return arriveAsGuest(tools, origin, name, invite)
  if (invite === undefined) return signIn(tools, withToken(origin, device), name, password)
  return arriveAsPerson(tools, origin, { name, password, invite })
}

/** The user with this token; undefined for a forged or an ended one. */
export async function recognize(
  { store }: Pick<Tools, 'store'>,
  token: string,
  network: string,
): Promise<Caller | undefined> {
  const found = await store.findSession(hashSecret(token))
  return found && { ...found, network }
}

/** The name of a guest without a name. */
export async function numberedName({ store }: Tools): Promise<string> {
  return `Guest ${await store.nextGuestNumber()}`
}

async function arriveAsGuest(tools: Tools, origin: Origin, name: string, invite: string | undefined): Promise<Arrived> {
  const { access, limits, store } = tools
  if (access === 'closed') throw refusal('access_closed')
  if (access === 'invite' && invite === undefined) throw refusal('access_invite')
  await limits.takeTogether(['session:start', origin.network])
  const inviteHash = invite === undefined ? undefined : hashSecret(invite)
  // This comes before any search for a name: a stranger must not learn who is in the chat.
  const seeker = inviteHash === undefined ? {} : await store.checkInvite(inviteHash)
  const { token, device } = newDevice(origin)
  const signedIn = await store.addUser({ name: await freeName(tools, tidyName(name), seeker), device, inviteHash })
  return arrived(origin, token, signedIn)
}

/** Where access is closed, an invitation lets in a new person, and they choose a password at once. */
async function arriveAsPerson(
  tools: Tools,
  origin: Origin,
  { name, password, invite }: { name: string; password: string; invite: string },
): Promise<Arrived> {
  const { limits, store, passwords } = tools
  const inviteHash = hashSecret(invite)
  await limits.takeTogether(['sign-in', origin.network])
  // Without a valid invitation, no password is hashed and no name is looked up. The invitation is used up together with
  // the name, below.
  const seeker = await store.checkInvite(inviteHash)
  const prepared = prepareName(tidyName(name))
  requirePersonal(prepared.name)
  await requireUnheld(tools, prepared, seeker)
  const { token, device } = newDevice(origin)
  const passwordHash = await passwords.hash(password, unknownFrom(origin))
  const { renamed, ...signedIn } = await store.addUser({ name: prepared, device, inviteHash, passwordHash })
  await announceRenamed(tools, renamed)
  return arrived(origin, token, signedIn)
}

/**
 * A wrong password and an unknown name get the same answer, after the same time. Tries are counted for a known device,
 * or else for the network and for all strangers together.
 */
async function signIn(tools: Tools, origin: Origin, name: string, password: string): Promise<Arrived> {
  const { limits, store, passwords, devices } = tools
  const key = nameKey(name.trim())
  const found = await store.findPassword(key)
  const known = devices.find(origin.deviceTokens ?? [], found)
  const { network } = origin
  const account: SharedUse = ['account', `${key} ${known ?? network}`]
  const ofName: SharedUse[] = known === undefined ? [account, ['strangers', key]] : [account]
  const ofNetwork: SharedUse[] = known === undefined ? [['sign-in', network]] : []
  // All are counted or none: tries that are refused for their network must not use up those of others.
  await limits.takeTogether(...ofNetwork, ...ofName)
  if (!(await passwords.isRight(password, found?.passwordHash, { network, isKnown: known !== undefined })))
    throw refusal('wrong_password')
  // A right password leaves nothing to count for its name.
  await limits.giveBackTogether(...ofName)
  const { token, device } = newDevice(origin)
  return arrived(origin, token, await store.signIn(found!, device))
}

async function arriveByCode({ limits, store }: Tools, origin: Origin, code: string): Promise<Arrived> {
  await limits.takeTogether(['sign-in', origin.network])
  const { token, device } = newDevice(origin)
  return arrived(origin, token, await store.redeemSignInCode(hashSecret(code), device))
}

/** The operator's way in, by the link that the server printed. */
export async function arriveAsOwner(
  { limits, store, delivery, passwords }: Tools,
  origin: Origin,
  { code, name, password }: ArrivalInput<'owner:start'>,
): Promise<Arrived> {
  await limits.takeTogether(['owner:start', origin.network])
  const prepared = prepareName(tidyName(name))
  requirePersonal(prepared.name)
  const { token, device } = newDevice(origin)
  const passwordHash = await passwords.hash(password, unknownFrom(origin))
  const { endedSessionIds, renamed, ...signedIn } = await store.redeemOwnerCode(hashSecret(code), {
    name: prepared,
    passwordHash,
    device,
  })
  announceEnds(delivery, endedSessionIds, 'password_changed')
  await announceRenamed({ store, delivery }, renamed)
  return arrived(origin, token, signedIn)
}

const arrived = ({ network }: Origin, token: string, signedIn: SignedIn): Arrived => ({
  token,
  caller: { ...signedIn, network },
})

const unknownFrom = ({ network }: Origin): From => ({ network, isKnown: false })

/** A program gives its token with the command; a browser keeps a cookie. */
const withToken = (origin: Origin, token: string | undefined): Origin =>
  token === undefined ? origin : { ...origin, deviceTokens: [token, ...(origin.deviceTokens ?? [])] }

function newDevice({ network, device }: Origin): { token: string; device: NewDevice } {
  const token = newToken()
  return { token, device: { tokenHash: hashSecret(token), device, network } }
}

/**
 * An online guest holds their name. A new guest with the same name gets a number, as in `Guest 7`, so a script that
 * reconnects never fails. A name that only looks the same is refused, because it is never chosen by accident. A
 * person's name is theirs, online or not.
 */
async function freeName(tools: Tools, wanted: string, seeker: NameSeeker): Promise<PreparedName> {
  const name = prepareName(wanted)
  await requireUnheld(tools, name, seeker)
  requirePersonal(wanted)
  return tools.online.nameHolder(name, seeker) ? freeVariant(tools, wanted, seeker) : name
}

/** `Ann 2`, or the next free number. */
async function freeVariant(
  { store, online }: Pick<Tools, 'store' | 'online'>,
  name: string,
  seeker: NameSeeker,
): Promise<PreparedName> {
  for (let number = 2; ; number++) {
    const variant = prepareName(numbered(name, number))
    if (!online.nameHolder(variant, seeker) && !(await store.findNameHolder(variant, seeker))) return variant
  }
}

/**
 * Throws `conflict`, with a free name, when another user has this name or a look-alike. An outsider does not learn who
 * it is.
 */
export async function requireUnheld(
  tools: Pick<Tools, 'store' | 'online'>,
  name: PreparedName,
  seeker: NameSeeker,
): Promise<void> {
  const holder = (await tools.store.findNameHolder(name, seeker)) ?? lookAlikeHere(tools, name, seeker)
  if (!holder) return
  const isOutsider = seeker.onlyRoomId !== undefined
  const { name: free } = await freeVariant(tools, isOutsider ? name.name : holder.name, seeker)
  const more = { suggestion: free }
  if (isOutsider) throw refusal('name_taken_free', { name: name.name, free }, more)
  if (nameKey(holder.name) === name.key) throw refusal('name_taken_try', { name: holder.name, free }, more)
  throw refusal('name_alike_try', { name: name.name, holder: holder.name, free }, more)
}

/** The online guest who holds the look of a name. Another guest with the very same name gets a number instead. */
function lookAlikeHere({ online }: Pick<Tools, 'online'>, name: PreparedName, seeker: NameSeeker): User | undefined {
  const holder = online.nameHolder(name, seeker)
  return holder && nameKey(holder.name) !== name.key ? holder : undefined
}
