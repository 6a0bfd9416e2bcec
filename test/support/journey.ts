/** The start of nearly every journey: a real server and a real browser, which end with the file. */
import { after } from 'node:test'
import type { Browser } from 'playwright-core'
import { openBrowser } from './browser.ts'
import { type Server, type StartOptions, startServer } from './server.ts'

/** Without limits, as people in tests are hasty. Other `args` replace that. */
export async function startJourney(options?: StartOptions): Promise<{ server: Server; browser: Browser }> {
  const server = await startServer({ args: ['--limits', 'off'], ...options })
  const browser = await openBrowser()
  after(async () => {
    await browser.close()
    await server.stop()
  })
  return { server, browser }
}
