/** The page's own sound: two soft tones, made here. */
import { keep, recall } from '../browser/storage.ts'

let context: AudioContext | undefined

/** A browser lets a page sound only after its reader has touched it. Until then it stays silent. */
export async function playSound(): Promise<void> {
  context ??= new AudioContext()
  if (context.state === 'suspended') await context.resume()
  const begin = context.currentTime + 0.01
  for (const [at, pitch] of [
    [0, 660],
    [0.11, 880],
  ] as const) {
    const tone = new OscillatorNode(context, { frequency: pitch })
    const volume = new GainNode(context, { gain: 0 })
    volume.gain.setValueAtTime(0, begin + at)
    volume.gain.linearRampToValueAtTime(0.12, begin + at + 0.012)
    volume.gain.exponentialRampToValueAtTime(0.0005, begin + at + 0.24)
    tone.connect(volume).connect(context.destination)
    tone.start(begin + at)
    tone.stop(begin + at + 0.25)
  }
}

/** Each device has its own switch: a phone in a pocket, a computer in an office. */
export const hasSound = (): boolean => recall('sound') !== 'off'
export const setSound = (on: boolean): boolean => keep('sound', on ? '' : 'off')
