// Builds the page after an install. Plain JavaScript, because npm may run it with a Node that is too old for the rest.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { keepCompiled, runWithNewEnoughNode } from './node.js'

if (await runWithNewEnoughNode(fileURLToPath(import.meta.url))) {
  const keep = await keepCompiled()
  const { ensurePage } = await import('../web/bundler/build.ts')
  try {
    await ensurePage((line) => process.stdout.write(`${line}\n`))
    await loadServer().catch(() => 'the first start will do it')
    keep()
  } catch (error) {
    process.stderr.write(`earshot: ${error.message}\n`)
    process.exitCode = 1
  }
}

/** The first start then need not strip the types from the sources: it saves half a second, and 50 MB of memory. */
async function loadServer() {
  await import('../server/main.ts')
  const { openStore } = await import('../server/store/open.ts')
  const folder = mkdtempSync(join(tmpdir(), 'earshot-install-'))
  const store = await openStore({ folder })
  await store.close()
  rmSync(folder, { recursive: true })
}
