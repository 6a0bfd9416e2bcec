/** Plays a room through in no time: good histories to try the checker on. */
import { between, type Random } from '../support/random.ts'
import { Member } from './member.ts'
import { type Played, PlayedRoom } from './room.ts'

/** Several members write, are cut off, killed and come back; in the end all is well. */
export function playGood(random: Random): Played {
  const room = new PlayedRoom(random)
  const members = Array.from({ length: between(random, 3, 6) }, (_, index) => new Member(room, `m${index + 1}`))
  for (const member of members) member.connect()
  const anyone = () => members[between(random, 0, members.length - 1)]!

  for (let step = between(random, 300, 500); step > 0; step--) {
    const chance = random()
    if (chance < 0.3) anyone().write()
    else if (chance < 0.55) anyone().trySending()
    else if (chance < 0.85) anyone().hear()
    else if (chance < 0.9) anyone().read()
    else if (chance < 0.93) anyone().lose('cut')
    else if (chance < 0.94) for (const member of members) member.lose('killed')
    else anyone().connect()
  }

  room.note('scenario', { what: 'heal', name: 'the end' })
  for (const member of members) member.connect()
  for (const member of members) member.drain()
  for (const member of members) member.finish()
  const { messages, epoch, head, events } = room
  return { events, store: { epoch, rev: head, lastSeq: head, messages } }
}
