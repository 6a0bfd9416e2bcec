/** A program with worker processes: it prints their ids, and waits for its end. */
import { setInterval } from 'node:timers'
import { Preparation } from '../../../server/files/prepare.ts'

const preparation = new Preparation({ onBug: (error) => console.error(error) })
preparation.warmUp()
console.log(preparation.pids.join())
setInterval(() => preparation.pids, 1_000)
