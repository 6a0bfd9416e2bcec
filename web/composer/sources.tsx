/** Which words can be completed where a message is written. */
import type { Client } from '../../client/client.ts'
import type { Room } from '../../client/rooms.ts'
import type { User } from '../../protocol/models.ts'
import type { Choice, Source } from '../completion/completion.tsx'
import { matchOf } from '../overlays/match.ts'
import { roleIn } from '../overlays/may.ts'
import { pathTo } from '../place.ts'
import { Avatar } from '../ui/avatar.tsx'
import { writingWords as words } from '../words-writing.ts'
import { COMMANDS } from './commands.ts'

const MOST = 8
/** So many members are asked for once and looked through here. */
const FEW = 100

type Here = { client: Client; room: Room }

export const sourcesFor = (here: Here): Source[] => [
  commandSource(here),
  peopleSource(here),
  emojiSource(),
  roomSource(here),
]

function commandSource({ client, room }: Here): Source {
  return {
    label: words.choices.commands,
    pattern: /^(\/([a-z]*))$/,
    find: (typed, give) => {
      const fitting = COMMANDS.filter((name) => name.startsWith(typed) && name !== typed)
      const may = fitting.filter((name) =>
        name === 'topic' ? room.isModerator.peek() : client.me.peek() !== undefined,
      )
      give(
        may.map((name) => {
          const { args, does } = words.commands[name]
          return { key: name, insert: `/${name} `, title: `/${name} ${args}`.trim(), note: does }
        }),
      )
    },
  }
}

function peopleSource({ client, room }: Here): Source {
  let all: Promise<readonly User[]> | undefined
  const members = async (query: string): Promise<readonly User[]> => {
    const result = await client.run('room:members', { roomId: room.id, query, limit: query === '' ? FEW : MOST })
    return result.ok ? result.value.members.map(({ user }) => user) : []
  }
  const known = () => room.timeline.entries.peek().flatMap((one) => (one.kind === 'message' ? one.message.author : []))

  return {
    label: words.choices.people,
    pattern: /(?:^|[\s([{"'])(@([^@\n]{0,40}))$/u,
    find: (typed, give) => {
      if (typed.startsWith(' ')) {
        give([])
        return
      }
      const choicesOf = (users: readonly User[], others: readonly User[]): Choice[] =>
        [
          ...fitting(users, typed).map((user) => personChoice(user)),
          ...everybody(client, room, typed),
          ...fitting(others, typed)
            .filter(({ id }) => users.every((user) => user.id !== id))
            .map((user) => personChoice(user, words.notHere)),
        ]
          .filter(({ key }) => key !== client.you.peek()?.id)
          .slice(0, MOST)
      // Who has just spoken is known without asking, and stays first.
      const recent = [
        ...new Map(
          known()
            .toReversed()
            .map((user) => [user.id, user]),
        ).values(),
      ]
      give(choicesOf(recent, []))
      void (async () => {
        const isFew = room.view.peek().memberCount <= FEW
        if (isFew) all ??= members('')
        const [inRoom, anywhere] = await Promise.all([
          isFew && all ? all : members(typed.trim()),
          typed.trim() === '' ? undefined : client.run('people:find', { query: typed.trim(), limit: MOST }),
        ])
        const others = anywhere?.ok ? anywhere.value.people.map(({ user }) => user) : []
        const seated = new Set(inRoom.map(({ id }) => id))
        const spoke = recent.filter(({ id }) => seated.has(id))
        const silent = inRoom.filter(({ id }) => spoke.every((user) => user.id !== id))
        give(choicesOf(inRoom.length > 0 ? [...spoke, ...silent] : recent, others))
      })()
    },
  }
}

/** The best first. With a space behind it a whole name is meant, and only longer ones that begin with it fit. */
function fitting(users: readonly User[], typed: string): User[] {
  return users
    .map((user) => ({ user, match: matchOf(user.name, typed) }))
    .filter(({ user, match }) => {
      if (match === undefined || match > 1) return false
      return !/\s/.test(typed) || user.name.toLowerCase().startsWith(typed.toLowerCase())
    })
    .toSorted((a, b) => (a.match ?? 0) - (b.match ?? 0))
    .map(({ user }) => user)
}

const personChoice = (user: User, note?: string): Choice => ({
  key: user.id,
  insert: `@${user.name} `,
  title: user.name,
  sign: <Avatar name={user.name} />,
  ...(note !== undefined && { note }),
})

function everybody({ me }: Client, room: Room, typed: string): Choice[] {
  const mine = me.peek()
  const may = mine && room.kind.peek() !== 'direct' && roleIn(room.view.peek(), mine) !== 'guest'
  if (!may || typed === '' || !'room'.startsWith(typed.toLowerCase())) return []
  return [{ key: '@room', insert: '@room ', title: '@room', note: words.everybody, sign: '@' }]
}

function emojiSource(): Source {
  return {
    label: words.choices.emoji,
    pattern: /(?:^|[\s([{"'>*_~])(:([a-z0-9_+-]{2,}:?))$/,
    find: (typed, give) => {
      void import('./emoji.ts').then(
        ({ findEmoji }) =>
          give(
            findEmoji(typed, MOST).map(({ emoji, name }) => ({
              key: name,
              insert: `${emoji} `,
              title: `:${name}:`,
              sign: emoji,
            })),
          ),
        // Without a network there may be none.
        () => give([]),
      )
    },
  }
}

function roomSource({ client }: Here): Source {
  return {
    label: words.choices.rooms,
    pattern: /(?:^|[\s([{"'])(#([\p{L}\p{N}][\p{L}\p{N}\p{M}_-]*|))$/u,
    find: (typed, give) => {
      const mine = client.rooms.all
        .peek()
        .filter((room) => room.kind.peek() !== 'direct' && !room.isArchived.peek())
        .map((room) => ({ id: room.id, name: room.name.peek(), slug: room.slug.peek() }))
      const choicesOf = (rooms: typeof mine): Choice[] =>
        rooms
          .filter(({ name, slug }) => matchOf(name, typed) !== undefined || slug.startsWith(typed.toLowerCase()))
          .slice(0, MOST)
          .map(({ id, name, slug }) => ({ key: id, insert: `${linkTo(name, slug)} `, title: name, sign: '#' }))
      give(choicesOf(mine))
      if (typed === '') return
      void client.run('rooms:browse', { query: typed, limit: MOST }).then((result) => {
        if (result.ok)
          give(choicesOf([...mine, ...result.value.rooms.filter(({ id }) => mine.every((room) => room.id !== id))]))
      })
    },
  }
}

/** A whole address, so that it leads here from everywhere; the page itself follows it without leaving. */
const linkTo = (name: string, slug: string): string =>
  `[#${name.replaceAll(/[\\[\]*_~`<]/g, '\\$&')}](${location.origin}${pathTo(slug)})`
