import { useEffect } from 'preact/hooks'
import type { Client } from '../../client/client.ts'
import { savedOf } from '../../client/saved.ts'
import type { Result } from '../../protocol/errors.ts'
import type { Saved } from '../../protocol/models.ts'
import { Found } from '../message-list/found.tsx'
import { Listed, Nothing } from '../message-list/listed.tsx'
import { type Page, usePages } from '../message-list/pages.ts'
import { activeRow } from '../state/active-message.ts'
import { closePanel, isPanelAlone } from '../state/open-panel.ts'
import { findingWords } from '../words/finding.ts'

const words = findingWords.saved

/** A row of the room beside this list. */
const ROW = '[role=log] article[data-seq]:has(.body)'

/** My saved messages. */
export function SavedMessages({ client }: { client: Client }) {
  const saved = savedOf(client)
  useEffect(() => void saved.load(), [saved])
  const pages = usePages<Saved>({ client, load }, [saved.changes.value])

  async function load(after: string | undefined): Promise<Result<Page<Saved>>> {
    const result = await client.run('messages:saved', after === undefined ? {} : { after })
    return result.ok ? { ok: true, value: { items: result.value.saved, next: result.value.next } } : result
  }

  return (
    <Listed pages={pages} label={words.heading} none={<NothingSaved />}>
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

/** Shows the menu entry that saves a message, on the newest message on the screen. */
function NothingSaved() {
  const isAnyThere = document.querySelector(ROW) !== null
  return (
    <Nothing {...words.none}>
      {isAnyThere && (
        <button type="button" class="button" onClick={showHow}>
          {words.showHow}
        </button>
      )}
    </Nothing>
  )
}

function showHow(): void {
  const isSeen = (row: HTMLElement) => row.getBoundingClientRect().top < innerHeight
  const row = [...document.querySelectorAll<HTMLElement>(ROW)].findLast(isSeen)
  if (!row) return
  const open = () => (activeRow.value = { seq: Number(row.dataset['seq']), isPressed: true })
  if (!isPanelAlone.peek()) return void open()
  closePanel()
  // A mouse is now above the room. The browser says so with the next frame, and that row would become the active one.
  requestAnimationFrame(() => requestAnimationFrame(open))
}
