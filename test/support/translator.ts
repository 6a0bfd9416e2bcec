/** A browser that translates the page, as Google's translation in Chrome does it to the document: each text leaves it for a `<font>`. */
import type { Page } from 'playwright-core'

/** Whether the former text goes away, or is moved into the element that stands for it. */
type Manner = 'replaced' | 'moved'

/** From now on all text on the page is put into «», and so is text that changes or comes anew. */
export const translate = (page: Page, manner: Manner = 'replaced'): Promise<void> =>
  page.evaluate((manner) => {
    const originals = new Map<Element, Text>()

    function turn(text: Text): void {
      const { parentElement: parent, data } = text
      if (
        !parent ||
        data.trim() === '' ||
        parent.closest('font, [translate=no], .notranslate, script, style, textarea')
      )
        return
      const turned = data.replace(/\S[^]*\S|\S/, '«$&»')
      const [font, inner] = [document.createElement('font'), document.createElement('font')]
      font.style.verticalAlign = 'inherit'
      font.append(inner)
      if (manner === 'moved') {
        text.before(font)
        inner.append(text)
        text.data = turned
      } else {
        inner.append(turned)
        text.replaceWith(font)
      }
      originals.set(font, text)
    }

    function turnAll(node: Node): void {
      const texts: Text[] = []
      const walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT)
      if (node instanceof Text) texts.push(node)
      while (walker.nextNode()) texts.push(walker.currentNode as Text)
      for (const text of texts) turn(text)
    }

    const options = { childList: true, characterData: true, subtree: true }
    const observer = new MutationObserver((records) => {
      for (const { target, addedNodes } of records) {
        if (target instanceof Text && target.isConnected) turn(target)
        for (const node of addedNodes) if (node.isConnected) turnAll(node)
      }
    })
    observer.observe(document.body, options)
    turnAll(document.body)
    Object.assign(globalThis, {
      showOriginals() {
        observer.disconnect()
        for (const [font, text] of originals) if (font.isConnected) font.replaceWith(text)
      },
    })
  }, manner)

/** As when the reader asks for the page as it was. */
export const showOriginals = (page: Page): Promise<void> =>
  page.evaluate(() => (globalThis as unknown as { showOriginals: () => void }).showOriginals())
