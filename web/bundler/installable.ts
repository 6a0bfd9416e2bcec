/** What makes the page installable: its icons, and its service worker, under names that never change. */
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Plugin, minifySync, transformWithOxc } from 'vite'

const web = join(import.meta.dirname, '..')

export function installable(): Plugin {
  return {
    name: 'installable',
    async generateBundle() {
      for (const name of readdirSync(join(web, 'icons')))
        this.emitFile({ type: 'asset', fileName: name, source: readFileSync(join(web, 'icons', name)) })
      this.emitFile({ type: 'asset', fileName: 'sw.js', source: await worker() })
    },
  }
}

/** The worker imports nothing but types, so it is one plain script, as all browsers accept it. */
async function worker(): Promise<string> {
  const file = join(web, 'worker', 'worker.ts')
  const { code } = await transformWithOxc(readFileSync(file, 'utf8'), file, { sourcemap: false })
  return minifySync('sw.js', code.replace(/^export \{\};?$/m, '')).code
}
