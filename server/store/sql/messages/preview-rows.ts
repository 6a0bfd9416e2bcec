/** The previews of a message, as they are kept in its row. */
import type { Preview } from '../../../../protocol/models.ts'

/** One that the author removed stays removed, also when an edit keeps its link. */
export type PreviewEntry = Preview | { url: string; isRemoved: true }

export const parsePreviews = (json: string): PreviewEntry[] =>
  json === '[]' ? [] : (JSON.parse(json) as PreviewEntry[])

export const isShown = (entry: PreviewEntry): entry is Preview => !('isRemoved' in entry)

/** The part of a message that clients get: absent when it has none. */
export function shownPreviews(json: string): { previews?: Preview[] } {
  const previews = parsePreviews(json).filter(isShown)
  return previews.length > 0 ? { previews } : {}
}
