import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { CHUNKS, modulesOf } from './chunks.ts'

const ROOT = join(import.meta.dirname, '..', '..')
const { shell, soon, rest } = CHUNKS

test('every name in the list of chunks is a file, and stands there once', () => {
  const files = [...shell, ...soon, ...rest]
  assert.deepEqual(
    files.filter((file) => !existsSync(join(ROOT, file))),
    [],
  )
  assert.equal(new Set(files).size, files.length)
})

test('a chunk takes its scripts and their styles, and nothing that is only called alike', () => {
  const takes = modulesOf(shell)
  assert.match('/srv/earshot/web/shell/sidebar.tsx', takes)
  assert.match('/srv/earshot/web/shell/sidebar.css', takes)
  assert.doesNotMatch('/srv/earshot/web/shell/sidebar-more.tsx', takes)
  assert.doesNotMatch('/srv/earshot/web/words/arabic/shell.ts', takes)
})
