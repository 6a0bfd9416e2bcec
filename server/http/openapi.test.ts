import assert from 'node:assert/strict'
import { test } from 'node:test'
import { describeApi } from './openapi.ts'

test('every reference in the description of the API leads to a schema, and each model is described once', () => {
  const description = describeApi('')
  const schemas: Record<string, object> = description.components.schemas
  const refs = [...JSON.stringify(description).matchAll(/"\$ref":"([^"]+)"/g)].map(([, ref = '']) => ref)
  assert.ok(refs.length > 50)
  const known = new Set(Object.keys(schemas).map((name) => `#/components/schemas/${name}`))
  assert.deepEqual(
    refs.filter((ref) => !known.has(ref)),
    [],
  )
})
