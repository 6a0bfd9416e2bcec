import type { Client } from '../../client/client.ts'
import type { Room } from '../../client/rooms.ts'
import type { Result } from '../../protocol/errors.ts'
import type { Message } from '../../protocol/models.ts'
import { Found } from '../message-list/found.tsx'
import { Listed, Nothing } from '../message-list/listed.tsx'
import { type Page, usePages } from '../message-list/pages.ts'
import { findingWords } from '../words/finding.ts'

const words = findingWords.pinned

/** The pinned messages of a room. */
export function Pinned({ client, room }: { client: Client; room: Room }) {
  const belongs = ({ roomId, pinnedAt }: Message) => roomId === room.id && pinnedAt !== undefined
  const pages = usePages<{ message: Message }>({ client, load, belongs }, [room.id])

  async function load(): Promise<Result<Page<{ message: Message }>>> {
    const result = await client.run('messages:pinned', { roomId: room.id })
    return result.ok ? { ok: true, value: { items: result.value.messages.map((message) => ({ message })) } } : result
  }

  const ref = { id: room.id, slug: room.slug.value, name: room.name.value, kind: room.kind.value }
  return (
    <Listed pages={pages} label={words.heading(room.name.value)} none={<Nothing {...words.none} />}>
      {({ message }) => <Found key={message.seq} client={client} message={message} room={ref} />}
    </Listed>
  )
}
