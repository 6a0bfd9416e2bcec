import type { Client } from '../../client/client.ts'
import type { Room } from '../../client/rooms.ts'
import { sayBriefly } from '../ui/say-briefly.ts'
import { laterWords } from '../words/later.ts'
import { isFavourite, toggleFavourite } from './arranging.ts'

/** Makes a room a favourite, or no longer. Says it: where the sidebar is hidden, the key would seem to do nothing. */
export function switchFavourite(client: Client, room: Room): void {
  toggleFavourite(client, room.id)
  const says = laterWords.favourite
  sayBriefly((isFavourite(client, room.id) ? says.added : says.removed)(room.name.peek()))
}
