/** The links of a message that get a preview. */
import { MAX_PREVIEWS } from '../limits.ts'
import { parseMarkdown } from './markdown.ts'
import { type Mark, partsOf, textOf } from './marks.ts'

/** A longer address is not fetched. */
const MAX_ADDRESS = 2_048

/**
 * The first few addresses of web pages that a body links to, without the part behind `#`, each once. The author's own
 * links count: none in code, in a quote, or in `<…>`, by which an author says that they want no preview.
 */
export function readLinks(body: string): string[] {
  if (!/https?:|www\./i.test(body)) return []
  const found = new Set<string>()
  const look = (mark: Mark): void => {
    if (typeof mark === 'string' || mark.kind === 'quote') return
    if (mark.kind !== 'link') return partsOf(mark).flat().forEach(look)
    const url = URL.parse(mark.href)
    if (!url || !/^https?:$/.test(url.protocol) || body.includes(`<${textOf(mark.children)}>`)) return
    url.hash = ''
    if (url.href.length <= MAX_ADDRESS && found.size < MAX_PREVIEWS) found.add(url.href)
  }
  parseMarkdown(body).forEach(look)
  return [...found]
}
