/** A server in the process of the tests, for tests that hold back an answer of its store or watch the store's calls. */
import assert from 'node:assert/strict'
import { readConfig } from '../../server/config.ts'
import { createLog } from '../../server/log.ts'
import { serve } from '../../server/main.ts'
import { openStore } from '../../server/store/open.ts'
import type { Store } from '../../server/store/store.ts'
import { temporaryFolder } from './server.ts'

export type ServerHere = { url: string; dataDir: string; store: Store; stop: () => Promise<void> }

/** The real store with some of its calls carried out by way of the test. */
export async function serveHere(
  args: string[],
  through: (store: Store) => Partial<Store> = () => ({}),
): Promise<ServerHere> {
  const config = readConfig(['--port', '0', '--data', temporaryFolder(), ...args], {})
  assert.ok('port' in config)
  const store = await openStore({ folder: config.dataFolder })
  const { port, stop } = await serve(config, { ...store, ...through(store) }, await createLog('silent'))
  return { url: `http://localhost:${port}`, dataDir: config.dataFolder, store, stop }
}
