/** `npm test`: every test there is, or the files named: `npm test -- test/http.test.ts`. */
import { spawnSync } from 'node:child_process'
import { ensurePage } from '../../web/build.ts'
import { unpackChromium } from './browser.ts'
import { ROOT } from './root.ts'

const EVERYTHING = '{protocol,server,client,web,test}/**/*.test.ts'

// What several test files would otherwise do at the same moment.
await ensurePage((line) => process.stdout.write(`${line}\n`))
if (process.env.CHROME_PATH === undefined) await unpackChromium()

const given = process.argv.slice(2)
const files = given.some((arg) => !arg.startsWith('-')) ? [] : [EVERYTHING]
// Two at a time: each file brings a server, some a browser, and bystanders are watched for delays. A test that fails
// leaves its server behind, which would keep the file from ending.
const { status } = spawnSync(
  process.execPath,
  ['--test', '--test-concurrency=2', '--test-timeout=120000', '--test-force-exit', ...given, ...files],
  {
    cwd: ROOT,
    stdio: 'inherit',
  },
)
process.exitCode = status ?? 1
