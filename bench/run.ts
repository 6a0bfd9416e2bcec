/**
 * `npm run bench [scenario]`: runs the scenarios and prints a table for each. `--save` keeps the tables in results/.
 */
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { durablePosts, durablePostsOnPostgres } from './scenarios/durable-posts.ts'
import { fanOut } from './scenarios/fan-out.ts'
import { filesBesideTalk } from './scenarios/files.ts'
import { firstPaint } from './scenarios/first-paint.ts'
import { manyRooms } from './scenarios/many-rooms.ts'
import { metrics } from './scenarios/metrics.ts'
import { severalNodes } from './scenarios/nodes.ts'
import { pushMany } from './scenarios/push.ts'
import { searchMany } from './scenarios/search.ts'
import type { Figures } from './support/figures.ts'

type Table = Record<string, Figures>
type Scenario = { title: string; cpus: string; run: () => Promise<Table | Table[]> }

const SCENARIOS: Record<string, Scenario> = {
  'durable-posts': { title: 'Durable posts, 50 connections × 20 in flight', cpus: '0,1', run: durablePosts },
  postgres: { title: 'Durable posts on Postgres, also 200 a second', cpus: '0,1', run: durablePostsOnPostgres },
  'fan-out-300': { title: 'Fan-out to 500 listeners, 300 messages/s', cpus: '1', run: () => fanOut(300) },
  'fan-out-1000': { title: 'Fan-out to 500 listeners, 1,000 messages/s', cpus: '1', run: () => fanOut(1_000) },
  files: { title: 'Files: posts beside uploads, memory, and giving out', cpus: '0,1', run: filesBesideTalk },
  'first-paint': { title: 'The first message on the screen, four times slower', cpus: '0,1', run: firstPaint },
  'many-rooms': { title: '2,000 rooms, 10,000 people', cpus: '1', run: manyRooms },
  metrics: { title: 'Metrics: posts while they are asked for, and one answer', cpus: '0,1', run: metrics },
  nodes: { title: 'Heard on another node, 200 messages/s', cpus: '0,1', run: severalNodes },
  push: { title: 'One @room told to 10,000 browsers, 100 posts/s beside', cpus: '0,1', run: pushMany },
  search: { title: 'Finding in 2,000,000 messages of 200 rooms', cpus: '0,1', run: searchMany },
}

const [wanted] = process.argv.slice(2).filter((arg) => !arg.startsWith('--'))
const report = [
  `${new Date().toISOString().slice(0, 10)}, ${cpus()[0]?.model.trim()}, ${cpus().length} cores, Node ${process.versions.node}`,
]
for (const [name, scenario] of Object.entries(SCENARIOS)) {
  if (wanted !== undefined && !name.startsWith(wanted)) continue
  execFileSync('taskset', ['-a', '-cp', scenario.cpus, String(process.pid)], { stdio: 'ignore' })
  report.push(`## ${scenario.title}\n\n${[await scenario.run()].flat().map(table).join('\n\n')}`)
  console.log(`\n${report.at(-1)}`)
}
if (process.argv.includes('--save'))
  writeFileSync(new URL('results/latest.md', import.meta.url), `${report.join('\n\n')}\n`)

function table(rows: Table): string {
  const columns = [...new Set(Object.values(rows).flatMap((figures) => Object.keys(figures)))]
  const lines = Object.entries(rows).map(
    ([name, figures]) => `| ${name} | ${columns.map((column) => figures[column] ?? '–').join(' | ')} |`,
  )
  return [`| | ${columns.join(' | ')} |`, `|---|${'---:|'.repeat(columns.length)}`, ...lines].join('\n')
}
