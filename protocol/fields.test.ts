import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as v from 'valibot'
import { arrivals, commands, lookups } from './commands.ts'

type Schema = v.GenericSchema & {
  wrapped?: Schema
  item?: Schema
  entries?: Record<string, Schema>
  options?: Schema[]
  pipe?: unknown[]
}

/** Every field of text in a command’s input, each with its path. */
function textsIn(schema: Schema, path: string): [path: string, text: Schema][] {
  if (schema.wrapped) return textsIn(schema.wrapped, path)
  if (schema.type === 'union') return (schema.options ?? []).flatMap((option) => textsIn(option, path))
  if (schema.item) return textsIn(schema.item, path)
  if (schema.type === 'object') {
    return Object.entries(schema.entries ?? {}).flatMap(([name, entry]) => textsIn(entry, `${path}.${name}`))
  }
  if (schema.type === 'string') return [[path, schema]]
  // A kind of field that this function does not know must not pass unseen.
  assert.ok(['boolean', 'number', 'picklist', 'literal', 'undefined'].includes(schema.type), `${path}: ${schema.type}`)
  return []
}

test('[S90] no field of a command takes U+0000 or half of a surrogate pair, which one of the engines could not keep', () => {
  const texts = Object.entries({ ...commands, ...lookups, ...arrivals }).flatMap(([name, { fields }]) =>
    textsIn(fields as unknown as Schema, name),
  )
  assert.ok(texts.length > 100, `${texts.length} fields`)
  for (const [path, schema] of texts) {
    for (const damaged of ['a\0b', '\0', 'a\ud83db', '\udc00'])
      assert.equal(v.safeParse(schema, damaged).success, false, `${path} takes ${JSON.stringify(damaged)}`)
  }
})
