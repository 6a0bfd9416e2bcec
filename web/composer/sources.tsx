/** The sources of completion in the composer: people, emoji, rooms and commands. */
import type { Client } from '../../client/client.ts'
import type { Room } from '../../client/rooms.ts'
import type { User } from '../../protocol/models.ts'
import type { Choice, Source } from '../completion/completion.tsx'
import { matchOf } from '../people/match.ts'
import { mayCallAll } from '../people/permissions.ts'
import { drawEmoji } from '../state/custom-emoji.ts'
import { pathTo } from '../state/address.ts'
import { Avatar } from '../people/avatar.tsx'
import { writingWords as words } from '../words/writing.ts'
import { skinTone } from '../emoji/kept.ts'
import { COMMANDS } from './commands.ts'

const MOST = 8
/** In a room of up to this many members, all are loaded once and searched here. */
const FEW = 100

type Here = { client: Client; room: Room }

export const sourcesFor = (here: Here): Source[] => [
  commandSource(here),
  peopleSource(here),
  emojiSource(here),
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
      // Recent authors are known without a request, and stay first.
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

/** The best match first. After a space the whole name is meant, so only longer names that begin with it fit. */
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
  sign: <Avatar name={user.name} id={user.id} picture={user.picture} />,
  ...(note !== undefined && { note }),
})

function everybody({ me }: Client, room: Room, typed: string): Choice[] {
  const mine = me.peek()
  const may = mine && mayCallAll(room.view.peek(), mine)
  if (!may || typed === '' || !'room'.startsWith(typed.toLowerCase())) return []
  return [{ key: '@room', insert: '@room ', title: '@room', note: words.everybody, sign: '@' }]
}

function emojiSource({ client }: Here): Source {
  return {
    label: words.choices.emoji,
    // Only two names begin with a sign: `:-p` is a smile.
    pattern: /(?:^|[\s([{"'>*_~])(:((?:[a-z0-9][a-z0-9_+-]|[+-]1)[a-z0-9_+-]*:?))$/,
    find: (typed, give) => {
      void import('../emoji/complete.ts').then(
        ({ findEmoji }) =>
          give(
            findEmoji(typed, MOST, skinTone(client.you.peek()?.id ?? '')).map(({ emoji, name, isGuess = false }) => ({
              key: name,
              insert: `${emoji} `,
              title: `:${name}:`,
              sign: drawEmoji(emoji),
              isGuess,
            })),
          ),
        // Offline, the list may be missing.
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
          .map(({ id, name, slug }) => ({
            key: id,
            insert: `${linkTo(name, slug)} `,
            title: name,
            sign: '#',
            // A sign alone, or with a number, is rarely meant as a room.
            isGuess: /^\d*$/.test(typed),
          }))
      give(choicesOf(mine))
      if (typed === '') return
      void client.run('rooms:browse', { query: typed, limit: MOST }).then((result) => {
        if (result.ok)
          give(choicesOf([...mine, ...result.value.rooms.filter(({ id }) => mine.every((room) => room.id !== id))]))
      })
    },
  }
}

/** A whole address, so that the link works from anywhere. The page itself follows it without reloading. */
const linkTo = (name: string, slug: string): string =>
  `[#${name.replaceAll(/[\\[\]*_~`<]/g, '\\$&')}](${location.origin}${pathTo(slug)})`
