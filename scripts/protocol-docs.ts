/** Writes docs/protocol.md from protocol/: `npm run docs`. A test fails when the file is outdated. */
import { writeFileSync } from 'node:fs'
import { toJsonSchema } from '@valibot/to-json-schema'
import type { GenericSchema } from 'valibot'
import { facts } from '../protocol/changes.ts'
import { arrivals, commands, lookups } from '../protocol/commands.ts'
import { REFUSALS, type Reason } from '../protocol/refusals.ts'
import { ERROR_CODES, type ErrorCode, isRetryable } from '../protocol/error-codes.ts'
import * as limits from '../protocol/limits.ts'
import { File, UploadView } from '../protocol/files.ts'
import * as allModels from '../protocol/models.ts'
import { CHAT } from '../protocol/socket.ts'
import { PROTOCOL } from '../protocol/version.ts'

export const PROTOCOL_DOCS = new URL('../docs/protocol.md', import.meta.url)

/** Those of files stand apart in the protocol, because the models need them. */
const models = { ...allModels, File, UploadView }

const NAMES = new Map<GenericSchema, string>(Object.entries(models).map(([name, schema]) => [schema, name]))

export function renderProtocol(): string {
  const sections = [
    `# The protocol

Made from \`protocol/\` by \`npm run docs\`: do not edit it by hand. Protocol version ${PROTOCOL}.

Three doors lead to the same gate. **Plain**: Socket.IO namespace \`/\`, the event \`message\` with one string, both ways. **Typed**: namespace
\`${CHAT}\`, described here. **HTTP**: \`GET /api\` describes it (OpenAPI).

Connect to \`${CHAT}\` with \`auth: { token }\`, with the page's cookie, or with \`auth: { name }\` to become a guest, whose token is in \`welcome\`. A bad
token is a \`connect_error\` with \`data.code = "unauthorized"\`.

A command is \`socket.emit(name, payload, ack)\`. The ack gets \`{ ok: true, value }\` or \`{ ok: false, error: { code, message, retryAfterMs?, suggestion?, reason?, about? } }\`.
An unknown field is a \`bad_request\`. Fields of a Message that only the server sets are ignored.

**To follow a room** keep the greatest \`to\` up to which you know it. A \`room:changed\` whose \`from\` is not greater fits: lay its messages over yours (same seq: the greater
rev wins), and move to its \`to\`. A greater \`from\` shows a gap. Ask for \`room:changes\` since your \`to\`, page by page, until you reach the greatest \`to\` that you
have heard of: more may happen while you ask. After a reconnect, compare with the room's \`rev\` in \`welcome\`, and do the same. On a \`reset\` begin again with
\`room:history\`.

| limit | |
|---|---|
${table(
  Object.entries(limits).filter(([, value]) => typeof value !== 'function'),
  ([name, value]) => [`\`${name}\``, typeof value === 'number' ? value.toLocaleString('en') : `\`${value as string}\``],
)}`,
    `## Errors

| code | try again? |
|---|---|
${table([...ERROR_CODES], (code) => [`\`${code}\``, isRetryable(code) ? 'yes, the same command, after `retryAfterMs` if given' : 'no'])}

\`message\` is in English. A refusal that people meet also has a \`reason\`, a lasting name, and \`about\`, the values of its sentence. So a client can say it
in any language:

${ERROR_CODES.map((code) => `- \`${code}\`: ${reasonsOf(code)}`).join('\n')}`,
    `## Commands\n\n${Object.entries({
      ...commands,
      'session:start (POST /api/session)': arrivals['session:start'],
      'owner:start (POST /api/owner)': arrivals['owner:start'],
      'password:start (POST /api/password)': arrivals['password:start'],
      'invite:look (POST /api/invites/look)': lookups['invite:look'],
      'session:look (POST /api/session/look)': lookups['session:look'],
      'owner:look (POST /api/owner/look)': lookups['owner:look'],
      'password:look (POST /api/password/look)': lookups['password:look'],
      'mail:signIn (POST /api/mail/sign-in)': lookups['mail:signIn'],
      'mail:password (POST /api/mail/password)': lookups['mail:password'],
    })
      .map(
        ([name, command]) =>
          `### \`${name}\`\n\n${command.does}\n\n${fields(command.fields)}\n\nAnswers with ${refer(command.output)}.`,
      )
      .join('\n\n')}`,
    `## Events from the server\n\n${Object.entries(facts)
      .map(([name, fact]) => `### \`${name}\`\n\n${fact.means}\n\nCarries ${refer(fact.payload)}.`)
      .join('\n\n')}`,
    `## Models\n\n${Object.entries(models)
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

function reasonsOf(code: ErrorCode): string {
  const reasons = Object.keys(REFUSALS) as Reason[]
  return reasons.flatMap((reason) => (REFUSALS[reason][0] === code ? `\`${reason}\`` : [])).join(' ')
}
