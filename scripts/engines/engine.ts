/** The journey’s requests to a browser engine. Three protocols answer: Playwright’s, WebDriver BiDi and classic WebDriver. */

import type { InPage } from '../../test/support/in-page.ts'

export type Size = { width: number; height: number }

/** One page in a window of its own, without cookies of another. */
export type Tab = InPage & {
  /** Console errors, uncaught errors, and violations of the content security policy. */
  problems: string[]
  goto: (url: string) => Promise<void>
  resize: (size: Size) => Promise<void>
  /** Moves the real pointer there, and presses a button of it. */
  point: (x: number, y: number, button?: 'left' | 'right') => Promise<void>
  /** `Control+k` is two keys at once. */
  press: (keys: string) => Promise<void>
  /** Letter by letter. */
  type: (text: string) => Promise<void>
  screenshot: (path: string) => Promise<void>
  close: () => Promise<void>
}

export type Engine = { name: string; version: string; open: () => Promise<Tab> }

/** An engine that is not on this machine. `install` is the command that brings it. */
export class NotInstalled extends Error {
  readonly install: string

  constructor(install: string) {
    super(`not installed: ${install}`)
    this.install = install
  }
}

/** Calls the function, or runs the script, and gives the answer as JSON. A failure rejects. */
export const asExpression = (inPage: unknown, given: unknown): string =>
  typeof inPage === 'string'
    ? inPage
    : `Promise.resolve((${String(inPage)})(${JSON.stringify(given) ?? ''})).then((value) => JSON.stringify(value ?? null))`

/** Keys that have a name instead of a letter: https://www.w3.org/TR/webdriver2/#keyboard-actions */
const KEYS: Record<string, string> = {
  Backspace: '\uE003',
  Tab: '\uE004',
  Enter: '\uE007',
  Shift: '\uE008',
  Control: '\uE009',
  Escape: '\uE00C',
  End: '\uE010',
  Home: '\uE011',
  ArrowUp: '\uE013',
  ArrowDown: '\uE015',
}

/** Both kinds of WebDriver take the same actions. */
export function keyActions(keys: string[]): object[] {
  const values = keys.map((key) => KEYS[key] ?? key)
  const down = values.map((value) => ({ type: 'keyDown', value }))
  const up = values.map((value) => ({ type: 'keyUp', value })).reverse()
  return [{ type: 'key', id: 'keys', actions: [...down, ...up] }]
}

export const typeActions = (text: string): object[] => [
  {
    type: 'key',
    id: 'keys',
    actions: Array.from(text).flatMap((value) => [
      { type: 'keyDown', value },
      { type: 'keyUp', value },
    ]),
  },
]

export function pointActions(x: number, y: number, button?: 'left' | 'right'): object[] {
  const move = { type: 'pointerMove', x: Math.round(x), y: Math.round(y), duration: 0 }
  const which = button === 'right' ? 2 : 0
  const press = [
    { type: 'pointerDown', button: which },
    { type: 'pointerUp', button: which },
  ]
  return [
    {
      type: 'pointer',
      id: 'mouse',
      parameters: { pointerType: 'mouse' },
      actions: [move, ...(button ? press : [])],
    },
  ]
}
