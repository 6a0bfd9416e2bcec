import { useRef, useState } from 'preact/hooks'
import type { Client } from '../../../client/client.ts'
import type { Result } from '../../../protocol/errors.ts'
import { closeDialog } from '../../state/open-dialog.ts'
import { dialogWords } from '../../words/dialogs.ts'
import { useAction } from '../../ui/use-action.ts'
import { Choices } from '../../ui/fields.tsx'
import { Confirm } from '../../ui/buttons.tsx'
import { leaveNothing } from './end-session.ts'
import { PasswordField } from './name-and-password.tsx'

/** Deletes the account: the name, the seats and the sessions go. My messages stay or go, as I choose. */
export function LeaveForGood({ client, isGuest }: { client: Client; isGuest: boolean }) {
  const says = dialogWords.account.leave
  const [messages, setMessages] = useState<'keep' | 'delete'>('keep')
  const frame = useRef<HTMLDivElement>(null)
  const leave = useAction(async (): Promise<Result<undefined>> => {
    const password = frame.current?.querySelector<HTMLInputElement>('[type=password]')?.value
    const result = await client.run('user:leave', { messages, ...(password && { password }) })
    // The session ends before the answer can come. Its reason for ending is the answer.
    return hasLeft(client) ? { ok: true, value: undefined } : result
  })
  return (
    <>
      <p class="soft">{says.text}</p>
      <div ref={frame}>
        <Confirm
          label={says.button}
          doLabel={messages === 'keep' ? says.keepAndLeave : says.deleteAndLeave}
          question={<p>{says.question}</p>}
          action={leave}
          onDone={() => void leaveNothing(client).then(closeDialog)}
        >
          <Choices
            legend={says.legend}
            name="messages"
            value={messages}
            onChoose={setMessages}
            options={[
              { value: 'keep', label: says.keep, hint: says.keepHint },
              { value: 'delete', label: says.delete, hint: says.deleteHint },
            ]}
          />
          {!isGuest && <PasswordField label={says.password} kind="current-password" name="password" />}
        </Confirm>
      </div>
    </>
  )
}

function hasLeft({ connection }: Client): boolean {
  const state = connection.state.peek()
  return state.state === 'ended' && state.reason === 'left'
}
