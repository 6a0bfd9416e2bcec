import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { PERMISSIONS_DOCS, renderPermissions } from '../scripts/permissions-docs.ts'
import { PROTOCOL_DOCS, renderProtocol } from '../scripts/protocol-docs.ts'

test('docs/protocol.md says what protocol/ says: npm run docs', () => {
  assert.equal(readFileSync(PROTOCOL_DOCS, 'utf8'), renderProtocol())
})

test('docs/permissions.md says what the server goes by: npm run docs', () => {
  assert.equal(readFileSync(PERMISSIONS_DOCS, 'utf8'), renderPermissions())
})
