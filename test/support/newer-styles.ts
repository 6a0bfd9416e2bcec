/** Finds in styles the features that one of the browsers named does not know. */
import type { CompatStatement, Identifier } from '@mdn/browser-compat-data'
import bcd from '@mdn/browser-compat-data' with { type: 'json' }
import { type Targets, isNewer } from './newer-apis.ts'

const AT_RULES = bcd.css['at-rules'] ?? {}
const PROPERTIES = bcd.css.properties ?? {}
const SELECTORS = bcd.css.selectors ?? {}

/** Functions and units of values, of any property. */
const byName = new Map<string, CompatStatement[]>()
for (const type of Object.values(bcd.css.types ?? {})) {
  for (const [name, { __compat }] of Object.entries({ ...type }) as [string, Identifier][])
    if (__compat) byName.set(name, [...(byName.get(name) ?? []), __compat])
}
for (const [name, { __compat }] of Object.entries(bcd.css.types ?? {}) as [string, Identifier][])
  if (__compat) byName.set(name, [...(byName.get(name) ?? []), __compat])

/** How the table calls units that it does not list one by one. */
const UNITS: [RegExp, string][] = [
  [/^dv/, 'viewport_percentage_units_dynamic'],
  [/^sv/, 'viewport_percentage_units_small'],
  [/^lv/, 'viewport_percentage_units_large'],
  [/^cq/, 'container_query_length_units'],
]

/**
 * At-rules, selectors, properties, their keywords, functions and units are looked up one by one; what a property takes as a
 * value beyond that is not. An at-rule that asks (`@supports`) is not followed.
 */
export function newerStyles(css: string, targets: Targets): string[] {
  const found = new Set<string>()
  const look = (what: string, compat: CompatStatement | undefined) => {
    if (compat && isNewer(compat, targets)) found.add(what)
  }

  function hearPrelude(prelude: string, isNested: boolean): void {
    const [, rule] = /^@([\w-]+)/.exec(prelude) ?? []
    if (rule !== undefined) look(`@${rule}`, AT_RULES[rule]?.__compat)
    if (rule === 'media')
      for (const [, feature = ''] of prelude.matchAll(/\(([\w-]+)/g))
        look(`@media (${feature})`, AT_RULES['media']?.[feature]?.__compat)
    if (rule !== undefined) return
    if (isNested) look('nesting', SELECTORS['nesting']?.__compat)
    for (const [sign, name = ''] of prelude.matchAll(/::?([\w-]+)/g)) look(sign, SELECTORS[name]?.__compat)
  }

  function hearDeclaration(declaration: string): void {
    const at = declaration.indexOf(':')
    const name = declaration.slice(0, at).trim()
    if (at < 0 || name.startsWith('--')) return
    const property = PROPERTIES[name]
    look(name, property?.__compat)
    // Without strings and addresses.
    const value = declaration.slice(at + 1).replaceAll(/"[^"]*"|'[^']*'|url\([^)]*\)|var\([^(),]*/g, ' ')
    for (const [word] of value.matchAll(/(?<![\w-])[a-z][\w-]*(?!\()/gi))
      look(`${name}: ${word}`, property?.[word]?.__compat)
    for (const [, call = ''] of value.matchAll(/([a-z][\w-]*)\(/gi)) hearName(`${call}()`, call)
    for (const [, unit = ''] of value.matchAll(/\d([a-z]+)/gi))
      hearName(unit, UNITS.find(([pattern]) => pattern.test(unit))?.[1] ?? unit)
  }

  /** It is newer when everything of that name is. */
  function hearName(what: string, name: string): void {
    const all = byName.get(name)
    if (all?.every((compat) => isNewer(compat, targets))) found.add(what)
  }

  // The blocks that are open: of rules that hold other rules, or of one with declarations.
  const open: string[] = []
  let part = ''
  for (const [token] of css
    .replaceAll(/\/\*[^]*?\*\//g, '')
    .matchAll(/"(?:\\.|[^"])*"|'(?:\\.|[^'])*'|\((?:[^()]|\([^()]*\))*\)|[{};]|[^{};"'(]+|./gs)) {
    if (token === '{') {
      hearPrelude(
        part.trim(),
        open.some((one) => !one.startsWith('@')),
      )
      open.push(part.trim())
      part = ''
    } else if (token === '}' || token === ';') {
      if (open.length > 0) hearDeclaration(part.trim())
      if (token === '}') open.pop()
      part = ''
    } else part += token
  }
  return [...found].toSorted()
}
