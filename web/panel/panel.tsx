import type { ComponentChildren } from 'preact'
import { useId, useLayoutEffect, useRef } from 'preact/hooks'
import type { Client } from '../../client/client.ts'
import type { Room } from '../../client/rooms.ts'
import { Inbox } from '../inbox/inbox.tsx'
import { Pinned } from '../inbox/pinned.tsx'
import { SavedMessages } from '../inbox/saved.tsx'
import { closePanel, panel } from '../panel.ts'
import { Search } from '../search/search.tsx'
import { findingWords as words } from '../words-finding.ts'
import './panel.css'

type Props = { client: Client; room: Room | undefined }

/** What stands beside the room, if anything does. */
export function Panel({ client, room }: Props) {
  const shown = panel.value
  switch (shown?.kind) {
    case 'search':
      return (
        <Frame heading={words.search.heading}>
          <Search client={client} wanted={shown} />
        </Frame>
      )
    case 'inbox':
      return (
        <Frame heading={words.inbox.heading}>
          <Inbox client={client} />
        </Frame>
      )
    case 'saved':
      return (
        <Frame heading={words.saved.heading}>
          <SavedMessages client={client} />
        </Frame>
      )
    case 'pinned':
      return (
        room && (
          <Frame key={room.id} heading={words.pinned.heading(room.name.value)}>
            <Pinned client={client} room={room} />
          </Frame>
        )
      )
    case undefined:
      return null
  }
}

function Frame({ heading, children }: { heading: string; children: ComponentChildren }) {
  const id = useId()
  const frame = useRef<HTMLElement>(null)
  // Before it is painted: what is typed after the key that opened it is meant for it.
  useLayoutEffect(() => {
    const first = frame.current?.querySelector<HTMLElement>('[data-first]')
    const target = first ?? frame.current?.querySelector('h2')
    target?.focus()
  }, [panel.value])
  return (
    <aside
      class="panel"
      aria-labelledby={id}
      ref={frame}
      onKeyDown={(event) => {
        if (event.defaultPrevented || event.isComposing || event.key !== 'Escape') return
        event.preventDefault()
        closePanel()
      }}
    >
      <header class="panel-bar">
        <h2 id={id} tabIndex={-1}>
          <bdi>{heading}</bdi>
        </h2>
        <button type="button" class="icon-button" aria-label={words.close} title={words.close} onClick={closePanel}>
          <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
            <path d="M6 6l12 12M18 6 6 18" />
          </svg>
        </button>
      </header>
      <div class="panel-body">{children}</div>
    </aside>
  )
}
