/** A file system so small that it can be filled, where one can be made: it takes root. */
import { spawnSync } from 'node:child_process'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { temporaryFolder } from '../../support/server.ts'

type SmallDisk = {
  folder: string
  /** Writes until nothing more fits. */
  fill: () => void
  /** Takes the filling out again. */
  free: () => void
  unmount: () => void
}

/** A tmpfs of so many bytes, or why there is none. */
export function mountSmallDisk(bytes: number): SmallDisk | { skipped: string } {
  const folder = temporaryFolder()
  const { status, error, stderr } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${bytes}`, 'tmpfs', folder])
  if (status !== 0) {
    const reason = error?.message ?? stderr.toString().trim()
    return { skipped: `skipped: a small file system cannot be mounted here (${reason})` }
  }
  const filling = (number: number) => join(folder, `filling-${number}`)
  let fillings = 0
  const unmount = () => {
    spawnSync('umount', ['-l', folder])
  }
  process.on('exit', unmount)
  return {
    folder,
    fill() {
      // Ever smaller pieces, until not even a page fits.
      for (let size = bytes; size >= 512;) {
        try {
          writeFileSync(filling(fillings++), Buffer.alloc(size))
        } catch (error) {
          if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
          rmSync(filling(fillings - 1), { force: true })
          size = Math.floor(size / 2)
        }
      }
    },
    free() {
      for (let number = 0; number < fillings; number++) rmSync(filling(number), { force: true })
      fillings = 0
    },
    unmount,
  }
}
