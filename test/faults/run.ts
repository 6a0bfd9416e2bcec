/**
 * `npm run faults -- [--seed N] [one|nodes|NAME]`: plays the faults in full, and writes a report of those of one server and
 * one of those of several. Ends with 1 when a promise is broken.
 */
import { writeFileSync } from 'node:fs'
import { loadavg } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { ensurePage } from '../../web/bundler/build.ts'
import { isKept, type Outcome, type Skipped } from './outcome.ts'
import { renderReport, type Row } from './report.ts'
import { ON_ONE_NODE, ON_SEVERAL_NODES } from './scenarios/all.ts'
import type { Scenario } from './scenarios/scenario.ts'
import { randomFrom } from './support/random.ts'

const LINE_EVERY_MS = 1_000

const { values, positionals } = parseArgs({ options: { seed: { type: 'string' } }, allowPositionals: true })
const seed = values.seed === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(values.seed)
const everything = [...ON_ONE_NODE, ...ON_SEVERAL_NODES]
const groups = [
  { name: 'one', title: 'The faults of one server, played in full', scenarios: ON_ONE_NODE, file: 'report.md' },
  {
    name: 'nodes',
    title: 'The faults of several servers, played in full',
    scenarios: ON_SEVERAL_NODES,
    file: 'nodes.md',
  },
]
const isWanted = (name: string) => positionals.length === 0 || positionals.includes(name)
const chosen = groups.map((group) => ({
  ...group,
  isWhole: isWanted(group.name),
  scenarios: group.scenarios.filter(({ name }) => isWanted(group.name) || isWanted(name)),
}))
if (chosen.every(({ scenarios }) => scenarios.length === 0) || !Number.isSafeInteger(seed)) {
  console.error(`npm run faults -- [--seed NUMBER] [one|nodes|${everything.map(({ name }) => name).join('|')}]`)
  process.exit(2)
}

console.log(`seed ${seed}`)
await ensurePage((line) => process.stdout.write(`${line}\n`))
let isEverythingKept = true
for (const { title, name, scenarios, file, isWhole } of chosen) {
  if (scenarios.length === 0) continue
  const rows: Row[] = []
  for (const scenario of scenarios) rows.push(await play(scenario))
  isEverythingKept &&= rows.every(({ outcome }) => 'skipped' in outcome || isKept(outcome))
  const report = renderReport({ title, command: `${name} --seed ${seed}`, date: new Date(), seed, rows })
  // A run of one fault says nothing about the others, so it does not replace the report of all.
  if (isWhole) writeFileSync(join(import.meta.dirname, file), report)
  else console.log(report)
}
process.exit(isEverythingKept ? 0 : 1)

async function play(scenario: Scenario): Promise<Row> {
  const startedAt = performance.now()
  const [load = 0] = loadavg()
  let lastAt = -Infinity
  const progress = (line: string) => {
    const now = performance.now()
    if (now - lastAt < LINE_EVERY_MS) return
    lastAt = now
    console.log(`${scenario.name} ${Math.round((now - startedAt) / 1_000)} s: ${line}`)
  }
  // Each fault has a stream of chance of its own, so that one played alone goes as it did among the others.
  const random = randomFrom(seed + everything.indexOf(scenario))
  const outcome = await scenario.runLong(random, progress).catch(brokenOff)
  const verdict = 'skipped' in outcome ? outcome.skipped : isKept(outcome) ? 'kept' : 'BROKEN'
  console.log(`${scenario.name}: ${verdict}`)
  if (!('skipped' in outcome)) for (const failure of outcome.failures) console.log(`  ${failure}`)
  return { scenario, outcome, tookMs: performance.now() - startedAt, load }
}

/** A scenario that did not come to its end has proven nothing. */
function brokenOff(error: unknown): Outcome | Skipped {
  const says = error instanceof Error ? (error.stack ?? error.message) : String(error)
  const nothing = { sent: 0, acked: 0, lost: 0, doubled: 0, reordered: 0, catchUps: [], violations: [], notes: [] }
  return { ...nothing, failures: [`it did not come to its end: ${says.split('\n').slice(0, 4).join(' ')}`] }
}
