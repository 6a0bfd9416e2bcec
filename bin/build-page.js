// Builds the page after an install. Plain JavaScript, because npm may run it with a Node that is too old for the rest.
import { fileURLToPath } from 'node:url'
import { runWithNewEnoughNode } from './node.js'

if (await runWithNewEnoughNode(fileURLToPath(import.meta.url))) {
  const { ensurePage } = await import('../web/build.ts')
  try {
    await ensurePage((line) => process.stdout.write(`${line}\n`))
  } catch (error) {
    process.stderr.write(`earshot: ${error.message}\n`)
    process.exitCode = 1
  }
}
