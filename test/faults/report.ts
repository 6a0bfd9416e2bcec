/** The report of a run: figures for each fault, and every promise that was not kept. */
import { cpus, release, totalmem } from 'node:os'
import { isKept, type Outcome, type Skipped, spread } from './outcome.ts'
import type { Scenario } from './scenarios/scenario.ts'

/** `load` is the machine's load average before it began: the other work that was running. */
export type Row = {
  scenario: Pick<Scenario, 'name' | 'fault'>
  outcome: Outcome | Skipped
  tookMs: number
  load: number
}

/** `command` is what `npm run faults` takes to play it again. */
type Run = { title: string; command: string; date: Date; seed: number; rows: readonly Row[] }

/** Markdown. */
export function renderReport({ title, command, date, seed, rows }: Run): string {
  const kept = rows.filter(({ outcome }) => !('skipped' in outcome) && isKept(outcome)).length
  const skipped = rows.filter(({ outcome }) => 'skipped' in outcome).length
  return `# ${title}

${date.toISOString().slice(0, 16).replace('T', ' ')} UTC · seed ${seed} · ${machine()}

\`npm run faults -- ${command}\` plays it again. Of ${rows.length} faults ${kept} were survived with every promise kept, ${rows.length - kept - skipped} were not, ${skipped} were skipped.
What each rule says is in [check.ts](check.ts) and [rules/](rules/); catching up is counted from the moment at which it was possible, in ms.

| fault | sent | acked | lost | doubled | reordered | violations | catch-up p50 / p99 / max | verdict |
|---|---|---|---|---|---|---|---|---|
${rows.map(renderRow).join('\n')}

${rows.map(renderDetails).filter(Boolean).join('\n')}
`
}

function renderRow({ scenario: { name, fault }, outcome }: Row): string {
  if ('skipped' in outcome) return `| **${name}**: ${fault} | | | | | | | | ${outcome.skipped} |`
  const { sent, acked, lost, doubled, reordered, violations, catchUps } = outcome
  const verdict = isKept(outcome) ? 'kept' : '**broken**'
  return `| **${name}**: ${fault} | ${[sent, acked, lost, doubled, reordered, violations.length, spread(catchUps), verdict].join(' | ')} |`
}

function renderDetails({ scenario: { name }, outcome, tookMs, load }: Row): string {
  if ('skipped' in outcome) return ''
  const found = [
    ...outcome.failures.map((failure) => `  - **${failure}**`),
    ...outcome.violations.map(({ rule, message }) => `  - **${rule}**: ${message}`),
  ]
  return [
    `- ${name} (${Math.round(tookMs / 1_000)} s, load ${load.toFixed(1)} before): ${outcome.notes.join('; ')}`,
    ...found,
  ].join('\n')
}

function machine(): string {
  const processors = cpus()
  const memory = Math.round(totalmem() / 1024 ** 3)
  return `${processors.length} × ${processors[0]?.model.trim() ?? 'processor'}, ${memory} GiB, ${process.platform} ${release()}, Node ${process.version}; the clients run on the same machine`
}
