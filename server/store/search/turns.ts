/**
 * Shares one thread between users: the one with the least work so far is next. A new user begins at the lowest count,
 * so that a quick search waits for one turn of others at most.
 */
type Holder<Job> = { jobs: Job[]; used: number }

export class Turns<Job> {
  readonly #holders = new Map<string, Holder<Job>>()
  /** The work of the user who is next. It only grows. */
  #used = 0

  add(holder: string, job: Job): void {
    const known = this.#holders.get(holder)
    if (known) known.jobs.push(job)
    else this.#holders.set(holder, { jobs: [job], used: this.#used })
  }

  /** Lets one job work until it pauses or ends. Answers whether there was one. */
  give(work: (job: Job) => { took: number; isDone: boolean }): boolean {
    let next: [string, Holder<Job>] | undefined
    for (const one of this.#holders) if (!next || one[1].used < next[1].used) next = one
    if (!next) return false
    const [name, holder] = next
    this.#used = holder.used
    const { took, isDone } = work(holder.jobs[0]!)
    holder.used += took
    if (isDone) holder.jobs.shift()
    if (holder.jobs.length === 0) this.#holders.delete(name)
    return true
  }
}
