import { useRef, useState } from 'preact/hooks'
import type { Client } from '../../../client/client.ts'
import type { Result } from '../../../protocol/errors.ts'
import { closeOverlay } from '../../overlay.ts'
import { overlayWords } from '../../words-overlays.ts'
import { useAction } from '../action.ts'
import { Choices } from '../parts/fields.tsx'
import { Confirm } from '../parts/orders.tsx'
import { leaveNothing } from './end-session.ts'
import { PasswordField } from './name-and-password.tsx'

/** For good: the name, the seats and the sessions go; what was said stays or goes as I say. */
export function LeaveForGood({ client, isGuest }: { client: Client; isGuest: boolean }) {
  const says = overlayWords.account.leave
  const [messages, setMessages] = useState<'keep' | 'delete'>('keep')
  const frame = useRef<HTMLDivElement>(null)
  const leave = useAction(async (): Promise<Result<undefined>> => {
    const password = frame.current?.querySelector<HTMLInputElement>('[type=password]')?.value
    const result = await client.run('user:leave', { messages, ...(password && { password }) })
    // The session ends before the answer can come: that it has ended for this reason is the answer.
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
          onDone={() => void leaveNothing(client).then(closeOverlay)}
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
