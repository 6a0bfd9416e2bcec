import type { Client } from '../../client/client.ts'
import { LOBBY } from '../../protocol/limits.ts'
import { follow, goTo, pathTo } from '../place.ts'
import { aroundWords } from '../words-around.ts'
import type { Found } from './found.ts'

/** There is no room to show: there never was one, it is gone, or it could not be had. */
export function Nowhere({ client, found }: { client: Client; found: Found }) {
  const { heading, text } = wordsFor(found)
  // Who sees one room only has no lobby, and without a seat in that room nowhere to go.
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
        <p>{aroundWords.room.invitedToOne}</p>
      ) : (
        <a class="button" href={pathTo(home)} onClick={(event) => follow(event, () => goTo(home))}>
          {only ? aroundWords.room.goTo(only.name.value) : aroundWords.room.notFound.link}
        </a>
      )}
    </div>
  )
}

function wordsFor(found: Found): { heading: string; text: string } {
  if (found.state === 'gone') {
    const { room, reason } = found.gone
    return aroundWords.room.gone[reason](room.name.peek())
  }
  if (found.state === 'failed') return { heading: aroundWords.room.failed, text: found.failure.message }
  return aroundWords.room.notFound
}
