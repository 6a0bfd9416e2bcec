/** How a draft is kept in the browser, and where. */
import type { DraftFile } from '../../client/outbox.ts'
import { keepForUser, recallForUser, userKeys } from '../browser/user-storage.ts'
import type { Shelf } from './slots.ts'

export const PREFIX = 'draft/'

type Draft = { text: string; replyTo?: number | undefined; files?: readonly DraftFile[] | undefined }

export const begunBy = (userId: string): string[] => userKeys(userId).filter((key) => key.startsWith(PREFIX))

export const shelfOf = (userId: string, key: string): Shelf => ({
  recall: (slot) => recallForUser(userId, `${key}/${slot}`) ?? '',
  keep: (slot, text) => keepForUser(userId, `${key}/${slot}`, text),
})

export const written = ({ files = [], ...draft }: Draft): string =>
  draft.text === '' && draft.replyTo === undefined && files.length === 0
    ? ''
    : JSON.stringify(files.length > 0 ? { ...draft, files } : draft)

export function read(kept = ''): Draft {
  try {
    return JSON.parse(kept) as Draft
  } catch {
    return { text: kept }
  }
}
