/** Looks for the text that takes a reader longest, by changing lengths and repeats of the parts that it is made of. */

/** Strings and how often each is repeated, and how often all of it. */
type Genome = { parts: { text: string; times: number }[]; rounds: number }

export type Reader = {
  read: (text: string) => unknown
  /** The parts of texts, besides letters and gaps. */
  signs: readonly string[]
  /** Of UTF-8. */
  bytes: number
}

type Worst = { text: string; ms: number; shape: string; tried: number }

const LETTERS = ['a', 'x1', ' ', '\n', '字', 'é', '😀', 'word ', '  ', '\t', 'A', '0']
const REPEATS = [1, 2, 3, 7, 10, 60, 300, 1_000, 4_000, 16_000]

/** Deterministic, so that every text is found again. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

/** The quickest of several times, in ms: the first are the compiler's, and others may be interrupted by other processes. */
function quickest(act: () => void, tries: number): number {
  let best = Infinity
  for (let attempt = 0; attempt < tries; attempt++) {
    const began = performance.now()
    act()
    best = Math.min(best, performance.now() - began)
  }
  return best
}

/** The processor time of one call, in ms. The system counts it in steps, so it is asked about many. */
function workOf(act: () => void): number {
  const began = process.threadCpuUsage()
  for (let count = 1; ; count++) {
    act()
    const { user, system } = process.threadCpuUsage(began)
    const ms = (user + system) / 1_000
    if (ms > 100) return ms / count
  }
}

/** The time in which other processes hold the machine does not count. */
export const timeOf = (act: () => void): number => Math.min(quickest(act, 8), workOf(act))

/** The time of this on an idle machine for which the limits are meant, in ms. */
const CONTROL_MS = 13
/** How many times slower this machine is now, 1 to 4. */
export function slowness(): number {
  const took = timeOf(() => {
    let text = ''
    for (let count = 0; count < 300_000; count++) text = (text + count).slice(-40)
  })
  return Math.min(4, Math.max(1, took / CONTROL_MS))
}

function textOf({ parts, rounds }: Genome, bytes: number): string {
  const round = parts.map(({ text, times }) => text.repeat(Math.min(times, Math.ceil(bytes / text.length)))).join('')
  if (round === '') return ''
  const text = round.slice(0, bytes).repeat(Math.max(1, Math.min(rounds, Math.ceil(bytes / round.length))))
  return Buffer.from(text.slice(0, bytes))
    .subarray(0, bytes)
    .toString()
    .replace(/\ufffd+$/, '')
}

function changed({ parts, rounds }: Genome, random: (below: number) => number, signs: readonly string[]): Genome {
  const oneOf = <One>(from: readonly One[]): One => from[random(from.length)]!
  const part = () => ({ text: random(3) === 0 ? oneOf(LETTERS) : oneOf(signs), times: oneOf(REPEATS) })
  const next = parts.map((one) => ({ ...one }))
  const at = random(next.length)
  switch (next.length === 0 ? 0 : random(7)) {
    case 0:
      next.splice(at, 0, part())
      break
    case 1:
      next.splice(at, 1)
      break
    case 2:
      next[at] = part()
      break
    case 3:
      next[at]!.times = oneOf(REPEATS)
      break
    case 4:
      next[at]!.text += part().text
      break
    case 5:
      next[at]!.times = Math.max(1, next[at]!.times + random(5) - 2)
      break
    default:
      return { parts: next, rounds: oneOf(REPEATS) }
  }
  return { parts: next.slice(0, 6), rounds }
}

/** Climbs from several beginnings for so many ms. */
export function worstText({ read, signs, bytes }: Reader, ms: number, seed: number): Worst {
  const random = randomFrom(seed)
  const measured = (genome: Genome, toBeat: number) => {
    const text = textOf(genome, bytes)
    const act = () => read(text)
    const once = quickest(act, 1)
    // A first time may have been the compiler's, or have been interrupted.
    return { genome, text, ms: once > toBeat ? Math.min(once, quickest(act, 4)) : once }
  }
  const beginnings: Genome[] = [
    ...signs.map((text) => ({ parts: [{ text, times: bytes }], rounds: 1 })),
    ...signs.map((text) => ({
      parts: [
        { text: 'a', times: 1 },
        { text, times: 1_000 },
        { text: 'a', times: 1 },
      ],
      rounds: 9,
    })),
  ]
  const until = performance.now() + ms
  let climbers = beginnings.map((genome) => measured(genome, 0.5))
  let tried = climbers.length
  while (performance.now() < until) {
    climbers = climbers.toSorted((one, other) => other.ms - one.ms).slice(0, 8)
    for (const [at, climber] of climbers.entries()) {
      const next = measured(changed(climber.genome, random, signs), climber.ms)
      tried++
      if (next.ms > climber.ms) climbers[at] = next
      // No text stays ahead by one bad measurement.
      else if (tried % 20 === 0)
        climber.ms = Math.min(
          climber.ms,
          quickest(() => read(climber.text), 2),
        )
    }
  }
  const [worst] = climbers
    .toSorted((one, other) => other.ms - one.ms)
    .slice(0, 3)
    .map((climber) => ({ ...climber, ms: timeOf(() => read(climber.text)) }))
    .toSorted((one, other) => other.ms - one.ms)
  const { genome, text, ms: took } = worst!
  const shape = genome.parts.map(({ text, times }) => `${JSON.stringify(text)}×${times}`).join(' ')
  return { text, ms: took, shape: `(${shape})×${genome.rounds}`, tried }
}
