import { useRef, useState } from 'preact/hooks'
import type { Outbox } from '../../client/outbox.ts'
import type { Failure } from '../../protocol/errors.ts'
import type { User } from '../../protocol/models.ts'
import { Avatar } from '../ui/avatar.tsx'
import { Name } from '../ui/name.tsx'
import { words } from '../words.ts'

type Props = {
  you: User
  outbox: Outbox
  /** Answers with what went wrong. */
  onSignOut: () => Promise<Failure | undefined>
}

/** My name, and behind it the way out. */
export function You({ you, outbox, onSignOut }: Props) {
  // They would be lost with the session: nobody but this guest can send them.
  const unsent = outbox.entries.value.length
  const menu = useRef<HTMLDivElement>(null)
  const [isAsking, setAsking] = useState(false)
  const [failure, setFailure] = useState<Failure>()

  async function signOut() {
    if (unsent > 0 && !isAsking) {
      setAsking(true)
      return
    }
    setFailure(await onSignOut())
  }

  return (
    <>
      <button
        type="button"
        class="header-you"
        popovertarget="you-menu"
        aria-label={words.room.you(you.name)}
        title={words.room.you(you.name)}
      >
        <Avatar name={you.name} />
        <span class="header-name">
          <Name user={you} />
        </span>
      </button>
      <div
        id="you-menu"
        class="you-menu"
        popover="auto"
        ref={menu}
        onToggle={() => {
          setAsking(false)
          setFailure(undefined)
        }}
      >
        <p class="you-name">
          <Name user={you} />
        </p>
        {isAsking && <p role="alert">{words.room.unsent(unsent)}</p>}
        {failure && (
          <p class="you-failure" role="alert">
            {failure.message}
          </p>
        )}
        <button type="button" class="button" onClick={() => void signOut()}>
          {isAsking && unsent > 0 ? words.room.signOutAnyway(unsent) : words.room.signOut}
        </button>
        {isAsking && (
          <button type="button" class="text-button" onClick={() => menu.current?.hidePopover()}>
            {words.room.stay}
          </button>
        )}
      </div>
    </>
  )
}
