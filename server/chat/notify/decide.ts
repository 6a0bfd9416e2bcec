/** Decides for the new messages of a room whom they concern. */
import type { Noted, NoticeReason, RoomToNote } from '../../store/notices-store.ts'
import type { NotifySettings } from '../../../protocol/notices.ts'
import { concern, type Listener, type Said } from './concerns.ts'
import { KeywordTree } from './keywords.ts'

type Wishes = Pick<NotifySettings, 'keywords' | 'mutedMentions'>
const NO_WISHES: Wishes = { keywords: [], mutedMentions: false }
const NOBODY: ReadonlySet<string> = new Set()

export class Decisions {
  readonly #keywords = new KeywordTree()

  /** People who are told of the same messages for the same reason are in one notice. */
  decide({ roomId, kind, from, to, messages, listeners, blocks }: RoomToNote): Noted {
    const blocked = Map.groupBy(blocks, ({ userId }) => userId)
    const members = listeners.map((member) => {
      const wishes = member.settings === null ? NO_WISHES : (JSON.parse(member.settings) as Partial<Wishes>)
      const listener: Listener = {
        userId: member.userId,
        level: member.level,
        readSeq: member.readSeq,
        isRequest: member.requestedBy !== null,
        blocked: blocked.has(member.userId)
          ? new Set(blocked.get(member.userId)!.map(({ blockedId }) => blockedId))
          : NOBODY,
        keywords: (wishes.keywords ?? []).map((keyword) => this.#keywords.add(keyword)),
        mutedMentions: wishes.mutedMentions ?? false,
      }
      return { since: member.since, listener }
    })
    const hasKeywords = members.some(({ listener }) => listener.keywords.length > 0)
    const said = messages.map((message): Said & { sentAt: string } => ({
      seq: message.seq,
      kind,
      authorId: message.author.id,
      isDeleted: message.deletedAt !== undefined,
      mentioned: new Set(message.mentions?.map(({ id }) => id)),
      isToRoom: message.mentionsRoom ?? false,
      answers: message.answers,
      keywords: hasKeywords ? this.#keywords.foundIn(message.body) : NOBODY,
      sentAt: message.sentAt,
    }))
    const notices = new Map<string, Noted['notices'][number]>()
    for (const { since, listener } of members) {
      const seqs: number[] = []
      let reason: NoticeReason | undefined
      for (const message of said) {
        const found = message.sentAt < since ? undefined : concern(message, listener)
        if (!found) continue
        reason = found
        seqs.push(message.seq)
      }
      if (!reason) continue
      const key = `${reason} ${seqs.join()}`
      const same = notices.get(key)
      if (same) same.userIds.push(listener.userId)
      else notices.set(key, { userIds: [listener.userId], seqs, reason })
    }
    return { roomId, from, to, notices: [...notices.values()] }
  }
}
