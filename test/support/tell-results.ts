/** A reporter for `run.ts`: a line of JSON for each test that has ended, and one for the end of the run. */
import type { TestEvent } from 'node:test/reporters'

export type TestResult = { file: string; name: string; outcome: 'passed' | 'failed' | 'skipped' }
export type Told = TestResult | 'whole'

// oxlint-disable-next-line import/no-default-export -- Node's test runner wants a reporter so.
export default async function* tellResults(events: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  const line = (told: Told) => `${JSON.stringify(told)}\n`
  for await (const event of events) {
    // The last one of the whole run names no file.
    if (event.type === 'test:summary' && event.data.file === undefined) yield line('whole')
    if (event.type !== 'test:pass' && event.type !== 'test:fail') continue
    // A test may be written in another file than in the one that is played: in a contract.
    const { name, entryFile, file = name, skip } = event.data
    const isSuite = event.data.details.type === 'suite'
    if (isSuite && (event.type === 'test:pass' || isByItsTests(event.data.details.error))) continue
    const outcome = event.type === 'test:fail' ? 'failed' : skip ? 'skipped' : 'passed'
    yield line({ file: entryFile ?? file, name, outcome })
  }
}

const isByItsTests = (error: Error & { failureType?: string }): boolean => error.failureType === 'subtestsFailed'
