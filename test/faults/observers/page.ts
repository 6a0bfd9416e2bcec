/** A user with a browser: types into the page, and sees what is on the screen. */
import { setTimeout as pause } from 'node:timers/promises'
import type { Browser } from 'playwright-core'
import { visitor } from '../../support/browser.ts'
import { type Draft, runsOf, type Seen } from '../history.ts'
import { bodyIn, bodyOf, type Observer, type ObserverOptions } from './observer.ts'

const LOOK_EVERY_MS = 250

type Screen = { messages: Seen[]; drafts: Draft[] }

export async function pageObserver(options: ObserverOptions & { browser: Browser }): Promise<Observer> {
  const { name, url, note, browser } = options
  const { page, log, join, say, context } = await visitor(browser, url)
  await join(name)
  const waiting = new Set<string>()
  let typing = Promise.resolve()
  let [written, isOver, lastNoted] = [0, false, '']
  let screen: Screen = { messages: [], drafts: [] }

  async function look(): Promise<void> {
    const rows = await log
      .locator('article')
      .evaluateAll((articles) =>
        articles.map((article) => ({ seq: article.getAttribute('data-seq'), text: article.textContent })),
      )
    const messages = rows.flatMap(({ seq, text }) => (seq === null ? [] : [{ seq: Number(seq), body: bodyIn(text) }]))
    const drafts = rows.flatMap(({ seq, text }) => (seq === null ? [{ body: bodyIn(text) }] : []))
    screen = { messages, drafts }
    const runs = runsOf(messages.map(({ seq }) => seq))
    // A screen unchanged since the last look is not noted again.
    const noted = JSON.stringify([runs, drafts])
    if (noted !== lastNoted) note({ what: 'apply', runs, drafts })
    lastNoted = noted
    for (const message of messages)
      if (waiting.delete(message.body)) note({ what: 'ack', draft: { body: message.body }, message })
  }

  async function keepLooking(): Promise<void> {
    while (!isOver) {
      await look()
      await pause(LOOK_EVERY_MS)
    }
  }

  const looking = keepLooking()
  return {
    name,
    kind: 'page',
    say() {
      const body = bodyOf(name, ++written)
      waiting.add(body)
      typing = typing.then(async () => {
        note({ what: 'invoke', draft: { body } })
        await say(body)
      })
    },
    waiting: () => waiting.size,
    knows: () => runsOf(screen.messages.map(({ seq }) => seq))[0]?.[1] ?? 0,
    finish() {
      const { messages } = screen
      note({ what: 'final', fromSeq: messages[0]?.seq ?? 1, outbox: waiting.size, shown: messages })
    },
    close: async () => {
      isOver = true
      await Promise.all([looking, typing])
      await page.close()
      await context.close()
    },
  }
}
