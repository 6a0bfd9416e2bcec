/** A browser with a profile on disk that can be killed, as when the battery is empty, and started again. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { chromium, type BrowserContext } from 'playwright-core'
import { unpackChromium } from '../support/browser.ts'
import { inTime } from '../support/eventually.ts'
import { Process } from '../support/server.ts'

export type MortalBrowser = {
  /** The profile's own context: cookies and storage outlive the process. */
  context: BrowserContext
  /** SIGKILL: nothing is written any more that is not written yet. */
  kill: () => Promise<void>
  /** As a person closes it. */
  quit: () => Promise<void>
}

export async function startMortalBrowser(profile: string): Promise<MortalBrowser> {
  const own = process.env.CHROME_PATH
  const home = own === undefined ? await unpackChromium() : ''
  const libraries = [join(home, 'al2023/lib'), process.env.LD_LIBRARY_PATH].filter(Boolean).join(':')
  const surroundings: Record<string, string> =
    own === undefined ? { LD_LIBRARY_PATH: libraries, FONTCONFIG_PATH: join(home, 'fonts') } : {}
  const flags = ['--headless', '--no-sandbox', '--no-zygote', '--disable-gpu', '--no-first-run']
  const started = new Process(
    own ?? join(home, 'chromium'),
    [...flags, '--remote-debugging-port=0', `--user-data-dir=${profile}`, 'about:blank'],
    surroundings,
  )
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
