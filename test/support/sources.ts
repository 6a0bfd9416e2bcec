/** The files of the project, and what they import. */
import { globSync } from 'node:fs'
import { sep } from 'node:path'
import { ROOT } from './root.ts'

// Written one way throughout, thanks to the formatter: no parser is needed to find them.
export const STATEMENT =
  /^(?:import|export)\s+(?<what>[^'"]*?)from\s+['"](?<to>[^'"]+)['"]|\bimport\(?\s*['"](?<bare>[^'"]+)['"]/gm
export const onlyTypes = (what: string) => /^type\s/.test(what) || /^\{(\s*type\s[^,}]+,?)+\s*\}\s*$/.test(what)

export const filesIn = (folders: string): string[] =>
  globSync(`{${folders}}/**/*.{ts,tsx,js}`, { cwd: ROOT })
    .map((file) => file.split(sep).join('/'))
    .filter((file) => !/\.(test|contract)\.tsx?$|\.d\.ts$|\/(node_modules|dist|data)\//.test(file))
