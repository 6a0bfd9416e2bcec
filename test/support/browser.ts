/** A real Chromium out of `npm ci`, and visitors who notice everything that goes wrong on the page. */
import { existsSync } from 'node:fs'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { after } from 'node:test'
import { inflate } from '@sparticuz/chromium'
import { chromium, type Browser, type BrowserContext, type Locator, type Page } from 'playwright-core'
import { ROOT } from './root.ts'

const PACKAGE = join(ROOT, 'node_modules/@sparticuz/chromium')

const SCREENS = { phone: { width: 390, height: 844 }, desktop: { width: 1440, height: 900 } }

export type Look = {
  screen?: keyof typeof SCREENS
  colors?: 'light' | 'dark'
  locale?: string
  /** With the page's service worker, whose requests a test cannot hold. */
  hasWorker?: boolean
}

export type Visitor = {
  context: BrowserContext
  page: Page
  /** Console errors, uncaught errors, dialogs, and violations of the content security policy. */
  problems: string[]
  log: Locator
  composer: Locator
  join: (name: string) => Promise<void>
  say: (body: string) => Promise<void>
  /** The bodies on the screen that the server has accepted, by seq. */
  shown: () => Promise<{ seq: number; text: string }[]>
}

/** Resolves when this page has its line: the room is live, and drafts go out. */
export const untilOnline = (page: Page, timeout?: number): Promise<void> =>
  page.locator('main[data-connection=online]').waitFor(timeout === undefined ? {} : { timeout })

/** Resolves when the parts around the room have come as well, and what answers to hands: by then so have the drafts. */
export async function untilWhole(page: Page): Promise<void> {
  await page.locator('.sidebar').waitFor({ state: 'attached' })
  await page.locator('.skip').waitFor({ state: 'attached' })
}

const SYSTEM_FONTS = '/etc/fonts'

/** The package's own names folders of other machines, and where it finds no font, Chromium ends at the first text. */
const FONTS_CONF = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir prefix="relative">fonts</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
</fontconfig>
`

/** Lines a browser prints about a network that is away on purpose. */
export const NETWORK_IS_AWAY = /net::ERR_|WebSocket connection|WebSocket is already in CLOSING|Failed to load resource/

/**
 * Unpacks the browser into the project's own cache, once. The package would reuse any version found in the folder for
 * temporary files.
 */
export async function unpackChromium(): Promise<string> {
  const { version } = createRequire(import.meta.url)(join(PACKAGE, 'package.json')) as { version: string }
  const home = join(ROOT, `node_modules/.cache/chromium-${version}`)
  if (existsSync(home)) return home

  // Several test files may come here at once: each unpacks aside, the first one to finish gives it the name.
  const aside = `${home}.${process.pid}`
  await mkdir(aside, { recursive: true })
  const temporary = process.env.TMPDIR
  process.env.TMPDIR = aside
  try {
    for (const part of ['chromium.br', 'fonts.tar.br', 'swiftshader.tar.br', 'al2023.tar.br']) {
      await inflate(join(PACKAGE, 'bin', part))
    }
    await writeFile(join(aside, 'fonts/fonts.conf'), FONTS_CONF)
  } finally {
    if (temporary === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = temporary
  }
  await rename(aside, home).catch((error: unknown) => {
    if (!existsSync(home)) throw error
    return rm(aside, { recursive: true, force: true })
  })
  return home
}

type BrowserProgram = { executablePath: string; args: string[]; env: Record<string, string> }

/**
 * How Chromium is started: which program, how, and with what added to the environment. It comes with one font for Latin,
 * Greek and Cyrillic; the system's fonts, where there are any, know more.
 */
export async function browserProgram(fonts: 'own' | 'system' = 'own'): Promise<BrowserProgram> {
  // In a container it runs as root, where Chromium's sandbox cannot; the pages are our own.
  const own = process.env.CHROME_PATH
  if (own !== undefined) return { executablePath: own, args: ['--no-sandbox'], env: {} }

  const home = await unpackChromium()
  const libraries = [join(home, 'al2023/lib'), process.env.LD_LIBRARY_PATH].filter(Boolean).join(':')
  return {
    executablePath: join(home, 'chromium'),
    args: ['--no-sandbox', '--disable-gpu'],
    env: {
      LD_LIBRARY_PATH: libraries,
      FONTCONFIG_PATH: fonts === 'system' ? SYSTEM_FONTS : join(home, 'fonts'),
      XDG_CACHE_HOME: join(home, 'cache'),
    },
  }
}

/** Chromium’s own microphone, which beeps once a second. Without a window, Chromium has no question to ask: it says yes. */
const MICROPHONE = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream']

type Asked = { fonts?: 'own' | 'system'; hasMicrophone?: boolean }

export async function openBrowser({ fonts, hasMicrophone = false }: Asked = {}): Promise<Browser> {
  const { executablePath, args, env } = await browserProgram(fonts)
  const all = hasMicrophone ? [...args, ...MICROPHONE] : args
  return chromium.launch({ executablePath, args: all, env: { ...process.env, ...env } })
}

/** What is closed on a phone takes its entry of the history with it a moment later, which cuts a way taken meanwhile. */
function goAgain(page: Page): void {
  const again = async <T>(go: () => Promise<T>) =>
    go().catch((error: unknown) => {
      if (!String(error).includes('ERR_ABORTED')) throw error
      return go()
    })
  const [goto, reload] = [page.goto.bind(page), page.reload.bind(page)]
  page.goto = (url, options) => again(() => goto(url, options))
  page.reload = (options) => again(() => reload(options))
}

/** A user with a browser of their own: no cookies yet, one page, open at the address given. */
export async function visitor(
  browser: Browser,
  url: string,
  { screen = 'desktop', colors = 'light', locale = 'en-GB', hasWorker = false }: Look = {},
): Promise<Visitor> {
  const context = await browser.newContext({
    viewport: SCREENS[screen],
    colorScheme: colors,
    hasTouch: screen === 'phone',
    locale,
    serviceWorkers: hasWorker ? 'allow' : 'block',
    // Half-way through a fade nothing has its colours. One journey turns the motion on.
    reducedMotion: 'reduce',
  })
  // A page that stays open takes part in all that follows, and the machine's time with it.
  after(() => context.close())
  const problems: string[] = []
  await context.exposeBinding('noteViolation', (_source, violation: string) => problems.push(`csp: ${violation}`))
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      const { noteViolation } = globalThis as unknown as { noteViolation: (violation: string) => void }
      noteViolation(`${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`)
    })
  })
  const page = await context.newPage()
  if (screen === 'phone') goAgain(page)
  page.on('console', (line) => line.type() === 'error' && problems.push(`console: ${line.text()}`))
  page.on('pageerror', (error) => problems.push(`error: ${error.message}`))
  page.on('dialog', (dialog) => {
    problems.push(`dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  await page.goto(url)

  const log = page.getByRole('log')
  const composer = page.getByRole('textbox', { name: 'Message' })
  return {
    context,
    page,
    problems,
    log,
    composer,
    async join(name) {
      await page.getByLabel('Your name').fill(name)
      await page.getByRole('button', { name: 'Join' }).click()
      // The room is to be seen before, behind the question; she is in when the question is gone.
      await page.getByLabel('Your name').waitFor({ state: 'hidden' })
      await composer.waitFor()
    },
    async say(body) {
      await composer.fill(body)
      // On a phone Enter begins a new line.
      await (screen === 'phone' ? page.locator('.send-button').click() : composer.press('Enter'))
    },
    shown: () =>
      log
        .locator('article[data-seq]')
        .evaluateAll((rows) =>
          rows.map((row) => ({ seq: Number(row.getAttribute('data-seq')), text: row.textContent ?? '' })),
        ),
  }
}
