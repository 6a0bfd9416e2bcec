/** What `GET /api` answers: the routes in OpenAPI 3.1, made from the commands they carry. */
import { toJsonSchema } from '@valibot/to-json-schema'
import type { GenericSchema } from 'valibot'
import { arrivals, type CommandName, commands } from '../../protocol/commands.ts'
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
const schemaOf = (schema: GenericSchema) => toJsonSchema(schema, { errorMode: 'ignore', typeMode: 'input' })

export function describeApi() {
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
    info: { title: 'Earshot', version: '1', description: 'Authorization: Bearer TOKEN, or the page’s cookie.' },
    paths,
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
        ...(hasContent && { content: { 'application/json': { schema: schemaOf(command.output) } } }),
      },
      default: { description: '{ error: { code, message } }' },
    },
  }
}
