/**
 * `npm run engines [FOLDER] [ENGINE…]`: one journey in Chromium, Firefox and WebKitGTK, with a picture of each screen in
 * the folder. Ends with 1 when something was wrong. An engine that is not installed is named, with how to install it.
 */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fillLively } from '../test/support/lively-chat.ts'
import { owner } from '../test/support/people.ts'
import { startServer } from '../test/support/server.ts'
import { ensurePage } from '../web/bundler/build.ts'
import { chromium } from './engines/chromium.ts'
import { type Engine, NotInstalled, type Tab } from './engines/engine.ts'
import { firefox } from './engines/firefox.ts'
import { type Stop, journey } from './engines/journey.ts'
import { faults } from './engines/screens.ts'
import { webkit } from './engines/webkit.ts'

const ENGINES: Record<string, () => Promise<Engine>> = { chromium, firefox, webkit }

const [folder = 'engines', ...wanted] = process.argv.slice(2)
const names = wanted.length > 0 ? wanted : Object.keys(ENGINES)

await ensurePage((line) => console.log(line))
const server = await startServer({ args: ['--limits', 'off'] })
const lively = await fillLively(server, await owner(server, 'Eve'))
const chat = { ...lively, url: server.url }

/** Faults, by stop and engine. */
const stops = new Map<string, Map<string, string[]>>()
const engines: string[] = []

for (const name of names) {
  const engine = await ENGINES[name]?.().catch((error: unknown) => {
    if (!(error instanceof NotInstalled)) throw error
    console.log(`${name} is left out, it is not installed: ${error.install}`)
    return undefined
  })
  if (!engine) continue
  engines.push(engine.name)
  console.log(`${engine.name} ${engine.version}`)
  mkdirSync(join(folder, name), { recursive: true })
  await journey(engine, chat, stopIn(engine.name, join(folder, name))).catch((error: unknown) =>
    note('the whole journey', engine.name, [String(error)]),
  )
}
await server.stop()

const isWrong = [...stops.values()].some((found) => [...found.values()].some((lines) => lines.length > 0))
console.log(table())
process.exit(isWrong ? 1 : 0)

function stopIn(engine: string, pictures: string): Stop {
  let before = 0
  let lastTab: Tab | undefined
  let count = 0
  return async (tab, name, play) => {
    if (tab !== lastTab) before = 0
    lastTab = tab
    const wrong: string[] = []
    try {
      await play()
      wrong.push(...(await faults(tab)))
    } catch (error) {
      wrong.push(error instanceof Error ? error.message : String(error))
    }
    const file = `${String(++count).padStart(3, '0')} ${name}`.replaceAll(/[^\w]+/g, '-')
    await tab
      .screenshot(join(pictures, `${file}.png`))
      .catch((error: unknown) => wrong.push(`no picture: ${String(error)}`))
    const problems = [...tab.problems]
    wrong.push(...problems.slice(before))
    before = problems.length
    note(name, engine, wrong)
  }
}

function note(stop: string, engine: string, wrong: string[]): void {
  for (const line of wrong) console.log(`${engine}, ${stop}: ${line}`)
  const row = stops.get(stop) ?? new Map<string, string[]>()
  stops.set(stop, row.set(engine, wrong))
}

function table(): string {
  const wide = Math.max(...[...stops.keys()].map((name) => name.length))
  const line = (first: string, cells: string[]) =>
    [first.padEnd(wide), ...cells.map((cell) => cell.padEnd(9))].join('  ')
  const verdict = (found: string[] | undefined) =>
    found === undefined ? 'not seen' : found.length === 0 ? 'good' : `${found.length} wrong`
  return [
    line('', engines),
    ...[...stops].map(([stop, found]) =>
      line(
        stop,
        engines.map((engine) => verdict(found.get(engine))),
      ),
    ),
  ].join('\n')
}
