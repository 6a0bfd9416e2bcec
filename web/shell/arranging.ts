/** Favourites, and moving an item of a list. */
import type { Client } from '../../client/client.ts'
import { MAX_LISTED_ROOMS } from '../../protocol/limits.ts'
import { arrange, arrangementOf } from './arrangement.ts'

export const isFavourite = (client: Client, roomId: string): boolean =>
  arrangementOf(client).favourites.includes(roomId)

export function toggleFavourite(client: Client, roomId: string): void {
  const { favourites } = arrangementOf(client)
  const others = favourites.filter((id) => id !== roomId)
  arrange(client, {
    favourites: (others.length < favourites.length ? others : [...others, roomId]).slice(-MAX_LISTED_ROOMS),
  })
}

/** Moves an item of a list. `place` is the number of other items above it. */
export function moved<T>(list: readonly T[], one: T, place: number): T[] {
  const others = list.filter((other) => other !== one)
  return others.toSpliced(place, 0, one)
}
