import { useSignal } from '@preact/signals'
import type { Client } from '../../client/client.ts'
import type { Room, Writing } from '../../client/rooms.ts'
import { exactTime } from '../ui/time.ts'
import { sentenceOf } from '../words/language.ts'
import { connected } from '../state/connected.ts'
import { laterWords } from '../words/later.ts'
import './closed-bar.css'

type Props = { client: Client; room: Room; writing: Extract<Writing, { may: false }> }

/** In the composer's place: the reason why writing is not possible, and a way on. */
export function ClosedBar({ client, room, writing }: Props) {
  if (writing.why === 'visitor') return <JoinBar client={client} room={room} />
  const sentence =
    writing.why === 'muted' ? laterWords.composer.muted(exactTime(writing.until)) : laterWords.composer[writing.why]
  return (
    <div class="closed-bar" role="status">
      <p>{sentence}</p>
    </div>
  )
}

function JoinBar({ client, room }: Omit<Props, 'writing'>) {
  const problem = useSignal('')
  const name = room.name.value
  async function join() {
    await connected(client)
    const failure = await client.rooms.join(room.id)
    problem.value = failure ? sentenceOf(failure) : ''
  }
  return (
    <div class="closed-bar">
      <p>{laterWords.composer.visitor(name)}</p>
      <button type="button" class="button button-main" onClick={() => void join()}>
        {laterWords.composer.join(name)}
      </button>
      {problem.value && <p role="alert">{problem}</p>}
    </div>
  )
}
