/**
 * Writes protocol/names/unicode-tables.ts from the files of Unicode that ICU is made from:
 * `node scripts/unicode-tables.ts icu/source/data/unidata`. Take the ICU that the Node of package.json brings
 * (`process.versions.icu`); it is at https://github.com/unicode-org/icu/releases, and in Debian as the source package `icu`.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const OUT = new URL('../protocol/names/unicode-tables.ts', import.meta.url)
/** Types of identifiers (UTS 39, table 1). Technical, obsolete and excluded characters are in no language’s names. */
const LIVING = new Set(['Recommended', 'Inclusion', 'Limited_Use', 'Uncommon_Use'])
const VIRAMA = '9'
const OVERLAY = '1'

type Properties = Record<string, string>
type Range = [from: number, to: number]

const folder = process.argv[2]
if (folder === undefined) throw new Error('Give the folder with ppucd.txt and confusables.txt.')
const lines = readFileSync(join(folder, 'ppucd.txt'), 'utf8').split('\n')
const characters = readCharacters(lines)
const version = lines.find((line) => line.startsWith('ucd;'))!.slice(4)

const letters = among(
  ({ gc, ccc, ID_Type, DI }) =>
    /^(?:L|Mn|Mc|N)/.test(gc!) &&
    ccc !== OVERLAY &&
    DI !== 'yes' &&
    ID_Type!.split(' ').every((type) => LIVING.has(type)),
)
const scripts = [...new Set(letters.map((code) => characters.get(code)!.sc!))]
  .filter((script) => script !== 'Zyyy' && script !== 'Zinh')
  .sort()

writeFileSync(
  OUT,
  `/**
 * Made by scripts/unicode-tables.ts from Unicode ${version}: do not edit it by hand. © 1991-2025 Unicode, Inc.; the data are
 * under the Unicode License V3 (UNICODE-LICENSE.txt), and were shortened.
 */

export const UNICODE_VERSION = '${version.replace(/\.0$/, '')}'

/** Letters, marks and numbers that a living language writes, as a class of a regular expression. */
export const LETTERS = String.raw\`
${wrap(rangesOf(letters).map(toClass))}
\`

/** Letters that join the one after them, as in Arabic. */
export const JOINS_NEXT = String.raw\`
${wrap(rangesOf(among(({ jt, gc }) => (jt === 'D' || jt === 'L') && gc!.startsWith('L'))).map(toClass))}
\`

/** Marks that take the vowel from the consonant before, as in Hindi. */
export const VIRAMAS = String.raw\`
${wrap(rangesOf(among(({ ccc }) => ccc === VIRAMA)).map(toClass))}
\`

/** The scripts of the letters above, by their short names. */
export const SCRIPTS = \`
${wrap(scripts)}
\`

/** Look-alikes (UTS 39), in hexadecimal: a character, a colon, and the characters that look like it. */
export const LOOK_ALIKES = \`
${readLookAlikes().join('\n')}
\`
`,
)

/** By code point. A block’s line says what its characters have in common, a character’s own line what differs. */
function readCharacters(from: string[]): Map<number, Properties> {
  const known = new Map<number, Properties>()
  let common: Properties = {}
  let block: Properties = {}
  for (const line of from) {
    const [kind, range, ...fields] = line.split(';') as [string, string, ...string[]]
    if (kind === 'defaults') common = { ...read(fields) }
    else if (kind === 'block') block = { ...common, ...read(fields) }
    else if (kind === 'algnamesrange') for (const code of codes(range)) known.set(code, block)
    else if (kind === 'cp') for (const code of codes(range)) known.set(code, { ...block, ...read(fields) })
  }
  return known
}

function read(fields: string[]): Properties {
  return Object.fromEntries(
    fields.map((field) => {
      if (field.startsWith('-')) return [field.slice(1), 'no']
      const [name, value = 'yes'] = field.split('=')
      return [name!, value]
    }),
  )
}

function* codes(range: string): Iterable<number> {
  const [from, to = from] = range.split('..').map((code) => Number.parseInt(code, 16)) as [number, number?]
  for (let code = from; code <= to; code++) yield code
}

function among(isWanted: (properties: Properties) => boolean): number[] {
  return [...characters]
    .filter(([, properties]) => isWanted(properties))
    .map(([code]) => code)
    .sort((one, other) => one - other)
}

function rangesOf(sorted: number[]): Range[] {
  const ranges: Range[] = []
  for (const code of sorted) {
    const last = ranges.at(-1)
    if (last?.[1] === code - 1) last[1] = code
    else ranges.push([code, code])
  }
  return ranges
}

function toClass([from, to]: Range): string {
  const code = (value: number) => `\\u{${hex(value)}}`
  return from === to ? code(from) : `${code(from)}-${code(to)}`
}

function readLookAlikes(): string[] {
  const alike = new Map<string, string[]>()
  for (const line of readFileSync(join(folder!, 'confusables.txt'), 'utf8').split('\n')) {
    const pair = /^\uFEFF?([0-9A-F]+) ;\t([0-9A-F ]+) ;\tMA/.exec(line)
    if (!pair) continue
    const [, source, target] = pair.map((code) =>
      code
        .split(' ')
        .map((part) => hex(Number.parseInt(part, 16)))
        .join(' '),
    )
    alike.set(target!, [...(alike.get(target!) ?? []), source!])
  }
  return [...alike].map(([target, sources]) => `${target}:${sources.join(' ')}`)
}

function hex(code: number): string {
  return code.toString(16)
}

function wrap(parts: string[]): string {
  return parts
    .join(' ')
    .replaceAll(/(.{1,110})(?: |$)/g, '$1\n')
    .trimEnd()
}
