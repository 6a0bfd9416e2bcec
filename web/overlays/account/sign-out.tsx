import { useState } from 'preact/hooks'
import type { Client } from '../../../client/client.ts'
import type { Failure } from '../../../protocol/errors.ts'
import { Problem } from '../../ui/problem.tsx'
import { words } from '../../words.ts'
import { overlayWords } from '../../words-overlays.ts'

type Props = { client: Client; isGuest: boolean; onSignOut: () => Promise<Failure | undefined> }

/** The way out. What was not sent would be lost with the session, so that is asked about. */
export function SignOut({ client, isGuest, onSignOut }: Props) {
  const says = overlayWords.account.signOut
  const unsent = client.outbox.entries.value.length
  const [isAsking, setAsking] = useState(false)
  const [failure, setFailure] = useState<Failure>()
  const [isRunning, setRunning] = useState(false)

  async function signOut() {
    if (isRunning) return
    if (unsent > 0 && !isAsking) {
      setAsking(true)
      return
    }
    setRunning(true)
    setFailure(await onSignOut())
    setRunning(false)
  }

  return (
    <>
      {isGuest && <p class="soft">{says.asGuest}</p>}
      {isAsking && unsent > 0 && <p role="alert">{words.room.unsent(unsent)}</p>}
      <Problem failure={failure} />
      <div class="acts">
        <button type="button" class="button" aria-disabled={isRunning} onClick={() => void signOut()}>
          {isAsking && unsent > 0 ? says.anyway(unsent) : says.button}
        </button>
        {isAsking && (
          <button type="button" class="text-button" onClick={() => setAsking(false)}>
            {says.stay}
          </button>
        )}
      </div>
    </>
  )
}
