/** A browser with a profile on disk that can be killed, as when the battery is empty, and started again. */
import { existsSync } from 'node:fs'
import { chromium, type BrowserContext } from 'playwright-core'
import { browserProgram } from '../support/browser.ts'
import { inTime } from '../support/eventually.ts'
import { Process } from '../support/server.ts'

type MortalBrowser = {
  /** The profile's own context: cookies and storage outlive the process. */
  context: BrowserContext
  /** SIGKILL: nothing is written any more that is not written yet. */
  kill: () => Promise<void>
  /** As a person closes it. */
  quit: () => Promise<void>
}

export async function startMortalBrowser(profile: string): Promise<MortalBrowser> {
  const { executablePath, args, env } = await browserProgram()
  const profileArgs = ['--headless', '--no-first-run', '--remote-debugging-port=0', `--user-data-dir=${profile}`]
  const started = new Process(executablePath, [...args, ...profileArgs, 'about:blank'], env)
  const address = new Promise<string>((resolve) => {
    const look = () => {
      const found = /DevTools listening on (ws:\S+)/.exec(started.stderr)?.[1]
      if (found !== undefined) resolve(found)
    }
    started.child.stderr?.on('data', look)
  })
  const browser = await chromium.connectOverCDP(await inTime('the browser starts', address, 20_000))
  const [context] = browser.contexts()
  if (!context || !existsSync(profile)) throw new Error('The browser has no profile on disk.')
  return {
    context,
    async kill() {
      await started.end('SIGKILL')
      await browser.close()
    },
    async quit() {
      const devtools = await browser.newBrowserCDPSession()
      await devtools.send('Browser.close')
      await started.exited
    },
  }
}
