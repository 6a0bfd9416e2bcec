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

// A fault's title is made of what its scenario says it promises.
test('every rule has a test whose title begins with it', () => {
  // The checker's own (K) are put into titles by the test that damages histories rule by rule.
  const rules = [...readFileSync(join(ROOT, 'docs/spec.md'), 'utf8').matchAll(/^\| ([A-JL-Z]\d+) \|/gm)].map(
    ([, rule]) => rule,
  )
  const tests = globSync(['{protocol,server,client,web,test}/**/*.{test,contract}.ts', 'test/faults/scenarios/*.ts'], {
    cwd: ROOT,
  })
  const titles = tests.map((file) => readFileSync(join(ROOT, file), 'utf8')).join('\n')
  assert.ok(rules.length > 50)
  assert.deepEqual(
    rules.filter((rule) => !new RegExp(`(\\[|promises: ')[^\\]']*\\b${rule}\\b`).test(titles)),
    [],
  )
})
