/** Puts a section or a favourite where it was dragged to. */
import type { Client } from '../../client/client.ts'
import type { Room } from '../../client/rooms.ts'
import { dragToOrder } from '../ui/drag-to-order.ts'
import { type Section, arrange, arrangementOf } from './arrangement.ts'
import { moved } from './arranging.ts'

export type Grabbed = { section: Section } | { room: Room; among: readonly Room[] }

export function putInOrder(client: Client, startY: number, item: HTMLElement, grabbed: Grabbed): void {
  dragToOrder(startY, item, (place) => {
    if ('section' in grabbed) putSection(client, grabbed.section, place)
    else putRoom(client, grabbed.among, grabbed.room, place)
  })
}

/** Some sections are not shown, so the place is counted among the shown ones. */
function putSection(client: Client, name: Section, place: number): void {
  const { sections } = arrangementOf(client)
  const seen = [...document.querySelectorAll<HTMLElement>('[data-section]')].map(({ dataset }) => dataset['section'])
  const below = seen.filter((other) => other !== name)[place]
  const others = sections.filter((other) => other !== name)
  const at = others.findIndex((other) => other === below)
  arrange(client, { sections: moved(sections, name, at < 0 ? others.length : at) })
}

function putRoom(client: Client, seen: readonly Room[], room: Room, place: number): void {
  const { favourites } = arrangementOf(client)
  const below = seen.filter((other) => other !== room)[place]?.id
  const others = favourites.filter((id) => id !== room.id)
  const at = others.findIndex((id) => id === below)
  arrange(client, { favourites: moved(favourites, room.id, at < 0 ? others.length : at) })
}
