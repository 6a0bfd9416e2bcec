import { existsSync } from 'node:fs'
import { openBrowser, visitor } from '../../test/support/browser.ts'
import type { InPage } from '../../test/support/in-page.ts'
import type { Engine, Tab } from './engine.ts'

/** The one that the tests use: it comes with `npm ci`. */
export async function chromium(): Promise<Engine> {
  const browser = await openBrowser({ fonts: existsSync('/etc/fonts/fonts.conf') ? 'system' : 'own' })
  return {
    name: 'Chromium',
    version: browser.version(),
    async open(): Promise<Tab> {
      const { page, context, problems } = await visitor(browser, 'about:blank')
      return {
        problems,
        goto: async (url) => void (await page.goto(url)),
        evaluate: (page as InPage).evaluate.bind(page),
        resize: (size) => page.setViewportSize(size),
        async point(x, y, button) {
          await page.mouse.move(x, y)
          if (button) await page.mouse.click(x, y, { button })
        },
        press: (keys) => page.keyboard.press(keys),
        type: (text) => page.keyboard.type(text),
        screenshot: async (path) => void (await page.screenshot({ path })),
        close: () => context.close(),
      }
    },
  }
}
