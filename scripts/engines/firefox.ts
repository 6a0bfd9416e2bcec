/** Firefox as Debian has it, by WebDriver BiDi, which it speaks itself. The libraries for it bring another browser’s protocol along. */
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { inTime } from '../../test/support/eventually.ts'
import { Process, temporaryFolder } from '../../test/support/server.ts'
import { type Engine, NotInstalled, type Tab, asExpression, keyActions, pointActions, typeActions } from './engine.ts'

const PROGRAMS = ['/usr/bin/firefox-esr', '/usr/bin/firefox', '/Applications/Firefox.app/Contents/MacOS/firefox']

/** Without motion, as in the tests; and without Firefox’s own pages and questions to the network. */
const PREFERENCES = `
user_pref("ui.prefersReducedMotion", 1);
user_pref("intl.accept_languages", "en-GB, en");
user_pref("browser.shell.checkDefaultBrowser", false);
user_pref("browser.startup.page", 0);
user_pref("browser.aboutwelcome.enabled", false);
user_pref("datareporting.policy.dataSubmissionEnabled", false);
user_pref("toolkit.telemetry.enabled", false);
user_pref("app.update.enabled", false);
user_pref("app.normandy.enabled", false);
user_pref("network.captive-portal-service.enabled", false);
user_pref("network.connectivity-service.enabled", false);
user_pref("security.sandbox.content.level", 0);
`

export async function firefox(): Promise<Engine> {
  const program = process.env.FIREFOX_PATH ?? PROGRAMS.find((path) => existsSync(path))
  if (program === undefined) throw new NotInstalled('apt-get install firefox-esr')
  const first = await connect(program)
  first.end()
  return { name: 'Firefox', version: first.version, open: () => openTab(program) }
}

type Answer = { id?: number; type: string; method?: string; result?: unknown; params?: unknown; message?: string }
type Connection = {
  version: string
  ask: <T>(method: string, params: object) => Promise<T>
  hear: (listen: (method: string, params: unknown) => void) => void
  end: () => void
}

/** Starts it with an empty profile. */
async function connect(program: string): Promise<Connection> {
  const profile = temporaryFolder()
  writeFileSync(join(profile, 'user.js'), PREFERENCES)
  const browser = new Process(program, [
    '--headless',
    '--no-remote',
    '--profile',
    profile,
    '--remote-debugging-port',
    '0',
  ])
  const address = new Promise<string>((resolve) => {
    browser.child.stderr?.on('data', () => {
      const found = /WebDriver BiDi listening on (\S+)/.exec(browser.stderr)?.[1]
      if (found !== undefined) resolve(found)
    })
  })
  const died = browser.exited.then(({ code }): never => {
    throw new Error(`Firefox ended with ${code}: ${browser.stderr}`)
  })
  const socket = new WebSocket(
    `${await inTime('Firefox says where it listens', Promise.race([address, died]), 60_000)}/session`,
  )
  died.catch(() => undefined)
  const waiting = new Map<number, (answer: Answer) => void>()
  let listen: (method: string, params: unknown) => void = () => undefined
  socket.addEventListener('message', ({ data }) => {
    const answer = JSON.parse(String(data)) as Answer
    if (answer.id !== undefined) waiting.get(answer.id)?.(answer)
    else if (answer.method !== undefined) listen(answer.method, answer.params)
  })
  await inTime(
    'Firefox opens the line',
    new Promise((resolve) => socket.addEventListener('open', resolve, { once: true })),
  )
  let count = 0
  const ask = async <T>(method: string, params: object): Promise<T> => {
    const id = ++count
    const answered = new Promise<Answer>((resolve) => waiting.set(id, resolve))
    socket.send(JSON.stringify({ id, method, params }))
    const answer = await inTime(method, answered, 60_000)
    waiting.delete(id)
    if (answer.type === 'error') throw new Error(`${method}: ${answer.message}`)
    return answer.result as T
  }
  const { capabilities } = await ask<{ capabilities: { browserVersion: string } }>('session.new', { capabilities: {} })
  return {
    version: capabilities.browserVersion,
    ask,
    hear: (listener) => (listen = listener),
    end() {
      socket.close()
      browser.child.kill('SIGKILL')
    },
  }
}

async function openTab(program: string): Promise<Tab> {
  const { ask, hear, end } = await connect(program)
  // The first window of a Firefox without a screen never has the focus.
  const { context } = await ask<{ context: string }>('browsingContext.create', { type: 'window' })
  const problems: string[] = []
  hear((method, params) => {
    const { level, type, text, stackTrace, data } = params as {
      level?: string
      type?: string
      text?: string
      stackTrace?: { callFrames: { url: string; lineNumber: number }[] }
      data?: { value: string }
    }
    const [frame] = stackTrace?.callFrames ?? []
    if (method === 'script.message') problems.push(`csp: ${data?.value}`)
    else if (level === 'error') problems.push(`${type}: ${text}${frame ? ` (${frame.url}:${frame.lineNumber})` : ''}`)
  })
  // Otherwise its window is one in the background, in which nothing has the focus.
  await ask('browsingContext.activate', { context })
  await ask('session.subscribe', { events: ['log.entryAdded', 'script.message'] })
  // Firefox tells no driver of what the policy forbids; the page itself is told.
  await ask('script.addPreloadScript', {
    functionDeclaration: `(tell) => document.addEventListener('securitypolicyviolation', (event) =>
      tell(event.effectiveDirective + ' ' + event.blockedURI + ' ' + event.sourceFile + ':' + event.lineNumber))`,
    arguments: [{ type: 'channel', value: { channel: 'csp' } }],
  })
  const act = (actions: object[]) => ask<void>('input.performActions', { context, actions })
  return {
    problems,
    goto: async (url) => void (await ask('browsingContext.navigate', { context, url, wait: 'complete' })),
    async evaluate<T>(inPage: unknown, given?: unknown): Promise<T> {
      const { type, result, exceptionDetails } = await ask<{
        type: string
        result?: { value?: string }
        exceptionDetails?: { text: string }
      }>('script.evaluate', { expression: asExpression(inPage, given), awaitPromise: true, target: { context } })
      if (type === 'exception') throw new Error(exceptionDetails?.text)
      return (typeof inPage === 'string' ? undefined : JSON.parse(result?.value ?? 'null')) as T
    },
    resize: (viewport) => ask('browsingContext.setViewport', { context, viewport }),
    point: (x, y, button) => act(pointActions(x, y, button)),
    press: (keys) => act(keyActions(keys.split('+'))),
    type: (text) => act(typeActions(text)),
    async screenshot(path) {
      const { data } = await ask<{ data: string }>('browsingContext.captureScreenshot', { context })
      writeFileSync(path, data, 'base64')
    },
    close: async () => end(),
  }
}
