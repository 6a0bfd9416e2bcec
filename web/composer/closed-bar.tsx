import { effect, useSignal } from '@preact/signals'
import type { Client } from '../../client/client.ts'
import type { Room, Writing } from '../../client/rooms.ts'
import { exactTime } from '../ui/time.ts'
import { aroundWords } from '../words-around.ts'
import './closed-bar.css'

type Props = { client: Client; room: Room; writing: Extract<Writing, { may: false }> }

/** In the composer's place: why nothing can be written here, and what to do about it. */
export function ClosedBar({ client, room, writing }: Props) {
  if (writing.why === 'visitor') return <JoinBar client={client} room={room} />
  const sentence =
    writing.why === 'muted' ? aroundWords.composer.muted(exactTime(writing.until)) : aroundWords.composer[writing.why]
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
    problem.value = (await client.rooms.join(room.id))?.message ?? ''
  }
  return (
    <div class="closed-bar">
      <p>{aroundWords.composer.visitor(name)}</p>
      <button type="button" class="button button-main" onClick={() => void join()}>
        {aroundWords.composer.join(name)}
      </button>
      {problem.value && <p role="alert">{problem}</p>}
    </div>
  )
}

/** Until the first connection has come about, or not: whoever is quicker than it means it all the same. */
async function connected({ connection }: Client): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const stop = effect(() => {
    const { state } = connection.state.value
    if (state !== 'idle' && state !== 'connecting') resolve()
  })
  await promise
  stop()
}
