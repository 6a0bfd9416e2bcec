import type { Message } from '../protocol/models.ts'

/** Whether another user's message is for this user: it mentions them or the whole room, or replies to them. */
export function speaksTo(
  { author, answers, mentions = [], mentionsRoom, deletedAt }: Message,
  userId?: string,
): boolean {
  if (userId === undefined || author.id === userId || deletedAt) return false
  return mentionsRoom === true || answers === userId || mentions.some(({ id }) => id === userId)
}
