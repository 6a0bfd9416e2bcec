/** `npm test`: every test there is, or the files named: `npm test -- test/http.test.ts`. */
import { spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { ensurePage } from '../../web/bundler/build.ts'
import { unpackChromium } from './browser.ts'
import { ROOT } from './root.ts'
import type { TestResult } from './tell-results.ts'

const EVERYTHING = '{protocol,server,client,web,test}/**/*.test.ts'

/** So many files may fail on a machine that is busy with other things. With more, something is broken. */
const MOST_ALONE = 12

// More at a time than there are cores, by one half: a quarter of a file's time is waiting. Bystanders are watched for
// delays, and many more would be in their way.
const TOGETHER = Math.ceil(availableParallelism() * 1.5)

// Work that several test files would otherwise do at the same moment.
await ensurePage((line) => process.stdout.write(`${line}\n`))
if (process.env.CHROME_PATH === undefined) await unpackChromium()

// For what one file makes and others use too (support/made-once.ts). Another user must be able to read it.
const shared = mkdtempSync(join(tmpdir(), 'earshot-tests-'))
chmodSync(shared, 0o755)

const given = process.argv.slice(2)
const isEverything = given.every((arg) => arg.startsWith('-'))
process.exitCode = isEverything ? playAll() : play([...given], TOGETHER).status
rmSync(shared, { recursive: true, force: true })

/** What failed is played again with nothing beside it (docs/decisions/failed-tests-alone.md). */
function playAll(): number {
  const all = play([...given, EVERYTHING], TOGETHER)
  const files = new Set(all.results.filter(isFailed).map(({ file }) => file))
  const isTried = files.size > 0 && files.size <= MOST_ALONE
  if (isTried) process.stdout.write(`\nFiles with failed tests: ${files.size}. Each is played once more, alone.\n\n`)
  const alone = isTried ? play([...given, ...files], 1) : { status: all.status, results: [] }

  const results = [...all.results.filter(({ file }) => !isTried || !files.has(file)), ...alone.results]
  const count = (outcome: TestResult['outcome']) => results.filter((result) => result.outcome === outcome).length
  // Something may go wrong that no test reports.
  const failed = Math.max(count('failed'), alone.status === 0 ? 0 : 1)
  if (isTried) {
    const again = new Set(alone.results.filter(isFailed).map(({ file }) => file))
    const lines = all.results
      .filter(isFailed)
      .map(
        ({ file, name }) => `  ${relative(ROOT, file)}, which ${again.has(file) ? 'fails' : 'passes'} alone: ${name}`,
      )
    process.stdout.write(`\nFailed beside others:\n${lines.join('\n')}\n`)
  }
  const skipped = count('skipped')
  process.stdout.write(`\n${skipped > 0 ? `${skipped} skipped\n` : ''}${count('passed')} passed, ${failed} failed\n`)
  return failed === 0 ? 0 : 1
}

function play(args: readonly string[], together: number): { status: number; results: TestResult[] } {
  const told = join(shared, `results-${together}.jsonl`)
  const reporters = ['spec', 'stdout', join(import.meta.dirname, 'tell-results.ts'), told]
  const { status } = spawnSync(
    process.execPath,
    [
      '--test',
      `--test-concurrency=${together}`,
      '--test-timeout=120000',
      // A test that fails leaves its server behind, which would keep the file from ending.
      '--test-force-exit',
      ...reporters.map((value, index) => `--test-reporter${index % 2 === 0 ? '' : '-destination'}=${value}`),
      ...args,
    ],
    {
      cwd: ROOT,
      stdio: 'inherit',
      // Each file is a process of its own, which would compile much of the project anew: an eighth of all the work.
      env: {
        NODE_COMPILE_CACHE: join(ROOT, 'node_modules/.cache/compiled'),
        EARSHOT_TESTS_SHARED: shared,
        ...process.env,
      },
    },
  )
  const lines = readFileSync(told, 'utf8').trimEnd().split('\n').filter(Boolean)
  return { status: status ?? 1, results: lines.map((line) => JSON.parse(line) as TestResult) }
}

function isFailed({ outcome }: TestResult): boolean {
  return outcome === 'failed'
}
