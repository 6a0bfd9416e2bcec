/** What `GET /api` answers: the routes in OpenAPI 3.1, made from the commands they carry. */
import { toJsonSchema } from '@valibot/to-json-schema'
import type { GenericSchema } from 'valibot'
import { commands, sessionStart } from '../../protocol/commands.ts'

const ROUTES = [
  { method: 'post', path: '/api/session', command: sessionStart, status: 201 },
  { method: 'delete', path: '/api/session', command: commands['session:end'], status: 204 },
  { method: 'get', path: '/api/rooms/{room}/messages', command: commands['room:history'], status: 200 },
  { method: 'post', path: '/api/rooms/{room}/messages', command: commands['message:send'], status: 201 },
  { method: 'get', path: '/api/rooms/{room}/changes', command: commands['room:changes'], status: 200 },
] as const

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
  const paths: Record<string, Record<string, unknown>> = { '/api/rooms/{room}/events': EVENTS }
  for (const { method, path, command, status } of ROUTES) {
    paths[path] = { ...paths[path], [method]: operation(method, path, command, status) }
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Earshot', version: '1', description: 'Authorization: Bearer TOKEN, or the page’s cookie.' },
    paths,
  }
}

function operation(method: string, path: string, command: (typeof ROUTES)[number]['command'], status: number) {
  const { roomId, ...fields } = command.fields.entries as Record<string, GenericSchema>
  const inPath =
    roomId && path.includes('{room}') ? [{ name: 'room', in: 'path', required: true, schema: schemaOf(roomId) }] : []
  const inQuery = Object.entries(fields).map(([name, schema]) => ({ name, in: 'query', schema: schemaOf(schema) }))
  const properties = Object.fromEntries(Object.entries(fields).map(([name, schema]) => [name, schemaOf(schema)]))
  const isRead = method === 'get'
  return {
    summary: command.does,
    parameters: isRead ? [...inPath, ...inQuery] : inPath,
    ...(!isRead && { requestBody: { content: { 'application/json': { schema: { type: 'object', properties } } } } }),
    responses: {
      [status]: { description: 'Done.', content: { 'application/json': { schema: schemaOf(command.output) } } },
      default: { description: '{ error: { code, message } }' },
    },
  }
}
