/** How many WebSockets there are at a node, as it tells a monitor on its own machine. */
import { scrape } from './metrics.ts'
import type { Server } from './server.ts'

export async function webSockets(node: Pick<Server, 'url'>): Promise<number> {
  const { samples } = await scrape(node)
  const found = samples.filter(({ name, labels }) => name === 'earshot_connections' && labels.transport === 'websocket')
  return found.reduce((sum, { value }) => sum + value, 0)
}
