/** Tells the server which room is on this screen: of its messages its reader gets no push. */
import { computed, effect, signal } from '@preact/signals'
import type { Client } from '../../client/client.ts'
import { address } from '../state/address.ts'

const AGAIN_MS = 5_000

/** Begins to tell. The answer stops it, and no room is on the screen any more. */
export function tellScreen(client: Client): () => void {
  const isHidden = signal(document.hidden)
  const look = () => (isHidden.value = document.hidden)
  document.addEventListener('visibilitychange', look)

  const isOver = signal(false)
  /** Each connection has a screen of its own, and begins without a room. Empty: none. */
  const shown = computed(() => {
    if (client.connection.state.value.state !== 'online') return undefined
    return isHidden.value || isOver.value ? '' : (client.rooms.get(address.value.slug)?.id ?? '')
  })
  let told: string | undefined
  let isTelling = false
  let timer: ReturnType<typeof setTimeout> | undefined

  /** One after the other, so that the last one is the last to arrive. */
  async function tell(): Promise<void> {
    if (isTelling) return
    isTelling = true
    clearTimeout(timer)
    for (;;) {
      const roomId = shown.peek()
      if (roomId === undefined || roomId === told) break
      const result = await client.run('screen:show', roomId === '' ? {} : { roomId })
      if (shown.peek() === undefined) break
      if (!result.ok) {
        if (!isOver.peek()) timer = setTimeout(() => void tell(), AGAIN_MS)
        break
      }
      told = roomId
    }
    isTelling = false
  }

  const stop = effect(() => {
    if (shown.value === undefined) told = undefined
    else void tell()
  })
  return () => {
    isOver.value = true
    stop()
    clearTimeout(timer)
    document.removeEventListener('visibilitychange', look)
  }
}
