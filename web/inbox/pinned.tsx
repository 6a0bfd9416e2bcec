import { useComputed } from '@preact/signals'
import type { Client } from '../../client/client.ts'
import type { Room } from '../../client/rooms.ts'
import type { Message } from '../../protocol/models.ts'
import { Found } from '../panel/found.tsx'
import { Listed, Nothing } from '../panel/listed.tsx'
import { usePages } from '../panel/pages.ts'
import { findingWords } from '../words-finding.ts'

const words = findingWords.pinned

/** What everybody in the room should find again. */
export function Pinned({ client, room }: { client: Client; room: Room }) {
  // What is pinned or no longer within sight has changed: the list is asked for again.
  const news = useComputed(() =>
    room.timeline.entries.value
      .flatMap((entry) => (entry.kind === 'message' && entry.message.pinnedAt ? entry.message.seq : []))
      .join(' '),
  )
  const pages = usePages<Message>(async () => {
    const result = await client.run('messages:pinned', { roomId: room.id })
    return result.ok ? { ok: true, value: { items: result.value.messages } } : result
  }, [room.id, news.value])
  const ref = { id: room.id, slug: room.slug.value, name: room.name.value, kind: room.kind.value }
  return (
    <Listed pages={pages} label={words.heading(room.name.value)} none={<Nothing {...words.none} />}>
      {(message) => <Found key={message.seq} client={client} message={message} room={ref} />}
    </Listed>
  )
}
