/**
 * Measures a return to the chat: the time from the request to the first message painted, on a phone with a quarter of
 * this machine's speed. The room has 300 messages. Cold is a browser without a cache, warm one that was here before.
 * Controls in the same run: an HTML file of one paragraph, and the page without its script. Prints its tables as JSON.
 */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser, BrowserContext, CDPSession } from 'playwright-core'
import { openBrowser } from '../../test/support/browser.ts'
import { type Figures, median, percentile } from '../support/figures.ts'
import { startEarshot } from '../support/servers.ts'

const SLOWER = 4
const RUNS = 9
const MESSAGES = 300
const PHONE = { width: 390, height: 844 }

type Paint = { paintedMs: number; bytes: Record<string, number> }

process.stdout.write(JSON.stringify(await firstPaint()))

async function firstPaint(): Promise<Record<string, Figures>[]> {
  const server = await startEarshot('0,1')
  const url = `http://localhost:${server.port}`
  const token = await fill(url)
  const control = await startControlPages(url, token)
  const browser = await openBrowser()
  try {
    const table: Record<string, Figures> = {}
    const first = await visit(browser, url, token)
    const cases = {
      'the room, cold': { at: url, isWarm: false, what: 'article[data-seq] .body' },
      'the room, warm': { at: url, isWarm: true, what: 'article[data-seq] .body' },
      'control: the page without its script, cold': { at: `${control.url}/bare`, isWarm: false, what: 'p' },
      'control: a paragraph of HTML, cold': { at: `${control.url}/paragraph`, isWarm: false, what: 'p' },
    }
    // One of each in turn, so that other work of the machine disturbs all of them alike.
    const paints: Record<string, number[]> = {}
    for (let run = 0; run < RUNS; run++) {
      for (const [name, { at, isWarm, what }] of Object.entries(cases))
        (paints[name] ??= []).push((await visit(browser, at, token, { isWarm, what })).paintedMs)
    }
    for (const [name, times] of Object.entries(paints)) {
      table[name] = {
        'median ms': Math.round(median(times)),
        'least ms': Math.round(Math.min(...times)),
        'p90 ms': Math.round(percentile(times, 0.9)),
      }
    }
    const bytes = Object.entries(first.bytes).map(([file, size]): [string, Figures] => [file, { bytes: size }])
    return [table, Object.fromEntries(bytes)]
  } finally {
    await browser.close()
    await control.stop()
    await server.stop()
  }
}

async function visit(
  browser: Browser,
  at: string,
  token: string,
  { isWarm = false, what = 'article[data-seq] .body' }: { isWarm?: boolean; what?: string } = {},
): Promise<Paint> {
  const context = await browser.newContext({ viewport: PHONE, hasTouch: true })
  try {
    await context.addCookies([{ name: 'earshot', value: token, url: at }])
    if (isWarm) await open(context, at, what, 1)
    return await open(context, at, what, SLOWER)
  } finally {
    await context.close()
  }
}

async function open(context: BrowserContext, at: string, what: string, slower: number): Promise<Paint> {
  const page = await context.newPage()
  const cdp = await context.newCDPSession(page)
  const bytes = await countBytes(cdp)
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: slower })
  const painted = await hearPainting(cdp)
  await page.addInitScript((selector) => {
    const look = () => {
      if (!document.querySelector(selector)) return void requestAnimationFrame(look)
      // It is in this frame's picture: the next task comes after the paint.
      const channel = new MessageChannel()
      channel.port1.onmessage = () =>
        (globalThis as unknown as { tellPainted: (ms: string) => void }).tellPainted(String(performance.now()))
      channel.port2.postMessage('')
    }
    requestAnimationFrame(look)
  }, what)
  await page.goto(at, { waitUntil: 'commit' })
  const paintedMs = await painted()
  const counted = { ...bytes }
  await page.close()
  return { paintedMs, bytes: counted }
}

/**
 * Reports when the page was painted. Playwright's own ways to wait would run their script in the middle of what is
 * measured, 60 ms of it at this speed.
 */
async function hearPainting(cdp: CDPSession): Promise<() => Promise<number>> {
  await cdp.send('Runtime.enable')
  await cdp.send('Runtime.addBinding', { name: 'tellPainted' })
  const painted = new Promise<number>((tell) => {
    cdp.on('Runtime.bindingCalled', ({ name, payload }) => name === 'tellPainted' && tell(Number(payload)))
  })
  return () => painted
}

/** The bytes received until now, by file. Files from the cache do not count. */
async function countBytes(cdp: CDPSession): Promise<Record<string, number>> {
  const bytes: Record<string, number> = {}
  const files = new Map<string, string>()
  await cdp.send('Network.enable')
  cdp.on('Network.responseReceived', ({ requestId, response }) => {
    const { pathname } = new URL(response.url)
    // The eight letters in it change with its contents.
    files.set(requestId, pathname.replace(/-[\w-]{8}(?=\.\w+$)/, ''))
  })
  cdp.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const file = files.get(requestId)
    if (file !== undefined && encodedDataLength > 0) bytes[file] = Math.round(encodedDataLength)
  })
  return bytes
}

/** Makes a room that a user has read to the end. Answers with the user's token. */
async function fill(url: string): Promise<string> {
  const ask = async <T>(path: string, payload: unknown, token?: string): Promise<T> => {
    const headers = { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) }
    const answer = await fetch(`${url}/api${path}`, { method: 'POST', headers, body: JSON.stringify(payload) })
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
    return (await answer.json()) as T
  }
  const talkers = await Promise.all(
    ['Ann', 'Tom', 'Priya', 'Kim'].map((name) => ask<{ token: string }>('/session', { name })),
  )
  for (let number = 0; number < MESSAGES; number++) {
    const body = `Message ${number}, with *some* words, \`code\` and https://example.org/${number}. `.repeat(
      1 + (number % 3),
    )
    await ask('/rooms/lobby/messages', { body }, talkers[(number >> 1) % talkers.length]?.token)
  }
  const { token } = await ask<{ token: string }>('/session', { name: 'Reader' })
  return token
}

/** The same document without the scripts and styles that draw its messages, and an almost empty one. */
async function startControlPages(url: string, token: string): Promise<{ url: string; stop: () => Promise<void> }> {
  const page = await (await fetch(url, { headers: { cookie: `earshot=${token}` } })).text()
  const bare = page
    .replace(/<script blocking[^]*?<\/script>/, '')
    .replace(/<link rel="(?:modulepreload|stylesheet)"[^>]*>/g, '')
    .replace('<div id="page">', '<div id="page"><p>Message')
  const server = createServer((request, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8')
    response.end(request.url === '/bare' ? bare : '<!doctype html><title>Control</title><p>Message')
  })
  await new Promise<void>((listening) => server.listen(0, 'localhost', listening))
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    stop: () => new Promise((closed) => server.close(() => closed())),
  }
}
