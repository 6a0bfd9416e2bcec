import { useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import { Icon } from '../ui/icon.tsx'
import { fileWords as words } from '../words/files.ts'
import { lengthOf, numberOf } from './sizes.ts'
import { WAVE_BARS, waveOf } from './wave.ts'
import './player.css'

const FLAT = Array.from({ length: WAVE_BARS }, () => 0.15)
const SPEEDS = [1, 1.5, 2]

/** Only one plays at a time. */
let playing: HTMLAudioElement | undefined

type Props = { url: string; name: string; duration?: number }

/** Plays a recording: its wave, where it is, and how fast. Nothing of it is loaded before the first touch. */
export function Player({ url, name, duration = 0 }: Props) {
  const audio = useRef<HTMLAudioElement>(null)
  const isPlaying = useSignal(false)
  const at = useSignal(0)
  const length = useSignal(duration)
  const speed = useSignal(1)
  const wave = useSignal<readonly number[] | undefined>(undefined)
  useEffect(() => () => audio.current?.pause(), [])

  async function toggle() {
    const { current } = audio
    if (!current) return
    if (!current.paused) return current.pause()
    if (playing !== current) playing?.pause()
    playing = current
    if (!wave.peek()) void waveOf(url).then((bars) => (wave.value = bars))
    await current.play().catch(() => undefined)
  }

  function seek(seconds: number) {
    at.value = seconds
    if (audio.current) audio.current.currentTime = seconds
  }

  function faster() {
    speed.value = SPEEDS[(SPEEDS.indexOf(speed.peek()) + 1) % SPEEDS.length]!
    if (audio.current) audio.current.playbackRate = speed.peek()
  }

  const times = `${numberOf(speed.value)}×`
  const share = length.value > 0 ? at.value / length.value : 0
  return (
    <div class="player" role="group" aria-label={name}>
      <audio
        ref={audio}
        src={url}
        preload="none"
        onPlay={() => (isPlaying.value = true)}
        onPause={() => (isPlaying.value = false)}
        onEnded={() => (at.value = 0)}
        onTimeUpdate={({ currentTarget }) => (at.value = currentTarget.currentTime)}
        onDurationChange={({ currentTarget }) => {
          // A recording of a browser may not say its length before its end.
          if (Number.isFinite(currentTarget.duration)) length.value = currentTarget.duration
        }}
      />
      <button
        type="button"
        class="icon-button player-play"
        aria-label={`${isPlaying.value ? words.pause : words.play}: ${name}`}
        onClick={() => void toggle()}
      >
        <Icon path={isPlaying.value ? 'M8 5v14M16 5v14' : 'M8 5v14l11-7z'} />
      </button>
      <span class="player-line">
        <svg class="wave" viewBox={`0 0 ${WAVE_BARS} 20`} preserveAspectRatio="none" aria-hidden="true">
          {(wave.value ?? FLAT).map((height, bar) => (
            <rect
              key={bar}
              x={bar + 0.2}
              y={10 - height * 10}
              width="0.6"
              height={height * 20}
              data-played={bar / WAVE_BARS < share}
            />
          ))}
        </svg>
        <input
          type="range"
          min={0}
          max={Math.max(1, length.value)}
          step={0.1}
          value={at.value}
          aria-label={words.position}
          aria-valuetext={`${lengthOf(at.value)} / ${lengthOf(length.value)}`}
          onInput={({ currentTarget }) => seek(Number(currentTarget.value))}
        />
      </span>
      <span class="player-time">{lengthOf(isPlaying.value || at.value > 0 ? at.value : length.value)}</span>
      <button type="button" class="text-button" aria-label={words.speed(times)} onClick={faster}>
        {times}
      </button>
    </div>
  )
}
