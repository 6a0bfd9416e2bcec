/** Colours code in a worker: even a pattern that is slow on a stranger's text does not block the page. */
import { createLowlight } from 'lowlight'
import { loadGrammar } from './grammars.ts'
import type { CodeLanguage } from './languages.ts'

export type Asked = { text: string; language: CodeLanguage }
/** `begins`: the grammar is loaded, and from now on only the text takes time. Without a tree, colouring failed. */
export type Told = 'begins' | { tree: ReturnType<ReturnType<typeof createLowlight>['highlight']> | undefined }

const lowlight = createLowlight()
const tell = (told: Told) => postMessage(told)

onmessage = async ({ data: { text, language } }: MessageEvent<Asked>) => {
  try {
    const grammar = await loadGrammar(language)
    if (!lowlight.registered(language)) lowlight.register({ [language]: grammar })
    tell('begins')
    tell({ tree: lowlight.highlight(language, text) })
  } catch (error) {
    // Offline, or the grammar fails on this text: the text is readable without colours.
    console.warn(error)
    tell({ tree: undefined })
  }
}
