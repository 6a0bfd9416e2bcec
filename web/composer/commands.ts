/** Lines that begin with a slash: orders to the page, not messages. */
import type { Client } from '../../client/client.ts'
import type { Room } from '../../client/rooms.ts'
import type { Result } from '../../protocol/errors.ts'
import { LOBBY } from '../../protocol/limits.ts'
import { openOverlay } from '../overlay.ts'
import { goTo } from '../place.ts'
import { fold } from '../../protocol/folding.ts'
import { writingWords as words } from '../words-writing.ts'
import { nearest } from './nearest.ts'
import { note } from './note.ts'

export const COMMANDS = ['me', 'topic', 'invite', 'shrug', 'join', 'leave', 'nick', 'help'] as const
export type Command = (typeof COMMANDS)[number]

const isCommand = (name: string): name is Command => COMMANDS.some((command) => command === name)

/** So many of those who may have been meant are named. */
const NAMED = 5

// `/etc/hosts` is no order.
const ORDER = /^\/(\p{L}+)(?:\s+([^]*))?$/u

/**
 * Does what a line orders. Answers with the message that is to be sent, if any.
 * @throws Error, with a sentence for people, when it was not understood or not done.
 */
export async function obey(written: string, client: Client, room: Room): Promise<string | undefined> {
  // What the order before it has done says nothing about this one.
  note.value = ''
  const [, typed = '', rest = ''] = written.startsWith('//') ? [] : (ORDER.exec(written.trimEnd()) ?? [])
  if (typed === '') return literally(written)
  const name = typed.toLowerCase()
  if (!isCommand(name)) throw new Error(words.unknown(typed, nearest(name, COMMANDS)))
  const args = rest.trim()
  switch (name) {
    case 'me':
      return `/me ${needed(name, args)}`
    case 'shrug':
      // Escaped: an underscore begins emphasis.
      return `${args} ¯\\\\\\_(ツ)\\_/¯`.trim()
    case 'help':
      alone(name, args)
      openOverlay({ kind: 'writing' })
      return undefined
    case 'topic':
      done(await client.run('room:update', { roomId: room.id, topic: needed(name, args) }))
      note.value = words.done.topic
      return undefined
    case 'nick':
      note.value = words.done.nick(done(await client.run('user:rename', { name: needed(name, args) })).name)
      return undefined
    case 'invite':
      return invite(args, client, room)
    case 'join':
      return join(needed(name, args), client)
    case 'leave':
      alone(name, args)
      if (room.id === LOBBY) throw new Error(words.stays)
      // Nobody comes back into a closed room without being invited: that is asked first.
      if (room.kind.peek() === 'open') done(await client.run('room:leave', { roomId: room.id }))
      else openOverlay({ kind: 'room', roomId: room.id, tab: 'about' })
      return undefined
  }
}

/** What begins with `//` or a space is meant as it is; but `/me` would be read as an order by whoever shows it. */
function literally(written: string): string {
  const text = (written.startsWith('//') ? written.slice(1) : written).trim()
  return /^\/me\s/.test(text) ? `\\${text}` : text
}

function needed(command: Command, args: string): string {
  if (args === '') throw new Error(words.needs(command, words.commands[command].args))
  return args
}

/** What stands behind an order that takes nothing was meant as something, and nobody knows as what. */
function alone(command: Command, args: string): void {
  if (args !== '') throw new Error(words.alone(command))
}

function done<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.error.message)
  return result.value
}

async function invite(args: string, client: Client, room: Room): Promise<undefined> {
  if (args === '') {
    openOverlay({ kind: 'room', roomId: room.id, tab: 'invite' })
    return
  }
  const name = args.replace(/^@/, '')
  const { people } = done(await client.run('people:find', { query: name, limit: 20 }))
  const meant =
    people.find(({ user }) => fold(user.name) === fold(name)) ?? (people.length === 1 ? people[0] : undefined)
  if (!meant && people.length > 0) {
    const names = people.slice(0, NAMED).map(({ user }) => user.name)
    throw new Error(words.several(name, names, people.length > NAMED))
  }
  if (!meant) throw new Error(words.nobody(name))
  done(await client.run('room:invite', { roomId: room.id, userId: meant.user.id }))
  note.value = words.done.invite(meant.user.name)
}

async function join(args: string, client: Client): Promise<undefined> {
  // As the completion writes it, as its name, or as its address.
  const slug = /\]\(\S+\/([a-z0-9-]+)\)$/.exec(args)?.[1]
  const name = slug ?? args.replace(/^[#/]/, '')
  const mine = client.rooms.all
    .peek()
    .find((room) => room.slug.peek() === name || fold(room.name.peek()) === fold(name))
  if (mine) {
    goTo(mine.slug.peek())
    return
  }
  const { rooms } = done(await client.run('rooms:browse', { query: slug === undefined ? name : '' }))
  const meant = rooms.find((room) => room.slug === name || fold(room.name) === fold(name))
  if (!meant) throw new Error(words.noRoom(name))
  const failure = await client.rooms.join(meant.id)
  if (failure) throw new Error(failure.message)
  goTo(meant.slug)
}
