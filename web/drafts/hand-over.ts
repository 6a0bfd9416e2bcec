/** A guest’s drafts go to the user that the guest has become. Loaded when that happens. */
import { handOverLines, takeForUser } from '../browser/hand-over-lines.ts'
import { keepInTab, keysInTab, recallInTab } from '../browser/user-storage.ts'
import { begunBy, read, shelfOf, written } from './kept-drafts.ts'
import { putBeside } from './put-beside.ts'

/** A guest with an expired session can only return as a new guest, or with a password. Their drafts move along. */
export function handOver(from: string, to: string): void {
  const placed: string[] = []
  for (const key of begunBy(from)) {
    const text = takeForUser(from, key)
    if (putBeside(shelfOf(to, key.slice(0, key.lastIndexOf('/'))), text, joined)) placed.push(text)
  }
  // This tab continues the last draft written here, unless it was deleted in another tab.
  for (const key of keysInTab(from)) {
    const text = recallInTab(from, key)
    if (placed.includes(text)) keepInTab(to, key, text)
  }
  handOverLines(from, to)
}

function joined(there: string, text: string): string {
  const [first, second] = [read(there), read(text)]
  return written({
    text: `${first.text}\n${second.text}`.trim(),
    replyTo: first.replyTo ?? second.replyTo,
    files: [...(first.files ?? []), ...(second.files ?? [])],
  })
}
