import type { AuditEntry } from '../../../protocol/models.ts'
import { dialogWords } from '../../words/dialogs.ts'
import { sayMoment } from '../../ui/moments.ts'

/** One act in a plain sentence. Each name is isolated, so that its direction does not affect the sentence. */
export function sentenceFor(entry: AuditEntry): string {
  const says = dialogWords.audit
  const by = quoted(entry.by?.name ?? says.somebody)
  const user = quoted(entry.user?.name ?? says.somebody)
  const place = entry.roomName === undefined ? undefined : quoted(entry.roomName)
  const room = place ?? (entry.roomId === undefined ? undefined : says.someRoom)
  const { details } = entry
  const until = typeof details['until'] === 'string' ? sayMoment(details['until']) : undefined
  switch (entry.act) {
    case 'user:ban':
      return says.ban(by, user, until)
    case 'user:unban':
      return says.unban(by, user)
    case 'user:mute':
      return says.mute(by, user, room, until)
    case 'user:unmute':
      return says.unmute(by, user, room)
    case 'user:removePicture':
      return says.removePicture(by, user)
    case 'emoji:remove':
      return says.removeEmoji(by, user, quoted(`:${String(details['name'] ?? '')}:`))
    case 'user:removeMessages':
      return says.removeMessages(by, user, Number(details['count'] ?? 0))
    case 'removal:undo':
      return says.undoRemoval(by, user)
    case 'message:delete':
      return says.deleteMessage(by, user, room ?? says.someRoom)
    case 'report:resolve':
      return says.closeReport(by)
    case 'room:remove':
      return says.removeFromRoom(by, user, room ?? says.someRoom)
    case 'room:appoint':
      return says.appointInRoom(by, user, String(details['to'] ?? ''), room ?? says.someRoom)
    case 'user:appoint':
      return says.appoint(by, user, String(details['to'] ?? ''))
    case 'owner:start':
      return says.owner(user)
    case 'room:update':
      return says.updateRoom(by, room ?? says.someRoom, Object.entries(details))
    case 'room:delete':
      return says.deleteRoom(by, room ?? says.someRoom)
    case 'files:deleteOlder':
      return says.deleteOlder(by, sayMoment(String(details['before'])), entry.user && user, room)
    case 'files:restore':
      return says.restoreFiles(by, sayMoment(String(details['before'])))
    case 'settings:update':
      return says.settings(by)
    default:
      return says.other(by, entry.act)
  }
}

/** First strong isolate and its end: the plain-text form of `bdi`. */
const quoted = (name: string): string => `\u2068${name}\u2069`
