import { type Signal, useComputed, useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { Client } from '../../client/client.ts'
import type { Room } from '../../client/rooms.ts'
import type { User } from '../../protocol/models.ts'
import { Body } from '../timeline/body.tsx'
import { writingWords as words } from '../words/writing.ts'

/** At most this many members are loaded. The authors of the messages on the screen are known as well. */
const MOST = 100

type Props = { client: Client; room: Room; text: Signal<string> }

/** A preview of the message being written. */
export function Preview({ client, room, text }: Props) {
  const members = useSignal<readonly User[]>([])
  const isNaming = useComputed(() => text.value.includes('@')).value
  useEffect(() => {
    if (!isNaming) return
    const spoke = room.timeline.entries.peek().flatMap((one) => (one.kind === 'message' ? one.message.author : []))
    void client.run('room:members', { roomId: room.id, query: '', limit: MOST }).then((result) => {
      const seated = result.ok ? result.value.members.map(({ user }) => user) : []
      members.value = [...new Map([...spoke, ...seated].map((user) => [user.id, user])).values()]
    })
  }, [room, isNaming])
  const you = client.you.value
  const body = text.value.trim()
  if (body === '') return null
  return (
    // It scrolls, so the keyboard has to reach it.
    <section class="composer-preview" aria-label={words.preview} tabIndex={0}>
      <Body text={body} author={you?.name ?? ''} mentions={members.value} youId={you?.id} />
    </section>
  )
}
