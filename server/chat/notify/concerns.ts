/**
 * What concerns whom: of one message, whether one member is to be told, and why. It knows nothing of browsers and hours;
 * it is only a table, and concerns.test.ts is its other half.
 */
import type { RoomView } from '../../../protocol/models.ts'
import type { NoticeReason as Reason } from '../../store/notices-store.ts'

/** One message, for all of its listeners. */
export type Said = {
  seq: number
  kind: RoomView['kind']
  authorId: string
  isDeleted: boolean
  mentioned: ReadonlySet<string>
  isToRoom: boolean
  /** The author of the message that it replies to. */
  answers: string | undefined
  /** The keywords that it says, of all people. */
  keywords: ReadonlySet<string>
}

/** One member of the room. */
export type Listener = {
  userId: string
  level: RoomView['level']
  readSeq: number
  /** A stranger gave the seat, and it is not accepted yet. */
  isRequest: boolean
  /** Authors whom the member blocks. */
  blocked: ReadonlySet<string>
  keywords: readonly string[]
  mutedMentions: boolean
}

export function concern(said: Said, listener: Listener): Reason | undefined {
  const { userId, level } = listener
  if (said.authorId === userId || said.isDeleted || listener.isRequest) return undefined
  if (said.seq <= listener.readSeq || listener.blocked.has(said.authorId)) return undefined
  const isMentioned = said.mentioned.has(userId)
  if (level === 'nothing') return isMentioned && listener.mutedMentions ? 'mention' : undefined
  if (isMentioned) return 'mention'
  if (said.kind === 'direct' && level === 'everything') return 'direct'
  if (said.isToRoom) return 'room'
  if (said.answers === userId) return 'reply'
  if (listener.keywords.some((keyword) => said.keywords.has(keyword))) return 'keyword'
  return level === 'everything' ? 'everything' : undefined
}
