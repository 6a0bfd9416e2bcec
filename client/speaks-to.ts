import type { Message } from '../protocol/models.ts'

/** Whether a message is for this user: it mentions them or the whole room, or answers them. Nobody speaks to themselves. */
export function speaksTo(
  { author, answers, mentions = [], mentionsRoom, deletedAt }: Message,
  userId?: string,
): boolean {
  if (userId === undefined || author.id === userId || deletedAt) return false
  return mentionsRoom === true || answers === userId || mentions.some(({ id }) => id === userId)
}
