#!/usr/bin/env node
// Starts the server with the machine's Node, or with the one that npm installed if that is too old. Plain JavaScript,
// so that an old Node gets far enough for this check.
import { fileURLToPath } from 'node:url'
import { keepCompiled, runWithNewEnoughNode } from './node.js'

if (await runWithNewEnoughNode(fileURLToPath(import.meta.url))) {
  const keep = await keepCompiled()
  const args = process.argv.slice(2)
  if (!args.some((arg) => ['--help', '-h', '--version', '-v'].includes(arg))) {
    const { ensurePage } = await import('../web/bundler/build.ts')
    try {
      await ensurePage((line) => process.stdout.write(`${line}\n`))
    } catch (error) {
      process.stderr.write(`earshot: ${error.message}\n`)
      process.exit(1)
    }
  }
  if (process.channel) {
    process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'))
    process.channel.unref()
  }
  const { main } = await import('../server/main.ts')
  await main(args, process.env)
  keep()
}
