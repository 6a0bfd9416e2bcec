/** WebKitGTK as Debian has it, by classic WebDriver, in a window that nobody sees. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { once } from 'node:events'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { eventually } from '../../test/support/eventually.ts'
import { Process, temporaryFolder } from '../../test/support/server.ts'
import { type Engine, NotInstalled, type Tab, asExpression, keyActions, pointActions, typeActions } from './engine.ts'

const DRIVER = '/usr/bin/WebKitWebDriver'
const XVFB = '/usr/bin/Xvfb'
const PYTHON = '/usr/bin/python3'
const WINDOW = fileURLToPath(new URL('webkit-window.py', import.meta.url))
const INSTALL = 'apt-get install webkit2gtk-driver gir1.2-webkit2-4.1 python3-gi xvfb'

export async function webkit(): Promise<Engine> {
  if (![DRIVER, XVFB, PYTHON].every((path) => existsSync(path))) throw new NotInstalled(INSTALL)
  const version = new Process(PYTHON, [WINDOW, '--version'])
  const { code } = await version.exited
  if (code !== 0) throw new NotInstalled(INSTALL)
  return { name: 'WebKitGTK', version: version.stdout.trim(), open: openTab }
}

async function openTab(): Promise<Tab> {
  const folder = temporaryFolder()
  const output = join(folder, 'output')
  const screen = new Process(XVFB, ['-displayfd', '1', '-screen', '0', '1440x1000x24', '-nolisten', 'tcp'])
  const display = await eventually(() => {
    const [, number] = /(\d+)\n/.exec(screen.stdout) ?? []
    if (number === undefined) throw new Error(`Xvfb did not start: ${screen.stderr}`)
    return `:${number}`
  }, 20_000)
  const port = await freePort()
  const driver = new Process(DRIVER, [`--port=${port}`], {
    DISPLAY: display,
    GDK_BACKEND: 'x11',
    LANGUAGE: 'en_GB',
    LC_ALL: 'C.UTF-8',
    NO_AT_BRIDGE: '1',
  })
  const ask = async <T>(method: 'POST' | 'GET' | 'DELETE', path: string, payload?: object): Promise<T> => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      ...(payload && { body: JSON.stringify(payload) }),
      signal: AbortSignal.timeout(60_000),
    })
    const { value } = (await response.json()) as { value: unknown }
    if (!response.ok) throw new Error(`${method} ${path}: ${JSON.stringify(value)}`)
    return value as T
  }
  await eventually(() => ask('GET', '/status'), 20_000)
  const browser = { binary: WINDOW, args: [folder, output] }
  const { sessionId } = await ask<{ sessionId: string }>('POST', '/session', {
    capabilities: { alwaysMatch: { 'webkitgtk:browserOptions': browser } },
  })
  const session = `/session/${sessionId}`
  const act = (actions: object[]) => ask<void>('POST', `${session}/actions`, { actions })
  return {
    get problems() {
      return consoleErrors(output)
    },
    goto: (url) => ask('POST', `${session}/url`, { url }),
    async evaluate<T>(inPage: unknown, given?: unknown): Promise<T> {
      if (typeof inPage === 'string') {
        await ask('POST', `${session}/execute/sync`, { script: inPage, args: [] })
        return undefined as T
      }
      const script = `const tell = arguments[arguments.length - 1]
        ${asExpression(inPage, given)}.then((value) => tell({ value }), (error) => tell({ error: String(error) }))`
      const { value, error } = await ask<{ value?: string; error?: string }>('POST', `${session}/execute/async`, {
        script,
        args: [],
      })
      if (error !== undefined) throw new Error(error)
      return JSON.parse(value ?? 'null') as T
    },
    resize: (size) => ask('POST', `${session}/window/rect`, { x: 0, y: 0, ...size }),
    point: (x, y, button) => act(pointActions(x, y, button)),
    press: (keys) => act(keyActions(keys.split('+'))),
    type: (text) => act(typeActions(text)),
    async screenshot(path) {
      writeFileSync(path, await ask<string>('GET', `${session}/screenshot`), 'base64')
    },
    async close() {
      // It ends the session, and says that the window is gone already.
      await ask('DELETE', session).catch(() => undefined)
      await driver.end()
      await screen.end()
    },
  }
}

/**
 * No errors: words that WebKitGTK does not know and other engines heed, connections that end with their page, and sizes
 * that are told one frame later, because a row changed its own while it was measured.
 */
const HARMLESS =
  /closed due to suspension|Unrecognized Content-Security-Policy directive 'manifest-src'|"interactive-widget" not recognized|ResizeObserver loop completed/

/** The window writes the page’s console into a file: `ADDRESS:LINE:COLUMN: CONSOLE [KIND] LEVEL TEXT`. */
const consoleErrors = (output: string): string[] =>
  existsSync(output)
    ? readFileSync(output, 'utf8')
        .split('\n')
        .filter((line) => /CONSOLE (?:\w+ )?ERROR/.test(line) && !HARMLESS.test(line))
    : []

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as { port: number }
  probe.close()
  return port
}
