/** Writes docs/permissions.md from protocol/permissions.ts: `npm run docs`. A test fails when the file is outdated. */
import { writeFileSync } from 'node:fs'
import { type ChatRule, IN_CHAT, IN_ROOM, type RoomRule } from '../protocol/permissions.ts'

export const PERMISSIONS_DOCS = new URL('../docs/permissions.md', import.meta.url)

const ROLES = ['owner', 'moderator', 'host', 'member', 'guest', 'outsider'] as const
const CHAT_ROLES = ['owner', 'moderator', 'member', 'guest', 'outsider'] as const

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

Made from \`protocol/permissions.ts\` by \`npm run docs\`: do not edit it by hand. Every command asks this table, on every door. The store asks it again in the
transaction that reads or writes, with the user's role of that moment. A test tries every command as every role in every kind of room, and compares.

**Roles.** A guest has only a name. A member has a password. Owners and moderators are members who were appointed. A host is a member or a guest who manages
one room. The greatest role counts: owner, moderator, host, member, guest. In a direct room all are equal: members, or guests.

**Outsiders.** An outsider was invited to one room, with or without a password. They see that room and its members, and nothing else. They cannot be host, and cannot
invite. An invitation to the whole chat by another user, or an appointment by an owner, makes them a guest or a member.

**Seeing.** Only its members see a closed or direct room, whatever their role in the chat. All see an open room, except outsiders of another room. A hidden room is
\`not_found\`, as a missing one is. An action without permission is \`forbidden\`.

**Greater roles.** An action against a user (ban, mute, remove, remove messages) needs a greater role than theirs. Owners can act against each other, but the last
owner stays.

**Muted.** A muted user writes nothing that others read: no messages, edits, reactions, names, topics, rooms or seats. They can still report.

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
