import { useSignal, useSignalEffect } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { Room } from '../../client/rooms.ts'
import { words } from '../words.ts'

/** The name of the tab, with the number of messages that came while nobody was looking. */
export function useTitle(room: Room | undefined): void {
  /** How far the room was when the tab was left; unset while it is looked at. */
  const leftAt = useSignal<number | undefined>(undefined)

  useEffect(() => {
    const look = () => {
      leftAt.value = document.hidden ? (leftAt.peek() ?? room?.view.peek().lastSeq) : undefined
    }
    look()
    document.addEventListener('visibilitychange', look)
    return () => document.removeEventListener('visibilitychange', look)
  }, [room])

  useSignalEffect(() => {
    // While somebody looks, nobody counts.
    const count = room && leftAt.value !== undefined ? room.view.value.lastSeq - leftAt.value : 0
    const name = room ? `${room.name.value} · ${words.product}` : words.product
    document.title = count > 0 ? `(${count}) ${name}` : name
  })
}
