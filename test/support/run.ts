/** `npm test`: every test there is, or the files named: `npm test -- test/http.test.ts`. */
import { spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join, relative, resolve } from 'node:path'
import { ensurePage } from '../../web/bundler/build.ts'
import { unpackChromium } from './browser.ts'
import { ROOT } from './root.ts'
import type { TestResult, Told } from './tell-results.ts'

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

type Played = { status: number; isWhole: boolean; results: TestResult[] }

/** Files in which something failed are played again with nothing beside them (docs/decisions/failed-tests-alone.md). */
function playAll(): number {
  const all = play([...given, EVERYTHING], TOGETHER)
  const failed = all.results.filter(isFailed)
  const files = new Set(failed.map(({ file }) => file))
  if (all.status !== 0 && all.isWhole && files.size > 0 && files.size <= MOST_ALONE) {
    process.stdout.write(`\nFiles with failed tests: ${files.size}. Each is played once more, alone.\n\n`)
    const alone = play([...given, ...files], 1)
    // A test that did not come to its turn has not passed.
    const passed = new Set(alone.results.filter(({ outcome }) => outcome === 'passed').map(keyOf))
    const isMended = (result: TestResult) => isOfFile(result) || passed.has(keyOf(result))
    const lines = failed.map(
      (result) => `  ${isMended(result) ? 'passes' : 'fails'} alone: ${relative(ROOT, result.file)}: ${result.name}`,
    )
    process.stdout.write(`\nFailed beside others:\n${lines.join('\n')}\n`)
    const kept = all.results.filter(({ file }) => !files.has(file))
    return verdict([...kept, ...alone.results], alone.status === 0 && alone.isWhole && failed.every(isMended))
  }
  return verdict(all.results, all.status === 0 && all.isWhole)
}

/** Something may go wrong that no test reports. */
function verdict(results: readonly TestResult[], isGood: boolean): number {
  const count = (outcome: TestResult['outcome']) => results.filter((result) => result.outcome === outcome).length
  const skipped = count('skipped')
  const failed = isGood ? count('failed') : Math.max(count('failed'), 1)
  process.stdout.write(`\n${skipped > 0 ? `${skipped} skipped\n` : ''}${count('passed')} passed, ${failed} failed\n`)
  return failed === 0 ? 0 : 1
}

function play(args: readonly string[], together: number): Played {
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
  const all = lines.map((line) => JSON.parse(line) as Told)
  return {
    status: status ?? 1,
    isWhole: all.includes('whole'),
    results: all.filter((one) => one !== 'whole'),
  }
}

function isFailed({ outcome }: TestResult): boolean {
  return outcome === 'failed'
}

/** The file itself failed, as by its exit: no test of it has that name. */
function isOfFile({ file, name }: TestResult): boolean {
  return resolve(ROOT, name) === resolve(ROOT, file)
}

function keyOf({ file, name }: TestResult): string {
  return `${file} ${name}`
}
