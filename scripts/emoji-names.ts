/**
 * Writes the names of emoji in each language of the page, `web/words/LANGUAGE/emoji-names.ts`, from Unicode's CLDR:
 * `node scripts/emoji-names.ts FOLDER`. FOLDER has the packages `cldr-annotations-full` and
 * `cldr-annotations-derived-full` in its `node_modules`. They are 60 MB and change once a year, so they are no
 * dependency.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gemoji } from 'gemoji'

type Annotation = { default?: string[]; tts?: string[] }
type Annotations = Record<string, Annotation>

const LANGUAGES = { english: 'en', arabic: 'ar', german: 'de' }
/** More keywords make the list long and find little more. */
const MOST_WORDS = 8

const folder = process.argv[2]
if (folder === undefined) throw new Error('Give the folder with node_modules/cldr-annotations-full.')
const packages = ['annotations', 'annotationsDerived'] as const
const nameOf = { annotations: 'cldr-annotations-full', annotationsDerived: 'cldr-annotations-derived-full' }
const { version } = read<{ version: string }>(nameOf.annotations, 'package.json')

for (const [language, tag] of Object.entries(LANGUAGES)) {
  const place = new URL(`../web/words/${language}/`, import.meta.url)
  if (existsSync(place)) writeFileSync(new URL('emoji-names.ts', place), fileOf(linesIn(tag)))
}

function read<T>(name: string, path: string): T {
  return JSON.parse(readFileSync(join(folder!, 'node_modules', name, path), 'utf8')) as T
}

function linesIn(tag: string): string[] {
  const known: Annotations = {}
  for (const key of packages) {
    const file = read<Record<string, { annotations: Annotations }>>(nameOf[key], `${key}/${tag}/annotations.json`)
    Object.assign(known, file[key]!.annotations)
  }
  return gemoji.flatMap(({ emoji }) => {
    const { tts = [], default: words = [] } = known[emoji] ?? known[emoji.replaceAll('\ufe0f', '')] ?? {}
    const [name] = tts
    if (name === undefined) return []
    const more = words.filter((word) => !name.toLowerCase().includes(word.toLowerCase())).slice(0, MOST_WORDS)
    return `${emoji} ${[name, ...more].join('|')}`
  })
}

function fileOf(lines: string[]): string {
  return `/**
 * Made by scripts/emoji-names.ts from Unicode's CLDR ${version}: do not edit it by hand. © 1991-2025 Unicode, Inc.; the data are
 * under the Unicode License V3 (protocol/names/UNICODE-LICENSE.txt), and were shortened.
 */

/** Each line has an emoji, its name, and its keywords. */
export const emojiNames = String.raw\`
${lines.join('\n')}
\`
`
}
