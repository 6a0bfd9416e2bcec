import { type Signal, useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import type { Client } from '../../client/client.ts'
import type { Room } from '../../client/rooms.ts'
import { Icon } from '../ui/icon.tsx'
import { sayBriefly } from '../ui/say-briefly.ts'
import { fileWords } from '../words/files.ts'
import { attach } from './attach.ts'
import { LEVELS, MAX_VOICE_SECONDS, record, type Recording } from './recording.ts'
import { lengthOf } from './sizes.ts'
import './recorder.css'

type Props = {
  client: Client
  room: Room
  /** The button was held, and is not any more. */
  isLetGo: Signal<boolean>
  onDone: () => void
}

/** In the place of the tools while a voice message is recorded. In the end it is a file of the draft. */
export function Recorder({ client, room, isLetGo, onDone }: Props) {
  const words = fileWords.voice
  const recording = useSignal<Recording | undefined>(undefined)
  const stopButton = useRef<HTMLButtonElement>(null)

  useEffect(() => {
    let isGone = false
    async function run() {
      try {
        const begun = await record(words.name)
        // The reader has gone to another room while the browser asked.
        if (isGone) begun.end('discard')
        // The button was let go while the browser asked: then it counts as a click.
        isLetGo.value = false
        recording.value = begun
        const recorded = await begun.ended
        if (recorded) attach(client, room, [recorded.file], { duration: recorded.duration })
      } catch (error) {
        console.warn(error)
        sayBriefly(words.refused)
      }
      onDone()
    }
    void run()
    return () => {
      isGone = true
      recording.peek()?.end()
    }
  }, [])
  useEffect(() => {
    if (isLetGo.value) recording.peek()?.end()
  }, [isLetGo.value])
  useEffect(() => {
    if (recording.value) stopButton.current?.focus()
  }, [recording.value])

  if (!recording.value) return null
  const { seconds, levels, end } = recording.value
  const time = seconds.value
  function discard() {
    end('discard')
    document.querySelector<HTMLElement>('.composer textarea')?.focus()
  }
  return (
    <div class="recorder" role="group" aria-label={words.name}>
      <button type="button" class="icon-button" aria-label={words.discard} title={words.discard} onClick={discard}>
        <Icon path="M5 7h14M9 7V4h6v3M7 7l1 13h8l1-13" />
      </button>
      <span class="recorder-time" role="timer">
        {lengthOf(Math.floor(time))}
        <small> / {lengthOf(MAX_VOICE_SECONDS)}</small>
      </span>
      {/* Read aloud at the beginning, and then once a minute. */}
      <span class="unseen" role="status">
        {words.recording(lengthOf(Math.floor(time / 60) * 60))}
      </span>
      <svg class="recorder-levels" viewBox={`0 0 ${LEVELS} 20`} preserveAspectRatio="none" aria-hidden="true">
        {levels.value.map((level, bar) => (
          <rect
            key={bar}
            x={bar + 0.2}
            y={10 - Math.max(0.6, level * 10)}
            width="0.6"
            height={Math.max(1.2, level * 20)}
          />
        ))}
      </svg>
      <button
        ref={stopButton}
        type="button"
        class="icon-button recorder-stop"
        aria-label={words.stop}
        title={words.stop}
        onClick={() => end()}
      >
        <Icon path="M7 7h10v10H7z" />
      </button>
    </div>
  )
}
