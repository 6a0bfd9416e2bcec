/** Commands: lines that begin with a slash. They are not sent as messages. */
import type { Client } from '../../client/client.ts'
import type { Room } from '../../client/rooms.ts'
import type { Result } from '../../protocol/errors.ts'
import { LOBBY } from '../../protocol/limits.ts'
import { openDialog } from '../state/open-dialog.ts'
import { goTo } from '../state/address.ts'
import { fold } from '../../protocol/folding.ts'
import { sentenceOf } from '../words/language.ts'
import { writingWords as words } from '../words/writing.ts'
import { nearest } from '../completion/nearest.ts'
import { note } from '../state/command-note.ts'

export const COMMANDS = ['me', 'topic', 'invite', 'shrug', 'join', 'leave', 'nick', 'help'] as const
type Command = (typeof COMMANDS)[number]

const isCommand = (name: string): name is Command => COMMANDS.some((command) => command === name)

/** With several matches, at most this many are named. */
const NAMED = 5

// `/etc/hosts` is no command.
const ORDER = /^\/(\p{L}+)(?:\s+([^]*))?$/u

/**
 * Runs the command in a line. Returns the message to send, if any.
 * @throws Error, with a sentence for the user, when the command was not understood or failed.
 */
export async function obey(written: string, client: Client, room: Room): Promise<string | undefined> {
  // The note of the previous command does not apply to this one.
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
      openDialog({ kind: 'writing' })
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
      // Returning to a closed room needs an invitation. So its dialog opens instead, and asks first.
      if (room.kind.peek() === 'open') done(await client.run('room:leave', { roomId: room.id }))
      else openDialog({ kind: 'room', roomId: room.id, tab: 'about' })
      return undefined
  }
}

/** Text after `//` or a space is sent literally. `/me` is escaped: each client would otherwise show it as an action. */
function literally(written: string): string {
  const text = (written.startsWith('//') ? written.slice(1) : written).trim()
  return /^\/me\s/.test(text) ? `\\${text}` : text
}

function needed(command: Command, args: string): string {
  if (args === '') throw new Error(words.needs(command, words.commands[command].args))
  return args
}

/** Refuses text after a command that takes none: its meaning is unknown. */
function alone(command: Command, args: string): void {
  if (args !== '') throw new Error(words.alone(command))
}

function done<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(sentenceOf(result.error))
  return result.value
}

async function invite(args: string, client: Client, room: Room): Promise<undefined> {
  if (args === '') {
    openDialog({ kind: 'room', roomId: room.id, tab: 'invite' })
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
  // The room as a completed link, as its name, or as its address.
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
  if (failure) throw new Error(sentenceOf(failure))
  goTo(meant.slug)
}
