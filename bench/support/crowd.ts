/** A large chat, built through the HTTP door as its people would have built it. */
import { randomUUID } from 'node:crypto'
import type { NewSession, RoomView } from '../../protocol/models.ts'
import { type Ask, inParallel, openApi } from './api.ts'

const PEOPLE = 10_000
const ROOMS = 2_000
/** Members that a room has from the beginning. */
const SEATS = 10
/** The busy member's rooms; with the lobby there are 200. */
const BUSY_ROOMS = 199
const HALL_SEATS = 5_000
const AT_ONCE = 64

export type Person = { id: string; name: string; token: string }
export type BuiltRoom = { id: string; kind: RoomView['kind']; members: Person[] }
export type Crowd = {
  /** Has a seat in 200 rooms, with unread messages and mentions in most. */
  busy: Person
  /** Has a seat in the lobby only. */
  newcomer: Person
  rooms: BuiltRoom[]
  /** The open room with 5,000 seats, its members, and the people without a seat in it. */
  hallId: string
  seated: Person[]
  unseated: Person[]
  requests: number
}

export async function buildCrowd(port: number): Promise<Crowd> {
  const api = openApi(port, AT_ONCE)
  let requests = 0
  const ask: Ask = (...asked) => {
    requests++
    return api.ask(...asked)
  }
  const names = ['Ann of many rooms', 'Newcomer', ...Array.from({ length: PEOPLE - 2 }, (_, index) => `Guest ${index}`)]
  const [busy, newcomer, ...people] = (await inParallel(names, AT_ONCE, (name) => arrive(ask, name))) as [
    Person,
    Person,
    ...Person[],
  ]
  const planned = Array.from({ length: ROOMS }, (_, index) => plan(index, busy, people))
  const rooms = await inParallel([...planned.entries()], AT_ONCE, ([index, room]) => make(ask, `Room ${index}`, room))
  await inParallel([...rooms.entries()], AT_ONCE, ([index, room]) =>
    index < BUSY_ROOMS ? talkTo(ask, busy, room, index) : say(ask, room, 'Is anybody here?'),
  )

  const [host, ...guests] = people.slice(0, HALL_SEATS) as [Person, ...Person[]]
  const hall = await make(ask, 'The great hall', { kind: 'open', members: [host] })
  await inParallel(guests, AT_ONCE, ({ token }) => ask('POST', `/rooms/${hall.id}/join`, token))
  api.close()
  const [seated, unseated] = [people.slice(0, HALL_SEATS), people.slice(HALL_SEATS)]
  return { busy, newcomer, rooms, hallId: hall.id, seated, unseated, requests }
}

async function arrive(ask: Ask, name: string): Promise<Person> {
  const { token, user } = await ask<NewSession>('POST', '/session', undefined, { name })
  return { id: user.id, name: user.name, token }
}

type Planned = Omit<BuiltRoom, 'id'>

/**
 * Each person has a seat in about two of the rooms. Every seventh is closed; of the busy member's, every tenth is
 * direct.
 */
function plan(index: number, busy: Person, people: Person[]): Planned {
  const isBusy = index < BUSY_ROOMS
  const kind = isBusy && index % 10 === 9 ? 'direct' : index % 7 === 6 ? 'closed' : 'open'
  const seats = kind === 'direct' ? 1 : SEATS - Number(isBusy)
  const members = Array.from({ length: seats }, (_, seat) => people[(index + seat * 1_009) % people.length]!)
  return { kind, members: isBusy ? [...members, busy] : members }
}

async function make(ask: Ask, name: string, { kind, members }: Planned): Promise<BuiltRoom> {
  const [host, ...others] = members
  const memberIds = others.map(({ id }) => id)
  const wanted = { kind, memberIds, ...(kind !== 'direct' && { name }) }
  const { id } = await ask<RoomView>('POST', '/rooms', host!.token, wanted)
  return { id, kind, members }
}

/** Five messages. In every second room two of them mention her; in every fourth room she has read three. */
async function talkTo(ask: Ask, busy: Person, room: BuiltRoom, index: number): Promise<void> {
  for (let count = 1; count <= 5; count++)
    await say(ask, room, index % 2 === 0 && count > 3 ? `@${busy.name} what do you think?` : `Message ${count} of five`)
  await ask('POST', `/rooms/${room.id}/accept`, busy.token)
  if (index % 4 === 0) await ask('PUT', `/rooms/${room.id}/read`, busy.token, { seq: 3 })
}

function say(ask: Ask, { id, members }: BuiltRoom, body: string): Promise<void> {
  return ask('POST', `/rooms/${id}/messages`, members[0]!.token, { clientId: randomUUID(), body })
}
