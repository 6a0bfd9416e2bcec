import { useSignal } from '@preact/signals'
import type { Client } from '../../client/client.ts'
import type { Room } from '../../client/rooms.ts'
import type { Result } from '../../protocol/errors.ts'
import type { User } from '../../protocol/models.ts'
import { sentenceOf } from '../words/language.ts'
import { laterWords } from '../words/later.ts'
import { connected } from '../state/connected.ts'
import './request-bar.css'

type Props = { client: Client; room: Room; by: User }

/** The answers to a stranger's invitation into this room. A message in the room accepts it too. */
export function RequestBar({ client, room, by }: Props) {
  const says = laterWords.request
  const problem = useSignal('')
  const { id: roomId } = room
  async function answer(run: () => Promise<Result<unknown>>) {
    await connected(client)
    const result = await run()
    problem.value = result.ok ? '' : sentenceOf(result.error)
  }
  return (
    <section class="request-bar" aria-label={says.label}>
      <p>{room.kind.value === 'direct' ? says.talk(by.name) : says.room(by.name)}</p>
      <div class="request-answers">
        <button
          type="button"
          class="button button-main"
          onClick={() => void answer(() => client.run('room:accept', { roomId }))}
        >
          {says.accept}
        </button>
        <button type="button" class="button" onClick={() => void answer(() => client.run('room:decline', { roomId }))}>
          {says.decline}
        </button>
        <button
          type="button"
          class="button"
          onClick={() => void answer(() => client.run('user:block', { userId: by.id, on: true }))}
        >
          {says.block(by.name)}
        </button>
      </div>
      {problem.value && <p role="alert">{problem}</p>}
    </section>
  )
}
