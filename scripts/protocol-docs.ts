/** Writes docs/protocol.md from protocol/: `npm run docs`. A test fails when the file is not what this makes. */
import { writeFileSync } from 'node:fs'
import { toJsonSchema } from '@valibot/to-json-schema'
import type { GenericSchema } from 'valibot'
import { facts } from '../protocol/changes.ts'
import { arrivals, commands } from '../protocol/commands.ts'
import { ERROR_CODES, isRetryable } from '../protocol/errors.ts'
import * as limits from '../protocol/limits.ts'
import * as models from '../protocol/models.ts'
import { CHAT } from '../protocol/socket.ts'
import { PROTOCOL } from '../protocol/version.ts'

export const PROTOCOL_DOCS = new URL('../docs/protocol.md', import.meta.url)

// Roles are words, not shapes: they are spelled out where they stand.
const { Role: _, ChatRole: __, ...MODELS } = models
const NAMES = new Map<GenericSchema, string>(Object.entries(MODELS).map(([name, schema]) => [schema, name]))

export function renderProtocol(): string {
  const sections = [
    `# The protocol

Made from \`protocol/\` by \`npm run docs\`: do not edit it by hand. Protocol version ${PROTOCOL}.

Three doors lead to the same gate. **Plain**: Socket.IO namespace \`/\`, the event \`message\` with one string, both ways. **Typed**: namespace
\`${CHAT}\`, described here. **HTTP**: \`GET /api\` describes it (OpenAPI).

Connect to \`${CHAT}\` with \`auth: { token }\`, with the page's cookie, or with \`auth: { name }\` to become a guest, whose token is in \`welcome\`. A bad
token is a \`connect_error\` with \`data.code = "unauthorized"\`.

A command is \`socket.emit(name, payload, ack)\`. The ack gets \`{ ok: true, value }\` or \`{ ok: false, error: { code, message, retryAfterMs? } }\`.
A key that a command does not know is a \`bad_request\`; the fields of a Message that only the server gives are ignored.

**To follow a room** keep the greatest \`to\` up to which you know it. A \`room:changed\` whose \`from\` is not beyond it is laid over what you have (same seq: the greater
rev wins) and moves it. One that begins beyond it shows a gap: ask for \`room:changes\` since what you know, page by page, until you have reached the greatest \`to\`
that you have heard of, since more may happen while you ask. After a reconnect compare with the room's \`rev\` in \`welcome\` and do the same. On a \`reset\`
begin again with \`room:history\`.

| limit | |
|---|---|
${table(
  Object.entries(limits).filter(([, value]) => typeof value !== 'function'),
  ([name, value]) => [`\`${name}\``, typeof value === 'number' ? value.toLocaleString('en') : `\`${value as string}\``],
)}`,
    `## Errors

| code | try again? |
|---|---|
${table([...ERROR_CODES], (code) => [`\`${code}\``, isRetryable(code) ? 'yes, the same command, after `retryAfterMs` if given' : 'no'])}`,
    `## Commands\n\n${Object.entries({
      ...commands,
      'session:start (POST /api/session)': arrivals['session:start'],
      'owner:start (POST /api/owner)': arrivals['owner:start'],
    })
      .map(
        ([name, command]) =>
          `### \`${name}\`\n\n${command.does}\n\n${fields(command.fields)}\n\nAnswers with ${refer(command.output)}.`,
      )
      .join('\n\n')}`,
    `## Events from the server\n\n${Object.entries(facts)
      .map(([name, fact]) => `### \`${name}\`\n\n${fact.says}\n\nCarries ${refer(fact.payload)}.`)
      .join('\n\n')}`,
    `## Models\n\n${Object.entries(MODELS)
      .map(([name, schema]) => `### ${name}\n\n${fields(schema)}`)
      .join('\n\n')}`,
  ]
  return `${sections.join('\n\n')}\n`
}

type Objectish = GenericSchema & {
  entries?: Record<string, GenericSchema>
  options?: GenericSchema[]
  wrapped?: GenericSchema
  item?: GenericSchema
}

function fields(schema: Objectish): string {
  if (schema.options) return schema.options.map(fields).join('\n\nor\n\n')
  const rows = table(Object.entries(schema.entries ?? {}), ([name, field]) => [
    `\`${name}\`${field.type === 'optional' ? ' (optional)' : ''}`,
    describe(field),
  ])
  return `| field | |\n|---|---|\n${rows}`
}

function describe(schema: Objectish): string {
  const inner = schema.type === 'optional' ? schema.wrapped! : schema
  if (NAMES.has(inner)) return refer(inner)
  if (inner.type === 'array') return `list of ${describe((inner as Objectish).item!)}`
  const { description, type, enum: values } = toJsonSchema(inner, { errorMode: 'ignore', typeMode: 'input' })
  const words = description ?? (values ?? [type ?? 'object']).map((value) => `\`${value as string}\``).join(' or ')
  const { default: fallback } = schema as { default?: unknown }
  return fallback === undefined ? words : `${words} (${JSON.stringify(fallback)} if absent)`
}

function refer(schema: GenericSchema): string {
  const name = NAMES.get(schema)
  return name ? `[${name}](#${name.toLowerCase()})` : 'nothing'
}

function table<T>(rows: T[], cells: (row: T) => string[]): string {
  return rows.map((row) => `| ${cells(row).join(' | ')} |`).join('\n')
}

if (import.meta.main) writeFileSync(PROTOCOL_DOCS, renderProtocol())
