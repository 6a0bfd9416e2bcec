/** A copy of the sources with a promise taken out, to see that a gate would notice. */
import { cpSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { eventually } from '../../support/eventually.ts'
import { ROOT } from '../../support/root.ts'
import { Process, temporaryFolder } from '../../support/server.ts'

const SOURCES = ['bin', 'client', 'dist', 'protocol', 'server', 'web', 'package.json', 'package-lock.json']

/** The folder of the copy. Each replacement must be found, or the control would prove nothing. */
export function copySources(file: string, replacements: [string, string][]): string {
  const copy = temporaryFolder()
  for (const source of SOURCES) cpSync(join(ROOT, source), join(copy, source), { recursive: true })
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'))
  let text = readFileSync(join(copy, file), 'utf8')
  for (const [from, to] of replacements) {
    if (!text.includes(from)) throw new Error(`${file} does not contain “${from}” (any more).`)
    text = text.replaceAll(from, to)
  }
  writeFileSync(join(copy, file), text)
  return copy
}

/** Starts the server of a folder of sources and answers when it listens. */
export async function startFrom(folder: string): Promise<{ url: string; process: Process; dataDir: string }> {
  const dataDir = temporaryFolder()
  const args = ['--port', '0', '--data', dataDir, '--limits', 'off', '--log-level', 'warn']
  const env = { NODE_COMPILE_CACHE: join(dataDir, 'compiled') }
  const server = new Process(process.execPath, [join(folder, 'bin/earshot.js'), ...args], env)
  const url = await eventually(() => {
    const found = /http:\/\/localhost:\d+/.exec(server.stdout)?.[0]
    if (found === undefined) throw new Error(`It does not listen: ${server.stderr}`)
    return found
  }, 20_000)
  return { url, process: server, dataDir }
}
