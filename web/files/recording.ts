/** A recording of the microphone: how long and how loud it is, and in the end its bytes. */
import { type ReadonlySignal, signal } from '@preact/signals'

export const MAX_VOICE_SECONDS = 15 * 60
/** Each of them shows the loudness of a tenth of a second. */
export const LEVELS = 48

const TICK_MS = 100
/** Speech needs no more. A quarter of an hour is then about 4 MB. */
const BITS_PER_SECOND = 32_000
/** In this order: what most browsers play. */
const TYPES = ['audio/webm;codecs=opus', 'audio/mp4', 'audio/ogg;codecs=opus']
const ENDINGS: Record<string, string> = { 'audio/webm': 'webm', 'audio/mp4': 'm4a', 'audio/ogg': 'ogg' }

export type Recorded = { file: File; duration: number }

export type Recording = {
  seconds: ReadonlySignal<number>
  /** From 0 to 1, the newest last. */
  levels: ReadonlySignal<readonly number[]>
  /** Ends it. The bytes are kept, or with `discard` forgotten. */
  end: (discard?: 'discard') => void
  /** Once it has ended. Undefined when it was discarded, or has no sound at all. */
  ended: Promise<Recorded | undefined>
}

/** Asks for the microphone and begins. Rejects when the browser or the reader refuses it. */
export async function record(name: string): Promise<Recording> {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true })
  const stop = () => stream.getTracks().forEach((track) => track.stop())
  try {
    return begin(stream, stop, name)
  } catch (error) {
    stop()
    throw error
  }
}

function begin(stream: MediaStream, stop: () => void, name: string): Recording {
  const mimeType = TYPES.find((type) => MediaRecorder.isTypeSupported(type))
  const recorder = new MediaRecorder(stream, {
    ...(mimeType !== undefined && { mimeType }),
    audioBitsPerSecond: BITS_PER_SECOND,
  })
  const { promise: ended, resolve } = Promise.withResolvers<Recorded | undefined>()
  const parts: Blob[] = []
  const seconds = signal(0)
  const levels = signal<readonly number[]>(Array.from({ length: LEVELS }, () => 0))
  const meter = listen(stream)
  const begun = performance.now()
  let isDiscarded = false

  const end = (discard?: 'discard') => {
    isDiscarded ||= discard !== undefined
    if (recorder.state !== 'inactive') recorder.stop()
  }
  const ticking = setInterval(() => {
    seconds.value = Math.min(MAX_VOICE_SECONDS, (performance.now() - begun) / 1_000)
    levels.value = [...levels.peek().slice(1), meter.level()]
    if (seconds.peek() >= MAX_VOICE_SECONDS) end()
  }, TICK_MS)

  recorder.addEventListener('dataavailable', ({ data }) => parts.push(data))
  // Also when the microphone is unplugged.
  recorder.addEventListener('stop', () => {
    clearInterval(ticking)
    stop()
    meter.close()
    const [type = ''] = recorder.mimeType.split(';')
    const file = new File(parts, `${name}.${ENDINGS[type] ?? 'webm'}`, { type })
    const duration = Math.round(Math.max(1, performance.now() - begun)) / 1_000
    resolve(isDiscarded || file.size === 0 ? undefined : { file, duration })
  })
  recorder.start(1_000)
  return { seconds, levels, end, ended }
}

function listen(stream: MediaStream): { level: () => number; close: () => void } {
  const context = new AudioContext()
  const analyser = context.createAnalyser()
  context.createMediaStreamSource(stream).connect(analyser)
  const samples = new Float32Array(analyser.fftSize)
  return {
    level() {
      analyser.getFloatTimeDomainData(samples)
      const loudest = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0)
      // Speech is mostly quiet: the root shows it.
      return Math.min(1, Math.sqrt(loudest))
    },
    close: () => void context.close(),
  }
}
