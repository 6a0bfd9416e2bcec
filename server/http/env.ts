import type { HttpBindings } from '@hono/node-server'

/** The surroundings that Hono's handlers get with each request: Node's own request and response. */
export type Env = { Bindings: HttpBindings }
