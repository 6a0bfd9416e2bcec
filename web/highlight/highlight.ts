/** Colours code while the page has nothing better to do, a little at a time, and only as much as that allows. */
import { createLowlight } from 'lowlight'
import { type ComponentChildren, h } from 'preact'
import { type CodeLanguage, loadLanguage } from './languages.ts'

/** What is first tried; each further try is four times as long, and only if it promises to be quick. */
const FIRST_TRY = 600
const GROWTH = 4
/** A try must not hold a frame up, in milliseconds. */
const MOST_MS = 25
/** Every coloured word is an element. */
const MOST_WORDS = 3_000

type Tree = ReturnType<ReturnType<typeof createLowlight>['highlight']>
type Child = Tree['children'][number]

const lowlight = createLowlight()

/** Gives the coloured text, again whenever more of it is; the answer stops it. */
export function highlight(
  text: string,
  language: CodeLanguage,
  give: (coloured: ComponentChildren) => void,
): () => void {
  let isWanted = true
  void (async () => {
    const grammar = await loadLanguage(language)
    if (!lowlight.registered(language)) lowlight.register({ [language]: grammar })
    await rest()
    // Its patterns are put together when they are first used: that says nothing about how quick they are.
    colour(text.slice(0, 100), language)
    for (let size = FIRST_TRY; isWanted; size *= GROWTH) {
      await rest()
      if (!isWanted) return
      const part = wholeLines(text, size)
      const began = performance.now()
      const tree = colour(part, language)
      const took = performance.now() - began
      if (!tree || countOf(tree.children) > MOST_WORDS) return
      give([...draw(tree.children), text.slice(part.length)])
      if (part.length === text.length || took * GROWTH > MOST_MS) return
    }
  })().catch((error: unknown) => {
    // Without a network, or with a grammar that fails on this text: it can be read all the same.
    console.warn(error)
  })
  return () => {
    isWanted = false
  }
}

function colour(text: string, language: string): Tree | undefined {
  return text === '' ? undefined : lowlight.highlight(language, text)
}

function wholeLines(text: string, size: number): string {
  if (text.length <= size) return text
  const end = text.lastIndexOf('\n', size)
  return text.slice(0, end > 0 ? end : size)
}

const countOf = (children: readonly Child[]): number =>
  children.reduce((sum, child) => sum + (child.type === 'element' ? 1 + countOf(child.children) : 0), 0)

/** Elements with a class and texts, and nothing else: no text of a message is ever read as HTML. */
function draw(children: readonly Child[]): ComponentChildren[] {
  return children.map((child) => {
    if (child.type === 'text') return child.value
    if (child.type !== 'element') return ''
    const { className } = child.properties
    return h('span', { class: Array.isArray(className) ? className.join(' ') : undefined }, draw(child.children))
  })
}

const rest = (): Promise<void> =>
  new Promise((resolve) => {
    // Safari has no such call.
    if ('requestIdleCallback' in globalThis) requestIdleCallback(() => resolve(), { timeout: 2_000 })
    else setTimeout(resolve, 50)
  })
