/**
 * Keeps the page working while the browser translates it. The browser replaces each text by a `<font>`. Preact goes on
 * writing into its own text, and finds its place by it (https://github.com/preactjs/preact/issues/948). So the text
 * comes back, empty, right behind its translation. A new value of it then replaces the translation, until it is
 * translated in turn.
 */

type Translated = { font: Element; original: string }

const translations = new WeakMap<Text, Translated>()
/** The text node behind each translation. */
const texts = new WeakMap<Node, Text>()

const observer = new MutationObserver((records) => {
  // First, writes into texts that stand behind their translation. All other writes were the translator's.
  for (const { type, target } of records)
    if (type === 'characterData' && target instanceof Text && translations.has(target)) forget(target)
  for (const record of records) if (record.type === 'childList') hear(record)
  // Changes made here are not handled again.
  observer.takeRecords()
})

/** Runs from the first paint on: without the earlier siblings, a translation's original text is unknown. */
export const outliveTranslators = (): void =>
  observer.observe(document.body, { childList: true, characterData: true, subtree: true })

function hear({ target, addedNodes, removedNodes, previousSibling, nextSibling }: MutationRecord): void {
  for (const node of removedNodes) {
    const font = [...addedNodes, previousSibling, nextSibling].find(isNewTranslation)
    const text = texts.get(node)
    if (node instanceof Text && !node.isConnected && translations.has(node)) forget(node)
    else if (node instanceof Text && font && node.parentNode !== target) putBack(node, font)
    // The reader wants to see the original.
    else if (text && !node.isConnected) restore(text)
  }
  for (const node of addedNodes) {
    for (const text of [node, node.nextSibling]) {
      const font = text instanceof Text && translations.get(text)?.font
      if (font && font.nextSibling !== text) text.before(font)
    }
  }
}

const isNewTranslation = (node: Node | null | undefined): node is Element =>
  node?.nodeName === 'FONT' && node.isConnected && !texts.has(node)

function putBack(text: Text, font: Element): void {
  const original = text.data
  // It may be a part of its own translation.
  if (font.contains(text)) text.replaceWith(original)
  font.after(text)
  text.data = ''
  translations.set(text, { font, original })
  texts.set(font, text)
}

function forget(text: Text): void {
  const font = translations.get(text)?.font
  translations.delete(text)
  if (!font) return
  texts.delete(font)
  font.remove()
}

function restore(text: Text): void {
  if (text.data === '') text.data = translations.get(text)?.original ?? ''
  forget(text)
}
