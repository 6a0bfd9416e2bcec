import { fold } from '../../protocol/folding.ts'
import type { Message, RoomRef } from '../../protocol/models.ts'
import { keptPages } from '../offline/kept.ts'
import { withoutFilters } from './filters.ts'

type Hit = { message: Message; room: RoomRef; terms: readonly string[] }

/** Searches without a network what this browser keeps: all words of the query, without its filters. The newest first. */
export async function searchKept(query: string, blocked: readonly string[] = []): Promise<Hit[]> {
  const terms = fold(withoutFilters(query) ?? query)
    .split(' ')
    .filter((term) => term !== '')
  if (terms.length === 0) return []
  const pages = await keptPages().catch(() => [])
  return pages
    .flatMap(({ page: { messages, room } }) => messages.map((message) => ({ message, room, terms })))
    .filter(({ message: { author, body, deletedAt } }) => {
      if (deletedAt !== undefined || blocked.includes(author.id)) return false
      const text = fold(body)
      return terms.every((term) => text.includes(term))
    })
    .sort((a, b) => b.message.sentAt.localeCompare(a.message.sentAt))
}
