import type { Boot } from '../../protocol/models.ts'
import { noteWhole } from '../browser/until-online.ts'
import { address } from '../state/address.ts'
import { forgetAll } from './forget.ts'
import { keptChat, keptPage } from './kept.ts'

/**
 * Puts what this browser keeps into the page that opened without a network. The connection brings the rest later. If the
 * server knows another user, or none, what is kept goes first.
 */
export async function lookAtKept(boot: Boot): Promise<void> {
  if (!boot.isKept) return forgetAll()
  // The worker has all parts of the page.
  noteWhole()
  // Without a user there is nobody to show anything to. The next network brings the server's own page.
  addEventListener('online', () => boot.you ?? location.reload(), { once: true })
  try {
    const chat = await keptChat()
    if (!chat) return
    const page = await keptPage(address.peek().slug)
    Object.assign(boot, chat, page && { page })
  } catch (error) {
    // A browser that blocks its storage.
    console.warn(error)
  }
}
