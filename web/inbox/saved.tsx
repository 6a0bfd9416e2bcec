import { useEffect } from 'preact/hooks'
import type { Client } from '../../client/client.ts'
import { savedOf } from '../../client/saved.ts'
import type { Result } from '../../protocol/errors.ts'
import type { Saved } from '../../protocol/models.ts'
import { Found } from '../panel/found.tsx'
import { Listed, Nothing } from '../panel/listed.tsx'
import { type Page, usePages } from '../panel/pages.ts'
import { findingWords } from '../words-finding.ts'

const words = findingWords.saved

/** What I want to find again. */
export function SavedMessages({ client }: { client: Client }) {
  const saved = savedOf(client)
  useEffect(() => void saved.load(), [saved])
  const pages = usePages<Saved>({ client, load }, [saved.changes.value])

  async function load(after: string | undefined): Promise<Result<Page<Saved>>> {
    const result = await client.run('messages:saved', after === undefined ? {} : { after })
    return result.ok ? { ok: true, value: { items: result.value.saved, next: result.value.next } } : result
  }

  return (
    <Listed pages={pages} label={words.heading} none={<Nothing {...words.none} />}>
      {({ message, room }) => (
        <Found
          key={`${room.id} ${message.seq}`}
          client={client}
          message={message}
          room={room}
          action={
            <button
              type="button"
              class="text-button found-act"
              aria-label={words.removeOne(message.author.name)}
              onClick={() => void remove(room.id, message.seq)}
            >
              {words.remove}
            </button>
          }
        />
      )}
    </Listed>
  )

  async function remove(roomId: string, seq: number): Promise<void> {
    const result = await saved.save(roomId, seq, false)
    if (result.ok) pages.leaveOut(({ message }) => message.roomId === roomId && message.seq === seq)
    document.querySelector<HTMLElement>('.panel h2')?.focus()
  }
}
