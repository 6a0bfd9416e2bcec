import { LOBBY } from '../../protocol/limits.ts'
import { follow, goTo } from '../place.ts'
import { words } from '../words.ts'
import { aroundWords } from '../words-around.ts'
import type { Found } from './found.ts'

/** There is no room to show: there never was one, it is gone, or it could not be had. */
export function Nowhere({ found }: { found: Found }) {
  const { heading, text } = wordsFor(found)
  return (
    <div class="card nowhere" role="status">
      <h2>
        <bdi>{heading}</bdi>
      </h2>
      <p>{text}</p>
      <a class="button" href="/" onClick={(event) => follow(event, () => goTo(LOBBY))}>
        {words.room.notFound.link}
      </a>
    </div>
  )
}

function wordsFor(found: Found): { heading: string; text: string } {
  if (found.state === 'gone') {
    const { room, reason } = found.gone
    return aroundWords.room.gone[reason](room.name.peek())
  }
  if (found.state === 'failed') return { heading: aroundWords.room.failed, text: found.failure.message }
  return words.room.notFound
}
