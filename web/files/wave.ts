/** The wave of a recording, out of its bytes. */
export const WAVE_BARS = 48

/** A longer recording is played without a wave: decoding it would take too much memory. */
const MOST_BYTES = 10_000_000

/** The loudness of each part, from 0 to 1; undefined when the browser cannot read it. */
export async function waveOf(url: string): Promise<number[] | undefined> {
  try {
    const bytes = await (await fetch(url)).arrayBuffer()
    if (bytes.byteLength > MOST_BYTES) return undefined
    const context = new OfflineAudioContext(1, 1, 8_000)
    const samples = (await context.decodeAudioData(bytes)).getChannelData(0)
    const each = Math.max(1, Math.floor(samples.length / WAVE_BARS))
    const peaks = Array.from({ length: WAVE_BARS }, (_, bar) => {
      let peak = 0
      for (let at = bar * each; at < (bar + 1) * each && at < samples.length; at++)
        peak = Math.max(peak, Math.abs(samples[at]!))
      return peak
    })
    const loudest = Math.max(0.01, ...peaks)
    return peaks.map((peak) => Math.max(0.08, peak / loudest))
  } catch {
    return undefined
  }
}
