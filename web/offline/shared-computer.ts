/** A computer that others use, too: a session that says so keeps nothing for a time without a network. */
import { signal } from '@preact/signals'
import { basePath } from '../browser/base-path.ts'
import { keep, recall } from '../browser/storage.ts'

const KEY = `shared-computer${basePath}`

export const isShared = signal(recall(KEY) === '1')

/** After a sign-out. The page that is leaving does not begin to keep anything once more. */
export const forgetShared = (): void => void keep(KEY, '')

export function setShared(on: boolean): void {
  isShared.value = on
  keep(KEY, on ? '1' : '')
}
