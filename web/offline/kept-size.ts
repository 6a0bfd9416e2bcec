import { basePath } from '../browser/base-path.ts'
import { keptChat, keptPages } from './kept.ts'

export type KeptSize = {
  rooms: number
  bytes: number
  /** The browser has promised not to clear it by itself. */
  isLasting: boolean
}

/** What is kept to open without a network: the page itself, the rooms, and their last messages. */
export async function keptSize(): Promise<KeptSize> {
  const [chat, pages, files, isLasting] = await Promise.all([
    keptChat().catch(() => undefined),
    keptPages().catch(() => []),
    sizeOfPage().catch(() => 0),
    navigator.storage?.persisted?.().catch(() => false) ?? false,
  ])
  const texts = chat || pages.length > 0 ? new Blob([JSON.stringify([chat, pages])]).size : 0
  return { rooms: pages.length, bytes: texts + files, isLasting }
}

async function sizeOfPage(): Promise<number> {
  if (!('caches' in globalThis)) return 0
  let bytes = 0
  for (const name of await caches.keys()) {
    if (!name.startsWith(`earshot ${basePath}/ `)) continue
    const cache = await caches.open(name)
    for (const request of await cache.keys()) bytes += (await (await cache.match(request))?.blob())?.size ?? 0
  }
  return bytes
}
