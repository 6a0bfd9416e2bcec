import { useSignal } from '@preact/signals'
import type { Client } from '../../client/client.ts'
import type { Room } from '../../client/rooms.ts'
import { Icon } from '../ui/icon.tsx'
import { lazy } from '../ui/lazy.tsx'
import { laterWords } from '../words/later.ts'

const Recorder = lazy(async () => (await import('./recorder.tsx')).Recorder)

/** A shorter press is a click, in ms. */
const HELD_MS = 500

/** Records a voice message: from a click on, or while the button is held. Absent where the browser cannot. */
export function VoiceButton({ client, room }: { client: Client; room: Room }) {
  const isOn = useSignal(false)
  const isLetGo = useSignal(false)
  // Browsers give the microphone only to pages that came over a safe line.
  if (!isSecureContext || !('MediaRecorder' in globalThis) || !client.server.value?.maxFileBytes) return null
  const label = laterWords.composer.record

  function press(event: PointerEvent) {
    event.preventDefault()
    if (event.button !== 0 || isOn.peek()) return
    isOn.value = true
    isLetGo.value = false
    const isShort = (end: PointerEvent) => end.timeStamp - event.timeStamp < HELD_MS
    addEventListener('pointerup', (end) => (isLetGo.value = !isShort(end)), { once: true })
  }

  return (
    <>
      <button
        type="button"
        class="icon-button"
        aria-label={label}
        title={label}
        onPointerDown={press}
        // By a key, or by a program that reads the page aloud.
        onClick={() => (isOn.value = true)}
      >
        <Icon path="M12 4a2.5 2.5 0 0 0-2.5 2.5v5a2.5 2.5 0 0 0 5 0v-5A2.5 2.5 0 0 0 12 4ZM6.5 11.5a5.5 5.5 0 0 0 11 0M12 17v3" />
      </button>
      {isOn.value && <Recorder client={client} room={room} isLetGo={isLetGo} onDone={() => (isOn.value = false)} />}
    </>
  )
}
