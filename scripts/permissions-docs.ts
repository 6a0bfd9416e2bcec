/** Writes docs/permissions.md from server/chat/permissions.ts: `npm run docs`. A test fails when the file is not what this makes. */
import { writeFileSync } from 'node:fs'
import { type ChatRule, IN_CHAT, IN_ROOM, type RoomRule } from '../server/chat/permissions.ts'

export const PERMISSIONS_DOCS = new URL('../docs/permissions.md', import.meta.url)

const ROLES = ['owner', 'moderator', 'host', 'member', 'guest'] as const
const CHAT_ROLES = ['owner', 'moderator', 'member', 'guest'] as const

export function renderPermissions(): string {
  const rooms = Object.entries(IN_ROOM as Record<string, RoomRule>).map(([action, { may, kinds, needsSeat, note }]) =>
    row([
      `\`${action}\``,
      ...ROLES.map((role) => mark(may.includes(role))),
      kinds.length === 3 ? 'every' : kinds.join(', '),
      mark(needsSeat),
      note ?? '',
    ]),
  )
  const chat = Object.entries(IN_CHAT as Record<string, ChatRule>).map(([action, { may, note }]) =>
    row([`\`${action}\``, ...CHAT_ROLES.map((role) => mark(may.includes(role))), note ?? '']),
  )
  return `# Who may do what

Made from \`server/chat/permissions.ts\` by \`npm run docs\`: do not edit it by hand. Every command asks this table, through whichever door it comes; a test
throws every command of every role at every kind of room and compares.

**Roles.** A guest has only a name; a member has a password; owners and moderators are members who were appointed. A host is a member or a guest
who looks after one room. Where somebody is several of these, the greatest counts: owner, moderator, host, member, guest. In a direct room all are equal:
members, or guests.

**Seeing.** A closed or direct room is seen by those with a seat in it, and by nobody else, whatever their role. An open room is seen by everybody but a guest who
was invited to one other room. A room that somebody may not see is \`not_found\`, as is one that does not exist; what may not be done is \`forbidden\`.

**Above one another.** What is done against somebody (ban, mute, remove, remove messages) needs a greater role than theirs. Owners can do it to each other, but the last
owner stays.

## In a room

${table(['action', ...ROLES, 'kinds', 'needs a seat', ''], rooms)}

## In the chat

${table(['action', ...CHAT_ROLES, ''], chat)}
`
}

const mark = (isTrue: boolean): string => (isTrue ? 'yes' : '')
const row = (cells: string[]): string => `| ${cells.join(' | ')} |`
const table = (heads: string[], rows: string[]): string => [row(heads), row(heads.map(() => '---')), ...rows].join('\n')

if (import.meta.main) writeFileSync(PERMISSIONS_DOCS, renderPermissions())
