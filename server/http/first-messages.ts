/** The messages inside a document: enough for the first paint, and limited in size. */
import type { HistoryPage, Message } from '../../protocol/models.ts'
import { toScriptData } from './page.ts'

/** Characters of the messages in one document, at most. A usual page has a fifth of it. */
export const MOST_CHARACTERS = 65_536

/** Whole messages next to the reader's position; at least one. */
export function withFewMessages(page: HistoryPage, around: number | undefined): HistoryPage {
  const { messages } = page
  const found = messages.findIndex(({ seq }) => seq >= (around ?? Infinity))
  let [first, last] = found < 0 ? [messages.length, messages.length] : [found, found]
  let left = MOST_CHARACTERS
  const fits = (message: Message | undefined) => {
    if (message === undefined) return false
    left -= toScriptData(message).length
    return left >= 0 || first === last
  }
  // First the message at the position, then in turn one after it and one before.
  for (let isMore = true; isMore;) {
    const isAfter = fits(messages[last])
    if (isAfter) last++
    const isBefore = fits(messages[first - 1])
    if (isBefore) first--
    isMore = left > 0 && (isAfter || isBefore)
  }
  return { ...page, messages: messages.slice(first, last) }
}
