/** The questions to a screen, in every engine. */
import { barriers } from '../../test/support/axe.ts'
import { atRest } from '../../test/support/rest.ts'
import { spills } from '../../test/support/spills.ts'
import { eventually } from '../../test/support/eventually.ts'
import type { Tab } from './engine.ts'

/** The faults of the screen as it is now, in words. */
export async function faults(tab: Tab): Promise<string[]> {
  await settled(tab)
  await atRest(tab)
  const isTooWide = await tab.evaluate(
    () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
  )
  const emptyBelow = await tab.evaluate(emptyBelowDialog)
  return [
    ...(isTooWide ? ['runs over the edge'] : []),
    ...(emptyBelow > 2 ? [`the dialog has ${emptyBelow} pixels more than it needs`] : []),
    ...(await spills(tab)),
    ...(await barriers(tab)),
  ]
}

/** Runs in the page. A dialog is as high as what is in it; the ones with sections are always of one height. */
function emptyBelowDialog(): number {
  const body = document.querySelector('dialog[open]:not(.dialog-wide, :has([role=tablist])) .dialog-body')
  const content = body?.lastElementChild
  if (!body || !content || innerWidth <= 600) return 0
  const { bottom } = body.getBoundingClientRect()
  return Math.round(bottom - content.getBoundingClientRect().bottom - parseFloat(getComputedStyle(body).paddingBottom))
}

/** Nothing is loading, and nothing moves. */
export const settled = (tab: Tab): Promise<void> =>
  eventually(
    async () => {
      const moves = await tab.evaluate(async () => {
        await document.fonts.ready
        await new Promise(requestAnimationFrame)
        const isLate = document.querySelector('dialog[open] .late, .panel .late') !== null
        return isLate || document.getAnimations().some(({ playState }) => playState !== 'finished')
      })
      if (moves) throw new Error('the page does not come to rest')
    },
    15_000,
    50,
  )
