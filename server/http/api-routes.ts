/** Where each command is found over HTTP. What a path names is a field of the command; the rest comes as JSON, or in the query. */
import type * as v from 'valibot'
import { commands, type CommandName } from '../../protocol/commands.ts'

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete'

/** `[method, path]`. What is made is answered with 201. */
export const ROUTES: Record<CommandName, readonly [Method, string]> = {
  'room:history': ['get', '/rooms/:roomId/messages'],
  'message:send': ['post', '/rooms/:roomId/messages'],
  'message:edit': ['patch', '/rooms/:roomId/messages/:seq'],
  'message:delete': ['delete', '/rooms/:roomId/messages/:seq'],
  'message:react': ['put', '/rooms/:roomId/messages/:seq/reactions'],
  'message:pin': ['put', '/rooms/:roomId/messages/:seq/pin'],
  'message:save': ['put', '/rooms/:roomId/messages/:seq/saved'],
  'message:versions': ['get', '/rooms/:roomId/messages/:seq/versions'],
  'messages:pinned': ['get', '/rooms/:roomId/pins'],
  'message:report': ['post', '/rooms/:roomId/messages/:seq/reports'],
  'room:changes': ['get', '/rooms/:roomId/changes'],

  search: ['get', '/search'],
  'inbox:list': ['get', '/inbox'],
  'messages:saved': ['get', '/saved'],

  'rooms:browse': ['get', '/rooms'],
  'room:create': ['post', '/rooms'],
  'room:update': ['patch', '/rooms/:roomId'],
  'room:delete': ['delete', '/rooms/:roomId'],
  'room:join': ['post', '/rooms/:roomId/join'],
  'room:leave': ['post', '/rooms/:roomId/leave'],
  'room:members': ['get', '/rooms/:roomId/members'],
  'room:invite': ['put', '/rooms/:roomId/members/:userId'],
  'room:appoint': ['patch', '/rooms/:roomId/members/:userId'],
  'room:remove': ['delete', '/rooms/:roomId/members/:userId'],
  'room:read': ['put', '/rooms/:roomId/read'],
  'room:unread': ['put', '/rooms/:roomId/unread'],
  'room:notify': ['put', '/rooms/:roomId/level'],
  'presence:watch': ['get', '/rooms/:roomId/presence'],
  'typing:start': ['post', '/rooms/:roomId/typing'],

  'user:rename': ['patch', '/me'],
  'user:leave': ['delete', '/me'],
  'user:claim': ['post', '/me/claim'],
  'user:password': ['put', '/me/password'],
  'user:block': ['put', '/me/blocked/:userId'],
  'sessions:list': ['get', '/sessions'],
  'session:end': ['delete', '/sessions/:sessionId'],
  'session:endAll': ['delete', '/sessions'],
  'session:link': ['post', '/sessions/link'],
  'invites:list': ['get', '/invites'],
  'invite:create': ['post', '/invites'],
  'invite:redeem': ['post', '/invites/redeem'],
  'invite:revoke': ['delete', '/invites/:inviteId'],

  'people:find': ['get', '/people'],
  'user:appoint': ['put', '/people/:userId/role'],
  'user:ban': ['put', '/people/:userId/ban'],
  'user:unban': ['delete', '/people/:userId/ban'],
  'user:mute': ['put', '/people/:userId/mute'],
  'user:unmute': ['delete', '/people/:userId/mute'],
  'user:removeMessages': ['post', '/people/:userId/removals'],
  'removal:undo': ['delete', '/removals/:removalId'],
  'bans:list': ['get', '/bans'],
  'reports:list': ['get', '/reports'],
  'report:resolve': ['delete', '/reports/:reportId'],
  'audit:list': ['get', '/audit'],
  'settings:update': ['patch', '/settings'],
}

const MAKES: ReadonlySet<CommandName> = new Set([
  'message:send',
  'room:create',
  'session:link',
  'invite:create',
  'user:removeMessages',
])

/** What an answer with this value is answered with. */
export const statusOf = (name: CommandName, value: unknown): 200 | 201 | 204 =>
  value === undefined ? 204 : MAKES.has(name) ? 201 : 200

type Texts = Record<string, string>

/** The same in the types that the command wants; what is no number is left for the gate to refuse. */
export function typed(name: CommandName, texts: Texts): Record<string, unknown> {
  const entries = commands[name].fields.entries as Record<string, v.GenericSchema>
  return Object.fromEntries(Object.entries(texts).map(([field, text]) => [field, toType(entries[field], text)]))
}

function toType(schema: (v.GenericSchema & { wrapped?: v.GenericSchema }) | undefined, text: string): unknown {
  const { type } = schema?.wrapped ?? schema ?? {}
  if (type === 'number') return text.trim() === '' ? Number.NaN : Number(text)
  if (type === 'boolean' && (text === 'true' || text === 'false')) return text === 'true'
  return text
}
