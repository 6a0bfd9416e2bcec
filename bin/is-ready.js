// Asks the server that runs with these very variables whether it takes messages, as a container's health check does.
// Exits with 0 if so.
import { readConfig } from '../server/config.ts'

const { port, base } = readConfig([], process.env)
const { ok } = await fetch(`http://localhost:${port}${base}/readyz`)
process.exitCode = ok ? 0 : 1
