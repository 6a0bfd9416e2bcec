/** Decides for the new messages of a room whom they concern. */
import type { Noted, NoticeReason, RoomToNote } from '../../store/notices-store.ts'
import type { NotifySettings } from '../../../protocol/notices.ts'
import { concern, type Listener, type Said } from './concerns.ts'
import { KeywordTree, lettersOf } from './keywords.ts'

type Wishes = Pick<NotifySettings, 'keywords' | 'mutedMentions'>
const NO_WISHES: Wishes = { keywords: [], mutedMentions: false }
const NOBODY: ReadonlySet<string> = new Set()

export class Decisions {
  readonly #keywords = new KeywordTree()

  /**
   * People who are told of the same messages for the same reason are in one notice. The tree stays from one room to the
   * next while it has space; where the keywords of a room are more than one tree holds, they are looked for in parts.
   */
  decide({ roomId, kind, from, to, messages, listeners, blocks }: RoomToNote): Noted {
    const blocked = Map.groupBy(blocks, ({ userId }) => userId)
    const keywords = this.#keywords
    if (keywords.isFull) keywords.clear()
    const found = messages.map(() => new Set<string>())
    let letters: string[][] | undefined
    const look = (): void => {
      letters ??= messages.map(({ body }) => lettersOf(body))
      for (const [place, one] of letters.entries()) for (const name of keywords.foundIn(one)) found[place]!.add(name)
    }
    const name = (keyword: string): string => {
      if (keywords.isFull) {
        look()
        keywords.clear()
      }
      return keywords.add(keyword)
    }
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
        keywords: (wishes.keywords ?? []).map(name),
        mutedMentions: wishes.mutedMentions ?? false,
      }
      return { since: member.since, listener }
    })
    if (members.some(({ listener }) => listener.keywords.length > 0)) look()
    const said = messages.map((message, place): Said & { sentAt: string } => ({
      seq: message.seq,
      kind,
      authorId: message.author.id,
      isDeleted: message.deletedAt !== undefined,
      mentioned: new Set(message.mentions?.map(({ id }) => id)),
      isToRoom: message.mentionsRoom ?? false,
      answers: message.answers,
      keywords: found[place]!,
      sentAt: message.sentAt,
    }))
    const notices = new Map<string, Noted['notices'][number]>()
    for (const { since, listener } of members) {
      const seqs: number[] = []
      let reason: NoticeReason | undefined
      for (const message of said) {
        const concerned = message.sentAt < since ? undefined : concern(message, listener)
        if (!concerned) continue
        reason = concerned
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
