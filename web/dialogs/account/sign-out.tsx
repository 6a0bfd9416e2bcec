import { useState } from 'preact/hooks'
import type { Client } from '../../../client/client.ts'
import type { Failure } from '../../../protocol/errors.ts'
import { Problem } from '../../ui/problem.tsx'
import { countBegun } from '../../drafts/drafts.ts'
import { words } from '../../words/first.ts'
import { dialogWords } from '../../words/dialogs.ts'
import { endSession } from './end-session.ts'

type Props = { client: Client; isGuest: boolean; onSignedOut: () => void }

/** Signing out. Unsent messages and unfinished texts would be lost with the session, so there is a question first. */
export function SignOut({ client, isGuest, onSignedOut }: Props) {
  const says = dialogWords.account.signOut
  const unsent = client.outbox.entries.value.length
  const begun = countBegun(client.you.value?.id ?? '')
  const lost = unsent + begun
  const [isAsking, setAsking] = useState(false)
  const [failure, setFailure] = useState<Failure>()
  const [isRunning, setRunning] = useState(false)

  async function signOut() {
    if (isRunning) return
    if (lost > 0 && !isAsking) {
      setAsking(true)
      return
    }
    setRunning(true)
    const failed = await endSession(client)
    if (!failed) onSignedOut()
    setFailure(failed)
    setRunning(false)
  }

  return (
    <>
      {isGuest && <p class="soft">{says.asGuest}</p>}
      {isAsking && lost > 0 && (
        <p role="alert">
          {unsent > 0 && `${words.room.unsent(unsent)} `}
          {begun > 0 && says.begun(begun)}
        </p>
      )}
      <Problem failure={failure} />
      <div class="acts">
        <button type="button" class="button" aria-disabled={isRunning} onClick={() => void signOut()}>
          {isAsking && lost > 0 ? says.anyway(lost) : says.button}
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
