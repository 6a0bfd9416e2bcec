import type { Client } from '../../client/client.ts'
import { LOBBY } from '../../protocol/limits.ts'
import { follow, goTo, pathTo } from '../state/address.ts'
import { sentenceOf } from '../words/language.ts'
import { laterWords } from '../words/later.ts'
import type { Found } from './room-at-address.ts'

/** The notice in place of a room: it never existed, it is gone, or it failed to load. */
export function NoRoom({ client, found }: { client: Client; found: Found }) {
  const { heading, text } = wordsFor(found)
  // A user limited to one room has no lobby, and without a seat in that room nowhere to go.
  const isLimited = client.me.value?.onlyRoomId !== undefined
  const only = isLimited ? client.rooms.all.value[0] : undefined
  const home = only?.slug.value ?? LOBBY
  return (
    <div class="card nowhere" role="status">
      <h2>
        <bdi>{heading}</bdi>
      </h2>
      <p>{text}</p>
      {isLimited && !only ? (
        <p>{laterWords.room.invitedToOne}</p>
      ) : (
        <a class="button" href={pathTo(home)} onClick={(event) => follow(event, () => goTo(home))}>
          {only ? laterWords.room.goTo(only.name.value) : laterWords.room.notFound.link}
        </a>
      )}
    </div>
  )
}

function wordsFor(found: Found): { heading: string; text: string } {
  if (found.state === 'gone') {
    const { room, reason } = found.gone
    // The person who hid it knows that, and goes on to another room.
    return laterWords.room.gone[reason === 'hidden' ? 'left' : reason](room.name.peek())
  }
  if (found.state === 'failed') return { heading: laterWords.room.failed, text: sentenceOf(found.failure) }
  return laterWords.room.notFound
}
