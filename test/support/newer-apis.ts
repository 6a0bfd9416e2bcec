/** Finds in scripts the calls that one of the browsers named does not have. */
import type { CompatStatement, Identifier } from '@mdn/browser-compat-data'
import bcd from '@mdn/browser-compat-data' with { type: 'json' }
import { parseSync } from 'vite'

export type Targets = Partial<Record<'chrome' | 'firefox' | 'safari', number>>
/** The interface of each of these global names. */
const INSTANCES: Record<string, string> = {
  document: 'Document',
  globalThis: 'Window',
  history: 'History',
  location: 'Location',
  navigator: 'Navigator',
  self: 'Window',
  window: 'Window',
}
/** Shorter names are a minifier's. */
const SHORTEST_GLOBAL = 3
const MODIFIERS = /\(\?(?:[ims]+(?:-[ims]+)?|-[ims]+):/

const { builtins } = bcd.javascript
const INTERFACES: Record<string, Identifier> = { ...builtins, ...builtins?.['Intl'], ...bcd.api }
const ON_WINDOW: Identifier = bcd.api['Window'] ?? {}

/** Every member of this name, of any interface. */
const byName = new Map<string, CompatStatement[]>()
for (const members of Object.values(INTERFACES)) {
  for (const key of Object.keys(members)) {
    const name = key.replace(/_static$/, '')
    const compat = members[key]?.__compat
    if (compat) byName.set(name, [...(byName.get(name) ?? []), compat])
  }
}

/**
 * Global names and their members are looked up exactly. Of `x.name()` it is unknown what x is: it is found if every
 * interface with a member of that name is too new, and the scripts have none of their own. Options and events are not
 * looked at; styles in `newer-styles.ts`.
 */
export function newerApis(scripts: readonly string[], targets: Targets): string[] {
  const programs = scripts.map((script) => parseSync('script.js', script).program)
  const isMissing = (compat: CompatStatement | undefined) => compat !== undefined && isNewer(compat, targets)
  const own = new Set<string>()
  const found = new Set<string>()

  walk(programs, (node) => {
    if (/^(?:Property|MethodDefinition|PropertyDefinition)$/.test(node.type)) own.add(nameOf(node['key']) ?? '')
    if (node.type === 'AssignmentExpression') own.add(memberOf(node['left'])?.name ?? '')
  })
  walk(programs, (node) => {
    const { pattern } = (node['regex'] ?? {}) as { pattern?: string }
    if (pattern !== undefined && MODIFIERS.test(pattern) && isMissing(REGEX_MODIFIER)) found.add('(?i:…)')

    const member = memberOf(node)
    const exact = member && memberOfGlobal(member)
    if (member && isMissing(exact)) found.add(`${member.of}.${member.name}`)
    if (isMissing(ON_WINDOW[member?.of ?? '']?.__compat)) found.add(member?.of ?? '')

    if (node.type !== 'CallExpression' && node.type !== 'NewExpression') return
    const global = nameOf(node['callee']) ?? ''
    if (isMissing((INTERFACES[global] ?? ON_WINDOW[global])?.__compat)) found.add(global)
    const called = memberOf(node['callee'])
    if (!called || memberOfGlobal(called) || own.has(called.name)) return
    if (byName.get(called.name)?.every(isMissing)) found.add(`.${called.name}`)
  })
  return [...found].toSorted()
}

function memberOfGlobal({ of = '', name }: Member): CompatStatement | undefined {
  const members = INTERFACES[INSTANCES[of] ?? of]
  return (members?.[`${name}_static`] ?? members?.[name])?.__compat
}

const REGEX_MODIFIER = bcd.javascript['regular_expressions']?.['modifier']?.__compat

export const isNewer = (compat: CompatStatement, targets: Targets): boolean =>
  Object.entries(targets).some(([browser, oldest]) => !hasIt(compat, browser, oldest))

function hasIt({ support }: CompatStatement, browser: string, oldest: number): boolean {
  const statements = [support[browser as keyof typeof support] ?? []].flat()
  return statements.some(({ version_added: since, version_removed: until, ...limits }) => {
    const isWhole = !limits.flags && limits.prefix === undefined && limits.alternative_name === undefined
    return (
      isWhole &&
      typeof since === 'string' &&
      versionOf(since) <= oldest &&
      (until === undefined || versionOf(until) > oldest)
    )
  })
}

/** `preview` is later than any number. */
const versionOf = (version: string | boolean): number =>
  version === 'preview' ? Infinity : Number(String(version).replace('≤', ''))

type Node = { type: string } & Record<string, unknown>
const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'

function walk(value: unknown, visit: (node: Node) => void): void {
  if (Array.isArray(value)) for (const one of value) walk(one, visit)
  if (!isNode(value)) return
  visit(value)
  for (const part of Object.values(value)) walk(part, visit)
}

const nameOf = (node: unknown): string | undefined =>
  isNode(node) && node.type === 'Identifier' ? String(node['name']) : undefined

type Member = { of: string | undefined; name: string }

/** `URL.parse` is the member `parse` of `URL`; for `a().parse` or a short name the owner is unknown. */
function memberOf(node: unknown): Member | undefined {
  if (!isNode(node) || node.type !== 'MemberExpression' || node['computed'] === true) return undefined
  const name = nameOf(node['property'])
  const of = nameOf(node['object']) ?? memberOf(node['object'])?.name
  return name === undefined
    ? undefined
    : { of: of !== undefined && of.length >= SHORTEST_GLOBAL ? of : undefined, name }
}
