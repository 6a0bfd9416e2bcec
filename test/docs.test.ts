import assert from 'node:assert/strict'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { ROOT } from './support/root.ts'

const PAGES = globSync('{*.md,{docs,examples,bench,test}/**/*.md}', { cwd: ROOT })

test('every link and picture in the documents leads to a file', () => {
  assert.ok(PAGES.includes('README.md'))
  const broken = PAGES.flatMap((page) => {
    const links = readFileSync(join(ROOT, page), 'utf8').matchAll(/\]\((?!https?:|mailto:|#)([^)#\s`]+)/g)
    return [...links]
      .map(([, target = '']) => target)
      .filter((target) => !existsSync(join(ROOT, dirname(page), target)))
      .map((target) => `${page}: ${target}`)
  })
  assert.deepEqual(broken, [])
})

const rules = [...readFileSync(join(ROOT, 'docs/spec.md'), 'utf8').matchAll(/^\| ([A-Z]\d+) \|/gm)].map(
  ([, rule = '']) => rule,
)
const TESTS = globSync(['{protocol,server,client,web,test}/**/*.{test,contract}.ts', 'test/faults/scenarios/**/*.ts'], {
  cwd: ROOT,
})
const titles = TESTS.map((file) => readFileSync(join(ROOT, file), 'utf8')).join('\n')

test('every rule that a title begins with is in the spec, once', () => {
  const cited = [...titles.matchAll(/(?:test|describe)\(\s*['"`]((?:\[[^\]]*\] ?)+)/g)].flatMap(
    ([, tags = '']) => tags.match(/\b[A-Z]\d+\b/g) ?? [],
  )
  assert.ok(cited.length > 500)
  assert.deepEqual([...new Set(cited)].filter((rule) => !rules.includes(rule)).toSorted(), [])
  assert.deepEqual(
    rules.filter((rule, place) => rules.indexOf(rule) !== place),
    [],
  )
})

// A fault's title is made of the promises that its scenario names.
test('every rule has a test whose title begins with it', () => {
  assert.ok(rules.length > 50)
  assert.deepEqual(
    // The checker's own (K) are put into titles by the test that damages histories rule by rule.
    rules.filter((rule) => !rule.startsWith('K') && !new RegExp(`(\\[|promises: ')[^\\]']*\\b${rule}\\b`).test(titles)),
    [],
  )
})
