/** Tools of the machine that some scenarios need. Where one is missing, the scenario says so by its name. */
import { spawnSync } from 'node:child_process'
import { existsSync, globSync } from 'node:fs'

export const hasStrace = (): boolean => spawnSync('strace', ['--version']).status === 0

/** The library that puts another clock before a program, if the machine has it. */
export const findFakeTime = (): string | undefined =>
  [...globSync('/usr/lib/*/faketime/libfaketimeMT.so.1'), '/usr/lib/faketime/libfaketimeMT.so.1'].find((path) =>
    existsSync(path),
  )
