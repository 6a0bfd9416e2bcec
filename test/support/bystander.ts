/** A user who only wants to chat while others misbehave: abuse is harmless when this bystander does not notice. */
import assert from 'node:assert/strict'
import { workOf } from './crowd.ts'
import type { Server } from './server.ts'
import { enter, type Member } from './sockets.ts'

const UNNOTICED_MS = 250
/** Where other processes hold the machine, an answer waits for them. A server idle meanwhile is not to blame. */
const CROWDED_OUT_MS = 5_000

/** A user who talks. After `done` they are answered and heard as fast as before. */
export async function bystander(server: Server): Promise<(done: () => Promise<void>) => Promise<void>> {
  const [ann, bob]: [Member, Member] = await Promise.all([
    enter(server.url, { name: 'Ann Bystander' }),
    enter(server.url, { name: 'Bob Bystander' }),
  ])
  // The first message of a process pays for what is loaded on first use.
  await ann.say('Good morning')

  return async (done) => {
    await done()

    const [started, workBefore] = [performance.now(), workOf(server)]
    const message = await ann.say(`Still here? ${crypto.randomUUID()}`)
    await bob.hears(message.body)
    const took = performance.now() - started
    const work = workOf(server) - workBefore
    assert.ok(
      took < UNNOTICED_MS || (work < UNNOTICED_MS && took < CROWDED_OUT_MS),
      `a bystander waited ${Math.round(took)} ms, in which the server worked for ${work} ms`,
    )
    assert.ok(server.process.isAlive, 'the process lives')
    assert.doesNotMatch(
      server.stderr + server.stdout,
      /uncaught|unhandled|a bug|\n\s+at .*\.[jt]s:\d+/i,
      'nothing went wrong inside',
    )
  }
}
