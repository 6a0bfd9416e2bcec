/** `npm test`: every test there is, or the files named: `npm test -- test/http.test.ts`. */
import { spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensurePage } from '../../web/bundler/build.ts'
import { unpackChromium } from './browser.ts'
import { ROOT } from './root.ts'

const EVERYTHING = '{protocol,server,client,web,test}/**/*.test.ts'

// Work that several test files would otherwise do at the same moment.
await ensurePage((line) => process.stdout.write(`${line}\n`))
if (process.env.CHROME_PATH === undefined) await unpackChromium()

const given = process.argv.slice(2)
const files = given.some((arg) => !arg.startsWith('-')) ? [] : [EVERYTHING]
// More at a time than there are cores, by one half: a quarter of a file's time is waiting. Bystanders are watched for
// delays, and many more would be in their way. A test that fails leaves its server behind, which would keep the file
// from ending.
const together = Math.ceil(availableParallelism() * 1.5)
// For what one file makes and others use too (support/made-once.ts). Another user must be able to read it.
const shared = mkdtempSync(join(tmpdir(), 'earshot-tests-'))
chmodSync(shared, 0o755)
const { status } = spawnSync(
  process.execPath,
  ['--test', `--test-concurrency=${together}`, '--test-timeout=120000', '--test-force-exit', ...given, ...files],
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
rmSync(shared, { recursive: true, force: true })
process.exitCode = status ?? 1
