import assert from 'node:assert/strict'
import { readFileSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { PAGE_FOLDER, ensurePage } from './build.ts'

const MOST_KB = 45

test('a first visit loads no more than 45 kB of scripts and styles', async () => {
  await ensurePage((line) => console.log(line))
  const index = readFileSync(join(PAGE_FOLDER, 'index.html'), 'utf8')
  const loaded = [...index.matchAll(/(?:src|href)="\/(assets\/[^"]+\.(?:js|css))"/g)].map(([, path = '']) => path)
  assert.ok(loaded.some((path) => path.endsWith('.js')) && loaded.some((path) => path.endsWith('.css')))
  const bytes = loaded.reduce((sum, path) => sum + statSync(join(PAGE_FOLDER, `${path}.br`)).size, 0)
  assert.ok(bytes <= MOST_KB * 1_000, `${(bytes / 1_000).toFixed(1)} kB`)
})

test('the parts around the room, and what comes at rest, wait for no further file', () => {
  const assets = readdirSync(join(PAGE_FOLDER, 'assets'))
  for (const name of assets.filter((file) => /^(?:index|shell|soon)-.*\.js$/.test(file))) {
    const code = readFileSync(join(PAGE_FOLDER, 'assets', name), 'utf8')
    // A file that a script needs is not fetched beforehand: lost once, it would be missing until the next reload.
    for (const [, needed = ''] of code.matchAll(/\bfrom\s?["`]\.\/([^"`]+)/g))
      assert.match(needed, /^(?:index|shell|rolldown-runtime)-/, name)
  }
})

test('what the content security policy would stop is not in the page', () => {
  const index = readFileSync(join(PAGE_FOLDER, 'index.html'), 'utf8')
  assert.doesNotMatch(index, / style=| on\w+=|<style/i)
  for (const [, attributes = ''] of index.matchAll(/<script([^>]*)>/g)) {
    assert.match(attributes, /src="\/assets\/|type="application\/json"/)
  }
})
