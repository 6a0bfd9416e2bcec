/** Makes the answer to `GET /api`: the routes in OpenAPI 3.1, from the commands that they carry. */
import { toJsonSchema, toJsonSchemaDefs } from '@valibot/to-json-schema'
import type { GenericSchema } from 'valibot'
import { arrivals, type CommandName, commands, lookups } from '../../protocol/commands.ts'
import * as models from '../../protocol/models.ts'
import { type Method, ROUTES, statusOf } from './api-routes.ts'

type Described = {
  method: Method
  path: string
  status: number
  command: { does: string; fields: { entries: object }; output: GenericSchema }
}

const ARRIVALS: Described[] = [
  { method: 'post', path: '/session', command: arrivals['session:start'], status: 201 },
  { method: 'post', path: '/owner', command: arrivals['owner:start'], status: 201 },
  { method: 'post', path: '/password', command: arrivals['password:start'], status: 201 },
  { method: 'post', path: '/invites/look', command: lookups['invite:look'], status: 200 },
  { method: 'post', path: '/session/look', command: lookups['session:look'], status: 204 },
  { method: 'post', path: '/owner/look', command: lookups['owner:look'], status: 204 },
  { method: 'post', path: '/password/look', command: lookups['password:look'], status: 204 },
  { method: 'post', path: '/mail/sign-in', command: lookups['mail:signIn'], status: 204 },
  { method: 'post', path: '/mail/password', command: lookups['mail:password'], status: 204 },
  { method: 'delete', path: '/session', command: commands['session:end'], status: 204 },
]

const EVENTS = {
  get: {
    summary:
      'Server-Sent Events: `changed` carries what `room:changed` carries, with `epoch:rev` as its id. Last-Event-ID resumes.',
    responses: { 200: { description: 'A stream.', content: { 'text/event-stream': {} } } },
  },
}

// Checks that JSON Schema has no word for are left out; the sentences they fail with are in the answers.
const HOW = { errorMode: 'ignore', typeMode: 'input' } as const
const schemaOf = (schema: GenericSchema) => toJsonSchema(schema, HOW)

// Each model is described once: a message is part of many answers.
const NAMES = new Map<GenericSchema, string>(Object.entries(models).map(([name, schema]) => [schema, name]))
const refTo = (name: string) => `#/components/schemas/${name}`
const answerOf = (schema: GenericSchema) => {
  const name = NAMES.get(schema)
  return name === undefined ? schemaOf(schema) : { $ref: refTo(name) }
}
const describeModels = () =>
  toJsonSchemaDefs({ ...models }, { ...HOW, overrideRef: ({ referenceId }) => refTo(referenceId) })

export function describeApi(base: string) {
  const paths: Record<string, Record<string, unknown>> = { '/api/rooms/{roomId}/events': EVENTS }
  const routes = (Object.entries(ROUTES) as [CommandName, readonly [Method, string]][]).map(
    ([name, [method, path]]): Described => {
      const command = commands[name]
      return { method, path, command, status: statusOf(name, command.output.type === 'undefined' ? undefined : {}) }
    },
  )
  for (const route of [...ARRIVALS, ...routes]) {
    const path = `/api${route.path.replaceAll(/:(\w+)/g, '{$1}')}`
    paths[path] = { ...paths[path], [route.method]: operation(route) }
  }
  return {
    openapi: '3.1.0',
    servers: [{ url: base || '/' }],
    info: { title: 'Earshot', version: '1', description: 'Authorization: Bearer TOKEN, or the page’s cookie.' },
    paths,
    components: { schemas: describeModels() },
  }
}

function operation({ method, path, command, status }: Described) {
  const fields = Object.entries(command.fields.entries as Record<string, GenericSchema>)
  const isInPath = (name: string) => path.includes(`:${name}`)
  const inPath = fields
    .filter(([name]) => isInPath(name))
    .map(([name, schema]) => ({ name, in: 'path', required: true, schema: schemaOf(schema) }))
  const rest = fields.filter(([name]) => !isInPath(name))
  const inQuery = rest.map(([name, schema]) => ({ name, in: 'query', schema: schemaOf(schema) }))
  const properties = Object.fromEntries(rest.map(([name, schema]) => [name, schemaOf(schema)]))
  const isRead = method === 'get'
  const hasContent = status !== 204
  return {
    summary: command.does,
    parameters: isRead ? [...inPath, ...inQuery] : inPath,
    ...(!isRead &&
      rest.length > 0 && {
        requestBody: { content: { 'application/json': { schema: { type: 'object', properties } } } },
      }),
    responses: {
      [status]: {
        description: 'Done.',
        ...(hasContent && { content: { 'application/json': { schema: answerOf(command.output) } } }),
      },
      default: { description: '{ error: { code, message } }' },
    },
  }
}
