/** Several servers on one database of Postgres, as an operator starts them. */
import { after } from 'node:test'
import { startPostgres, type Postgres } from './postgres.ts'
import { startServer, type Server } from './server.ts'

export type Nodes = { postgres: Postgres; url: string; nodes: Server[] }

/** Ends with the test or the file that started them. `env` is for all of them. */
export async function startNodes(
  count: number,
  { args = [], env = {}, postgres }: { args?: string[]; env?: Record<string, string>; postgres?: Postgres } = {},
): Promise<Nodes> {
  const own = postgres ?? (await startPostgres())
  const url = await own.newDatabase()
  const nodes: Server[] = []
  // One after the other: only the first one prints the owner link.
  for (let number = 0; number < count; number++)
    nodes.push(await startServer({ args, env: { ...env, DATABASE_URL: url } }))
  after(() => Promise.all(nodes.map((node) => node.stop())))
  return { postgres: own, url, nodes }
}
