/** Edits of library code while the page is built. An edit that matches nothing fails the build. */
import type { Plugin } from 'vite'

/** The text or expression to find, and its replacement. A text is found once, an expression as its flags say. */
export type Edit = readonly [from: string | RegExp, to: string]

export function edit(code: string, where: string, edits: readonly Edit[]): string {
  return edits.reduce((before, [from, to]) => {
    const after = before.replace(from, () => to)
    if (after === before) throw new Error(`${where} has nothing like ${from} any more: see web/bundler/`)
    return after
  }, code)
}

/** Edits files of libraries, by their paths below `node_modules`. A file that is never bundled also fails the build. */
export function editing(name: string, files: Record<string, readonly Edit[]>): Plugin {
  const missing = new Set(Object.keys(files))
  return {
    name,
    enforce: 'pre',
    transform: {
      filter: { id: /\/node_modules\// },
      handler(code, id) {
        const file = Object.keys(files).find((path) => id.endsWith(`/node_modules/${path}`))
        if (file === undefined) return undefined
        missing.delete(file)
        return edit(code, file, files[file] ?? [])
      },
    },
    buildEnd(error) {
      if (!error && missing.size > 0) throw new Error(`${name}: the page does not use ${[...missing].join(', ')}`)
    },
  }
}
