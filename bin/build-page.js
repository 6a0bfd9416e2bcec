// Builds the page after an install. Plain JavaScript, because npm may run it with a Node that is too old for the rest.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { keepCompiled, runWithNewEnoughNode } from './node.js'

if (await runWithNewEnoughNode(fileURLToPath(import.meta.url))) {
  const keep = await keepCompiled()
  const { ensurePage } = await import('../web/build.ts')
  try {
    await ensurePage((line) => process.stdout.write(`${line}\n`))
    await loadServer().catch(() => 'the first start will do it')
    keep()
  } catch (error) {
    process.stderr.write(`earshot: ${error.message}\n`)
    process.exitCode = 1
  }
}

/** So that not even the first start has to take the types out of the sources: half a second, and 50 MB that it never gives back. */
async function loadServer() {
  await import('../server/main.ts')
  const { openSqliteStore } = await import('../server/store/sqlite/open.ts')
  const folder = mkdtempSync(join(tmpdir(), 'earshot-install-'))
  const store = await openSqliteStore(folder)
  await store.close()
  rmSync(folder, { recursive: true })
}
