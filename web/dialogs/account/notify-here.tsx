import { useState } from 'preact/hooks'
import type { Client } from '../../../client/client.ts'
import type { Failure } from '../../../protocol/errors.ts'
import { hasSound, playSound, setSound } from '../../notify/sound.ts'
import { hindrance, standing, turnOff, turnOn } from '../../notify/subscribe.ts'
import { sendTest } from '../../notify/test-notice.ts'
import { Check } from '../../ui/fields.tsx'
import { Problem } from '../../ui/problem.tsx'
import { Done, Section } from '../../ui/section.tsx'
import { dialogWords } from '../../words/dialogs.ts'

/** Each browser hides the switch somewhere else. */
function browserHere(): 'firefox' | 'safari' | 'chrome' {
  const { userAgent } = navigator
  if (/Firefox\//.test(userAgent)) return 'firefox'
  return /Chrome\//.test(userAgent) ? 'chrome' : 'safari'
}

/** Notifications and sound of this device: on, off, or what stands in their way. */
export function NotifyHere({ client }: { client: Client }) {
  const says = dialogWords.account.notices
  const [failure, setFailure] = useState<Failure>()
  const [isRunning, setRunning] = useState(false)
  const [hasSent, setSent] = useState<boolean>()
  const [isLoud, setLoud] = useState(hasSound)
  const no = hindrance()
  const now = standing.value
  const isOn = now === 'pushed' || now === 'open'

  async function act(order: () => Promise<Failure | undefined | void>) {
    if (isRunning) return
    setRunning(true)
    setSent(undefined)
    setFailure((await order()) ?? undefined)
    setRunning(false)
  }

  return (
    <Section heading={says.here}>
      {no !== undefined && <p>{says.hindered[no]}</p>}
      {no === undefined && now === 'denied' && (
        <div role="status">
          <p>{says.denied}</p>
          <p class="hint">{says.allow[browserHere()]}</p>
        </div>
      )}
      {no === undefined && now !== 'denied' && (
        <>
          <p class="soft" role="status">
            {says.standing[now]}
          </p>
          <Problem failure={failure} />
          <div class="acts">
            {isOn ? (
              <>
                <button
                  type="button"
                  class="button"
                  aria-disabled={isRunning}
                  onClick={() => void act(async () => setSent(await sendTest(client, says.test.title, says.test.body)))}
                >
                  {says.test.button}
                </button>
                <button
                  type="button"
                  class="text-button"
                  aria-disabled={isRunning}
                  onClick={() => void act(() => turnOff(client))}
                >
                  {says.off}
                </button>
              </>
            ) : (
              <button
                type="button"
                class="button button-main"
                aria-disabled={isRunning}
                onClick={() => void act(() => turnOn(client))}
              >
                {says.on}
              </button>
            )}
          </div>
          {hasSent === true && <Done>{says.test.sent}</Done>}
          {hasSent === false && <p role="alert">{says.test.notSent}</p>}
        </>
      )}
      <Check
        label={says.sound.here}
        checked={isLoud}
        onChange={(on) => {
          setSound(on)
          setLoud(on)
          if (on) void playSound().catch(() => undefined)
        }}
      />
    </Section>
  )
}
