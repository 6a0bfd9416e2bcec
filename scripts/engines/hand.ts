/** A person at a page: sees where something is, and goes there with the real pointer and the real keys. */
import { eventually } from '../../test/support/eventually.ts'
import type { Tab } from './engine.ts'

/** The first element of this selector, or with `last` the last; with `text` among those that hold it. */
export type What = { css: string; text?: string; last?: boolean }
type Place = { x: number; y: number; isCovered: boolean }

const PATIENCE_MS = 15_000

export const hand = (tab: Tab) => {
  /** Waits until it is on the screen. */
  const see = (what: string | What): Promise<Place> =>
    eventually(
      async () => {
        const wanted = typeof what === 'string' ? { css: what } : what
        const found = await tab.evaluate(place, wanted)
        if (found === null) throw new Error(`not on the screen: ${JSON.stringify(wanted)}`)
        return found
      },
      PATIENCE_MS,
      50,
    )
  /** Waits until a click would reach it. */
  const reach = (what: string | What): Promise<Place> =>
    eventually(
      async () => {
        const found = await see(what)
        if (found.isCovered) throw new Error(`something lies over ${JSON.stringify(what)}`)
        return found
      },
      PATIENCE_MS,
      50,
    )
  return {
    see,
    gone: async (css: string): Promise<void> => {
      await eventually(
        async () => {
          if ((await tab.evaluate(place, { css })) !== null) throw new Error(`still on the screen: ${css}`)
        },
        PATIENCE_MS,
        50,
      )
    },
    click: async (what: string | What, button: 'left' | 'right' = 'left'): Promise<void> => {
      const { x, y } = await reach(what)
      await tab.point(x, y, button)
    },
    hover: async (what: string | What): Promise<void> => {
      const { x, y } = await reach(what)
      await tab.point(x, y)
    },
    press: tab.press,
    /** Into what has the focus. */
    type: tab.type,
  }
}
export type Hand = ReturnType<typeof hand>

/** Runs in the page: the middle of the element, brought into sight. */
function place({ css, text, last }: What): Place | null {
  const all = [...document.querySelectorAll<HTMLElement>(css)].filter(
    (element) =>
      element.checkVisibility({ visibilityProperty: true }) &&
      (text === undefined || (element.textContent ?? '').includes(text)),
  )
  const element = last ? all.at(-1) : all[0]
  if (!element) return null
  element.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  const box = element.getBoundingClientRect()
  const x = box.left + box.width / 2
  const y = box.top + box.height / 2
  const top = document.elementFromPoint(x, y)
  return { x, y, isCovered: top === null || !(element.contains(top) || top.contains(element)) }
}
