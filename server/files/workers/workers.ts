/**
 * A few processes for work on strangers' bytes. One that crashes, hangs or swells takes nobody along: its task is given
 * up, and the next one gets a new process. They start when there is work, and end when there was none for a while.
 */
import { type ChildProcess, fork } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { MOST_MEMORY, TOO_MUCH_MEMORY } from './limits.ts'
import type { Answered, AnswerTo, Asked } from './tasks.ts'
import { Turns } from './turns.ts'

const WORKER = new URL('./worker.ts', import.meta.url)
const MOST_AT_ONCE = 2
const IDLE_MS = 60_000
/** A process that has done so many tasks is replaced, in case its libraries lose memory. */
const MOST_TASKS = 500

export type WorkersOptions = {
  /** Processes, at most. */
  most?: number
  idleMs?: number
  mostMemory?: number
  /** The program of the processes. */
  program?: URL
}

/** Thrown for a task that was too much for its process. */
export class GivenUp extends Error {
  readonly because: 'time' | 'memory' | 'crash'

  constructor(because: GivenUp['because']) {
    super(`A task was given up: ${because}.`)
    this.because = because
  }
}

/** Thrown for a task that failed: a bug, or a fault of the disk, which has a code. */
export class TaskFailed extends Error {
  readonly code: string | undefined

  constructor({ message, stack, code }: { message: string; stack?: string; code?: string }) {
    super(message)
    this.code = code
    if (stack !== undefined) this.stack = stack
  }
}

type Job = {
  asked: Asked
  withinMs: number
  resolve: (value: AnswerTo[keyof AnswerTo]) => void
  reject: (error: Error) => void
}
type Worker = { child: ChildProcess; done: number; job?: Job | undefined; idle?: NodeJS.Timeout | undefined }

export class Workers {
  readonly #options: Required<WorkersOptions>
  readonly #workers = new Set<Worker>()
  readonly #waiting = new Turns<Job>()
  #isClosed = false

  constructor(options: WorkersOptions = {}) {
    // One core stays free for messages.
    const most = Math.max(1, Math.min(MOST_AT_ONCE, availableParallelism() - 1))
    this.#options = { most, idleMs: IDLE_MS, mostMemory: MOST_MEMORY, program: WORKER, ...options }
  }

  /** The ids of the processes that run now. */
  get pids(): number[] {
    return [...this.#workers].flatMap(({ child }) => child.pid ?? [])
  }

  /** Starts a process, if none runs: work is about to come. */
  warmUp(): void {
    if (!this.#isClosed && this.#workers.size === 0) this.#rest(this.#start())
  }

  /** `whose` take turns: one who brings a hundred files waits for them, and not everybody else. */
  ask<Task extends Asked['task']>(
    asked: Extract<Asked, { task: Task }>,
    { whose, withinMs }: { whose: string; withinMs: number },
  ): Promise<AnswerTo[Task]> {
    return new Promise((resolve, reject) => {
      const job: Job = { asked, withinMs, resolve: resolve as Job['resolve'], reject }
      if (this.#isClosed) reject(new GivenUp('crash'))
      else this.#waiting.add(whose, job)
      this.#next()
    })
  }

  close(): void {
    this.#isClosed = true
    for (let job = this.#waiting.take(); job; job = this.#waiting.take()) job.reject(new GivenUp('crash'))
    for (const { child } of this.#workers) child.kill('SIGKILL')
  }

  #next(): void {
    if (this.#waiting.isEmpty) return
    const resting = [...this.#workers].find(({ job }) => job === undefined)
    const worker = resting ?? (this.#workers.size < this.#options.most ? this.#start() : undefined)
    if (!worker) return
    const job = this.#waiting.take()!
    this.#work(worker, job)
    this.#next()
  }

  #start(): Worker {
    const { program, mostMemory } = this.#options
    // The process gets none of the server's settings: they hold secrets.
    const child = fork(program, [String(mostMemory)], {
      env: environment(),
      execArgv: ['--max-old-space-size=256'],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    })
    const worker: Worker = { child, done: 0 }
    this.#workers.add(worker)
    const gone = (because: GivenUp['because']) => {
      clearTimeout(worker.idle)
      this.#workers.delete(worker)
      worker.job?.reject(new GivenUp(because))
      worker.job = undefined
      this.#next()
    }
    child.once('exit', (code) => gone(code === TOO_MUCH_MEMORY ? 'memory' : 'crash'))
    // A process that could not be started has no exit.
    child.on('error', () => child.pid === undefined && gone('crash'))
    child.on('message', (answered: Answered) => this.#answer(worker, answered))
    return worker
  }

  #work(worker: Worker, job: Job): void {
    const { child } = worker
    clearTimeout(worker.idle)
    child.ref()
    child.channel?.ref()
    const late = setTimeout(() => {
      job.reject(new GivenUp('time'))
      child.kill('SIGKILL')
    }, job.withinMs)
    const settling = (settle: () => void) => {
      clearTimeout(late)
      settle()
    }
    worker.job = {
      ...job,
      resolve: (value) => settling(() => job.resolve(value)),
      reject: (error) => settling(() => job.reject(error)),
    }
    // A process that has just ended is told by its exit.
    child.send(job.asked, () => 'its exit tells')
  }

  #answer(worker: Worker, answered: Answered): void {
    const { job } = worker
    worker.job = undefined
    worker.done++
    if ('value' in answered) job?.resolve(answered.value)
    else job?.reject(new TaskFailed(answered.fault))
    if (worker.done >= MOST_TASKS) this.#end(worker)
    else this.#rest(worker)
    this.#next()
  }

  /** A process that rests does not keep the server from ending. */
  #rest(worker: Worker): void {
    worker.child.unref()
    worker.child.channel?.unref()
    worker.idle = setTimeout(() => this.#end(worker), this.#options.idleMs).unref()
  }

  #end(worker: Worker): void {
    this.#workers.delete(worker)
    if (worker.child.connected) worker.child.disconnect()
  }
}

/** The settings that Node and the library of pictures need, and how much memory that may keep. */
function environment(): NodeJS.ProcessEnv {
  const { NODE_COMPILE_CACHE, SystemRoot, TEMP, TMPDIR } = process.env
  const given = { NODE_COMPILE_CACHE, SystemRoot, TEMP, TMPDIR }
  return {
    ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
    MALLOC_ARENA_MAX: '2',
    // Large pictures are held in memory, which is watched, and not in temporary files.
    VIPS_DISC_THRESHOLD: '2g',
  }
}
