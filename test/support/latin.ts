/** The text of a page in Latin letters. */
import type { Page } from 'playwright-core'

/**
 * Words of two Latin letters and more that are shown, read aloud or said beside the pointer, each once, with its element.
 * Code and keys are the same in all languages, and isolated text is the names of people and rooms.
 */
export const latinWords = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const found = new Set<string>()
    const look = (text: string | null, where: string) => {
      for (const [word] of text?.matchAll(/\p{Script=Latin}[\p{Script=Latin}’'-]+/gu) ?? [])
        found.add(`${word} (${where})`)
    }
    look(document.title, 'title')
    const SAID = ['aria-label', 'title', 'placeholder', 'alt', 'aria-description', 'aria-roledescription']
    for (const element of document.body.querySelectorAll('*')) {
      if (element.closest('script, noscript, code, kbd, bdi') || !element.checkVisibility({ visibilityProperty: true }))
        continue
      const where = `${element.tagName.toLowerCase()}.${element.className.toString()}`
      for (const name of SAID) look(element.getAttribute(name), `${name} of ${where}`)
      for (const child of element.childNodes) if (child instanceof Text) look(child.data, where)
    }
    return [...found]
  })
