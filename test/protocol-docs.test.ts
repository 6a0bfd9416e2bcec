import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { PROTOCOL_DOCS, renderProtocol } from '../scripts/protocol-docs.ts'

test('docs/protocol.md is what protocol/ says (npm run docs makes it so)', () => {
  assert.equal(readFileSync(PROTOCOL_DOCS, 'utf8'), renderProtocol())
})
