/**
 * The route of each command. Parts of the path are fields of the command; the other fields come as JSON or in the
 * query.
 */
import type * as v from 'valibot'
import { commands, type CommandName } from '../../protocol/commands.ts'

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete'

/** `[method, path]`. An answer with something new has the status 201. */
export const ROUTES: Record<CommandName, readonly [Method, string]> = {
  'room:history': ['get', '/rooms/:roomId/messages'],
  'message:send': ['post', '/rooms/:roomId/messages'],
  'message:forward': ['post', '/rooms/:roomId/messages/:seq/forwards'],
  'message:source': ['get', '/rooms/:roomId/messages/:seq/source'],
  'message:edit': ['patch', '/rooms/:roomId/messages/:seq'],
  'message:delete': ['delete', '/rooms/:roomId/messages/:seq'],
  'message:unpreview': ['delete', '/rooms/:roomId/messages/:seq/previews'],
  'message:react': ['put', '/rooms/:roomId/messages/:seq/reactions'],
  'reactions:list': ['get', '/rooms/:roomId/messages/:seq/reactions'],
  'message:pin': ['put', '/rooms/:roomId/messages/:seq/pin'],
  'message:save': ['put', '/rooms/:roomId/messages/:seq/saved'],
  'message:remind': ['put', '/rooms/:roomId/messages/:seq/reminder'],
  'message:versions': ['get', '/rooms/:roomId/messages/:seq/versions'],
  'messages:pinned': ['get', '/rooms/:roomId/pins'],
  'files:list': ['get', '/rooms/:roomId/files'],
  'message:report': ['post', '/rooms/:roomId/messages/:seq/reports'],
  'room:origin': ['get', '/rooms/:roomId/origin'],
  'room:joins': ['get', '/rooms/:roomId/joins'],
  'room:at': ['get', '/rooms/:roomId/at'],
  'room:changes': ['get', '/rooms/:roomId/changes'],

  'file:upload': ['post', '/files'],
  'file:remove': ['delete', '/files/:fileId'],
  'files:usage': ['get', '/disk'],
  'files:older': ['get', '/disk/older'],
  'files:deleteOlder': ['post', '/disk/deletions'],
  'files:restore': ['delete', '/disk/deletions/:deletionId'],
  'emoji:list': ['get', '/emoji'],
  'emoji:add': ['post', '/emoji'],
  'emoji:remove': ['delete', '/emoji/:name'],
  search: ['get', '/search'],
  'inbox:list': ['get', '/inbox'],
  'reminders:list': ['get', '/reminders'],
  'messages:saved': ['get', '/saved'],

  'rooms:browse': ['get', '/rooms'],
  'room:create': ['post', '/rooms'],
  'room:update': ['patch', '/rooms/:roomId'],
  'room:delete': ['delete', '/rooms/:roomId'],
  'room:join': ['post', '/rooms/:roomId/join'],
  'room:leave': ['post', '/rooms/:roomId/leave'],
  'room:accept': ['post', '/rooms/:roomId/accept'],
  'room:decline': ['post', '/rooms/:roomId/decline'],
  'room:hide': ['post', '/rooms/:roomId/hide'],
  'room:members': ['get', '/rooms/:roomId/members'],
  'room:invite': ['put', '/rooms/:roomId/members/:userId'],
  'room:appoint': ['patch', '/rooms/:roomId/members/:userId'],
  'room:remove': ['delete', '/rooms/:roomId/members/:userId'],
  'room:read': ['put', '/rooms/:roomId/read'],
  'rooms:read': ['put', '/read'],
  'room:unread': ['put', '/rooms/:roomId/unread'],
  'room:notify': ['put', '/rooms/:roomId/level'],
  'presence:watch': ['get', '/rooms/:roomId/presence'],
  'typing:start': ['post', '/rooms/:roomId/typing'],

  'user:rename': ['patch', '/me'],
  'user:leave': ['delete', '/me'],
  'user:claim': ['post', '/me/claim'],
  'user:password': ['put', '/me/password'],
  'user:block': ['put', '/me/blocked/:userId'],
  'user:status': ['put', '/me/status'],
  'user:timeZone': ['put', '/me/time-zone'],
  'user:picture': ['put', '/me/picture'],
  'preferences:get': ['get', '/me/preferences'],
  'preferences:update': ['patch', '/me/preferences'],
  'notify:get': ['get', '/me/notify'],
  'notify:update': ['patch', '/me/notify'],
  'notify:snooze': ['put', '/me/notify/snooze'],
  'push:key': ['get', '/push'],
  'push:subscribe': ['post', '/push'],
  'push:test': ['post', '/push/test'],
  'screen:show': ['put', '/me/screen'],
  'push:unsubscribe': ['delete', '/push'],
  'mail:get': ['get', '/me/mail'],
  'mail:give': ['put', '/me/mail'],
  'mail:confirm': ['post', '/me/mail/confirm'],
  'mail:update': ['patch', '/me/mail'],
  'mail:remove': ['delete', '/me/mail'],
  'sessions:list': ['get', '/sessions'],
  'session:end': ['delete', '/sessions/:sessionId'],
  'session:endAll': ['delete', '/sessions'],
  'session:link': ['post', '/sessions/link'],
  'invites:list': ['get', '/invites'],
  'invite:create': ['post', '/invites'],
  'invite:redeem': ['post', '/invites/redeem'],
  'invite:revoke': ['delete', '/invites/:inviteId'],

  'people:find': ['get', '/people'],
  'people:list': ['get', '/directory'],
  'people:direct': ['get', '/directs/people'],
  'user:profile': ['get', '/people/:userId'],
  'user:appoint': ['put', '/people/:userId/role'],
  'user:ban': ['put', '/people/:userId/ban'],
  'user:unban': ['delete', '/people/:userId/ban'],
  'user:mute': ['put', '/people/:userId/mute'],
  'user:unmute': ['delete', '/people/:userId/mute'],
  'user:removePicture': ['delete', '/people/:userId/picture'],
  'user:removeMessages': ['post', '/people/:userId/removals'],
  'removal:undo': ['delete', '/removals/:removalId'],
  'bans:list': ['get', '/bans'],
  'reports:list': ['get', '/reports'],
  'report:reporters': ['get', '/reports/:reportId/reporters'],
  'report:resolve': ['delete', '/reports/:reportId'],
  'audit:list': ['get', '/audit'],
  'settings:update': ['patch', '/settings'],
  'settings:picture': ['put', '/settings/picture'],
}

const MAKES: ReadonlySet<CommandName> = new Set([
  'message:send',
  'message:forward',
  'room:create',
  'session:link',
  'invite:create',
  'user:removeMessages',
  'files:deleteOlder',
  'emoji:add',
  'push:subscribe',
])

/** The status of an answer with this value. */
export const statusOf = (name: CommandName, value: unknown): 200 | 201 | 204 =>
  value === undefined ? 204 : MAKES.has(name) ? 201 : 200

type Texts = Record<string, string>

/** The same with the types of the command. The gate refuses a value that is no number. */
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
