/** The worker process: does one task after the other, watches its own memory, and ends with the server. */
import { writeFileSync } from 'node:fs'
import { constants, setPriority } from 'node:os'
import { MOST_MEMORY, TOO_MUCH_MEMORY } from './limits.ts'
import { type Asked, carryOut } from './tasks.ts'

const LOOK_EVERY_MS = 20

const mostMemory = Number(process.argv[2] ?? MOST_MEMORY)
process.on('message', (asked: Asked) => void answer(asked))
process.once('disconnect', () => process.exit())
giveWay()
// The first picture should not wait for the library.
import('../making/picture.ts').catch(() => 'told with the first picture')

async function answer(asked: Asked): Promise<void> {
  const watch = setInterval(() => {
    if (process.memoryUsage.rss() > mostMemory) process.exit(TOO_MUCH_MEMORY)
  }, LOOK_EVERY_MS)
  const answered = await carryOut(asked)
  clearInterval(watch)
  process.send?.(answered)
}

/** Messages go first, and when memory runs out this process is the one to lose. Not every system lets us ask for that. */
function giveWay(): void {
  for (const ask of [
    () => setPriority(constants.priority.PRIORITY_LOW),
    () => writeFileSync('/proc/self/oom_score_adj', '1000'),
  ]) {
    try {
      ask()
    } catch {
      // It works without, less politely.
    }
  }
}
