/** A reporter for `run.ts`: a line of JSON for each test that has ended. */
import type { TestEvent } from 'node:test/reporters'

export type TestResult = { file: string; name: string; outcome: 'passed' | 'failed' | 'skipped' }

// oxlint-disable-next-line import/no-default-export -- Node's test runner wants a reporter so.
export default async function* tellResults(events: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  for await (const event of events) {
    if (event.type !== 'test:pass' && event.type !== 'test:fail') continue
    const { name, file = name, skip } = event.data
    const isSuite = event.data.details.type === 'suite'
    if (isSuite && (event.type === 'test:pass' || isByItsTests(event.data.details.error))) continue
    const outcome = event.type === 'test:fail' ? 'failed' : skip ? 'skipped' : 'passed'
    const result: TestResult = { file, name, outcome }
    yield `${JSON.stringify(result)}\n`
  }
}

const isByItsTests = (error: Error & { failureType?: string }): boolean => error.failureType === 'subtestsFailed'
