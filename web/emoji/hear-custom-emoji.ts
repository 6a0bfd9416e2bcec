/**
 * Keeps the list of custom emoji, of which the settings tell the version. The list is in this browser from one visit to
 * the next, so that it is fetched only when it has changed.
 */
import { effect } from '@preact/signals'
import type { Client } from '../../client/client.ts'
import { keepForUser, recallForUser } from '../browser/user-storage.ts'
import { customEmoji } from '../state/custom-emoji.ts'
import { type Shown, showCustomEmoji } from './custom-emoji.tsx'

const KEPT = 'custom-emoji'
/** When the list changes, all pages hear of it at once. They do not ask for it at the same moment. */
const WITHIN_MS = 1_000
const AGAIN_MS = 5_000

type Kept = { version: string; list: Shown[] }

/** The answer stops it. */
export function hearCustomEmoji(client: Client): () => void {
  const userId = client.you.peek()?.id ?? ''
  let shown: string | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let isOver = false

  function show({ version, list }: Kept): void {
    shown = version
    showCustomEmoji(list)
  }

  function showNone(): void {
    shown = undefined
    customEmoji.value = undefined
    if (recallForUser(userId, KEPT)) keepForUser(userId, KEPT, '')
  }

  async function fetchList(): Promise<void> {
    const result = await client.run('emoji:list', {})
    if (isOver) return
    const wanted = client.settings.peek()?.customEmoji
    if (!result.ok) {
      if (wanted !== shown) timer = setTimeout(() => void fetchList(), AGAIN_MS)
      return
    }
    const { version, emoji } = result.value
    if (version === '') return showNone()
    const list = emoji.map(({ name, picture, still }) => ({ name, picture, ...(still !== undefined && { still }) }))
    keepForUser(userId, KEPT, JSON.stringify({ version, list }))
    show({ version, list })
  }

  const stop = effect(() => {
    const settings = client.settings.value
    const wanted = settings?.customEmoji
    clearTimeout(timer)
    if (settings && wanted === undefined) showNone()
    else if (wanted === undefined || wanted !== shown) {
      const kept = readKept(userId)
      if (kept && (wanted === undefined || kept.version === wanted)) show(kept)
      else if (wanted !== undefined)
        timer = setTimeout(() => void fetchList(), shown === undefined ? 0 : Math.random() * WITHIN_MS)
    }
  })
  return () => {
    isOver = true
    clearTimeout(timer)
    stop()
    customEmoji.value = undefined
  }
}

function readKept(userId: string): Kept | undefined {
  try {
    const kept = JSON.parse(recallForUser(userId, KEPT) ?? '') as Kept
    return Array.isArray(kept.list) ? kept : undefined
  } catch {
    return undefined
  }
}
