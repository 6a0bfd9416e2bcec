import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { METRICS_DOCS, renderMetrics } from '../scripts/metrics-docs.ts'
import { PERMISSIONS_DOCS, renderPermissions } from '../scripts/permissions-docs.ts'
import { PROTOCOL_DOCS, renderProtocol } from '../scripts/protocol-docs.ts'

test('docs/protocol.md agrees with protocol/: npm run docs', () => {
  assert.equal(readFileSync(PROTOCOL_DOCS, 'utf8'), renderProtocol())
})

test('docs/permissions.md agrees with the rules of the server: npm run docs', () => {
  assert.equal(readFileSync(PERMISSIONS_DOCS, 'utf8'), renderPermissions())
})

test('[M57] docs/metrics.md agrees with the meters of the server: npm run docs', () => {
  assert.equal(readFileSync(METRICS_DOCS, 'utf8'), renderMetrics())
})
