/**
 * Seals pushes and sends them, in a thread of its own: each costs milliseconds of the processor, and ten thousand of them
 * would keep the messages of everybody waiting.
 */
import { readlinkSync } from 'node:fs'
import { constants, setPriority } from 'node:os'
import { basename } from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import { Outside } from './outside/fetch.ts'
import { NotFetched } from './outside/not-fetched.ts'
import { type Push, Pushes } from './push/send.ts'
import { Vapid } from './push/vapid.ts'
import type { AskedPush, AnsweredPush, PushThreadData } from './push-thread.ts'

/** Pushes at once: of all, and to one push service. Those that wait are bounded by the notices on their way. */
const TURNS = { atOnce: 200, perHost: 32, waiting: 4_000, waitingPerHost: 4_000 }

const { vapid, subject, sealingKey, allowed, userAgent } = workerData as PushThreadData
const outside = new Outside({ allowed, userAgent, turns: TURNS })
const pushes = new Pushes({
  post: (address, post) => outside.post(address, post),
  vapid: new Vapid({ keys: vapid, subject }),
  sealingKey,
  whyNot: (error) => (error instanceof NotFetched ? error.why : undefined),
})
const main = parentPort!
giveWay()

main.on('message', (asked: AskedPush | 'stop') => {
  if (asked === 'stop') {
    outside.stop()
    main.close()
    return
  }
  const push: Push = { ...asked.push, payload: Buffer.from(asked.push.payload) }
  pushes.send(asked.subscription, push).then(
    (pushed) => main.postMessage({ id: asked.id, pushed } satisfies AnsweredPush),
    (error: unknown) => main.postMessage({ id: asked.id, error } satisfies AnsweredPush),
  )
})

/** Lets the threads that carry messages run first. Only Linux has a priority for each thread, under the thread's own id. */
function giveWay(): void {
  if (process.platform !== 'linux') return
  try {
    setPriority(Number(basename(readlinkSync('/proc/thread-self'))), constants.priority.PRIORITY_LOW)
  } catch {
    // Where it is not allowed, pushes are only as fast as before.
  }
}
