/** The one who only wants to chat while others misbehave: abuse is harmless when the bystander does not notice. */
import assert from 'node:assert/strict'
import type { Server } from './server.ts'
import { enter, type Member } from './sockets.ts'

const UNNOTICED_MS = 250

/** Somebody who talks and, after whatever was done, is answered and heard as fast as before. */
export async function bystander(server: Server): Promise<(done: () => Promise<void>) => Promise<void>> {
  const [ann, bob]: [Member, Member] = await Promise.all([
    enter(server.url, { name: 'Ann Bystander' }),
    enter(server.url, { name: 'Bob Bystander' }),
  ])
  // The first message of a process pays for what is loaded on first use.
  await ann.say('Good morning')

  return async (done) => {
    await done()

    const started = performance.now()
    const message = await ann.say(`Still here? ${crypto.randomUUID()}`)
    await bob.hears(message.body)
    const took = performance.now() - started
    assert.ok(took < UNNOTICED_MS, `a bystander waited ${Math.round(took)} ms`)
    assert.ok(server.process.isAlive, 'the process lives')
    assert.doesNotMatch(
      server.stderr + server.stdout,
      /uncaught|unhandled|a bug|\n\s+at .*\.[jt]s:\d+/i,
      'nothing went wrong inside',
    )
  }
}
