#!/usr/bin/env node
// Starts the server, under whatever Node the machine has: when that one is too old, with the one that npm installed.
// Plain JavaScript, so that an old Node gets far enough to say so.
import { runWithNewEnoughNode } from './node.js'

if (await runWithNewEnoughNode(import.meta.filename ?? new URL(import.meta.url).pathname)) {
  const { enableCompileCache } = await import('node:module')
  enableCompileCache()
  const args = process.argv.slice(2)
  if (!args.some((arg) => ['--help', '-h', '--version', '-v'].includes(arg))) {
    const { ensurePage } = await import('../web/build.ts')
    await ensurePage((line) => process.stdout.write(`${line}\n`))
  }
  const { main } = await import('../server/main.ts')
  await main(args, process.env)
}
