/** The answer to `GET /metrics`, as Prometheus reads it. */
import { ask } from './http.ts'

type Sample = { name: string; labels: Record<string, string>; value: number }

export class Scrape {
  readonly samples: Sample[]
  readonly text: string

  constructor(text: string) {
    this.text = text
    this.samples = text
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))
      .map((line) => {
        const found = /^(?<name>[a-z_0-9]+)(?:\{(?<labels>.*)\})? (?<value>\S+)$/.exec(line)?.groups
        if (!found) throw new Error(`no sample: ${line}`)
        const pairs = [...(found.labels ?? '').matchAll(/(\w+)="((?:[^"\\]|\\.)*)",?/g)]
        const labels = Object.fromEntries(pairs.map(([, name = '', value = '']) => [name, value]))
        return { name: found.name!, labels, value: found.value === '+Inf' ? Infinity : Number(found.value) }
      })
  }

  /** The sum of all samples of this name with these labels. There is at least one. */
  of(name: string, labels: Record<string, string> = {}): number {
    const found = this.samples.filter(
      (sample) =>
        sample.name === name && Object.entries(labels).every(([label, value]) => sample.labels[label] === value),
    )
    if (found.length === 0) throw new Error(`no ${name} with ${JSON.stringify(labels)}`)
    return found.reduce((sum, { value }) => sum + value, 0)
  }

  /** The names of the meters, without the endings of a histogram’s samples. */
  get meters(): string[] {
    return [...this.text.matchAll(/^# TYPE (\S+) /gm)].map(([, name = '']) => name)
  }
}

export async function scrape(server: { url: string }, headers: Record<string, string> = {}): Promise<Scrape> {
  const { status, text } = await ask(server, '/metrics', { headers })
  if (status !== 200) throw new Error(`GET /metrics answered ${status}: ${text}`)
  return new Scrape(text)
}
