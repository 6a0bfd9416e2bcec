/** Completion of a search's filters. */
import type { Client } from '../../client/client.ts'
import type { Choice, Source } from '../completion/completion.tsx'
import { matchOf } from '../people/match.ts'
import { Avatar } from '../people/avatar.tsx'
import { findingWords as words } from '../words/finding.ts'

const MOST = 8

export const searchSources = (client: Client): Source[] => [fromSource(client), inSource(client)]

function fromSource(client: Client): Source {
  return {
    label: `${words.search.choices} from:`,
    pattern: /(?:^|\s)(from:("?[^"]{0,40}|))$/i,
    find: (typed, give) => {
      const query = typed.replace(/^"/, '')
      // A space ends a name without quotes.
      if (!typed.startsWith('"') && /\s/.test(typed)) {
        give([])
        return
      }
      const me: Choice[] = 'me'.startsWith(query.toLowerCase())
        ? [{ key: 'me', insert: 'from:me ', title: 'me', note: client.you.peek()?.name ?? '', sign: '@' }]
        : []
      give(me)
      void client.run('people:find', { query, limit: MOST }).then((result) => {
        if (!result.ok) return
        const people = result.value.people.map(({ user }) => ({
          key: user.id,
          insert: `from:${quoted(user.name)} `,
          title: user.name,
          sign: <Avatar name={user.name} id={user.id} picture={user.picture} />,
        }))
        give([...me, ...people])
      })
    },
  }
}

function inSource(client: Client): Source {
  return {
    label: `${words.search.choices} in:`,
    pattern: /(?:^|\s)(in:("?[^"\s]{0,40}|))$/i,
    find: (typed, give) => {
      const query = typed.replace(/^["#]+/, '')
      const rooms = client.rooms.all
        .peek()
        .filter((room) => room.kind.peek() !== 'direct' && matchOf(room.name.peek(), query) !== undefined)
      give(
        rooms.slice(0, MOST).map((room) => ({
          key: room.id,
          insert: `in:${room.slug.peek()} `,
          title: room.name.peek(),
          note: room.slug.peek(),
          sign: '#',
        })),
      )
    },
  }
}

const quoted = (name: string): string => (/\s/.test(name) ? `"${name.replaceAll('"', '')}"` : name)
