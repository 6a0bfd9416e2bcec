import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Delivery, News } from '../../delivery/delivery.ts'
import { createLocalDelivery } from '../../delivery/local.ts'
import { TypingBoard } from './typing-board.ts'

test('[H48] of a crowd that types, other nodes are told of twenty, and of others when those have stopped', async () => {
  const told: News[] = []
  const local = createLocalDelivery({
    fill: () => assert.fail('nothing is missing'),
    ahead: async () => [],
    onError: (error) => assert.fail(String(error)),
  })
  const delivery: Delivery = { ...local, tellNodes: (news) => told.push(news) }
  const board = new TypingBoard(delivery)
  const type = (number: number) => board.start('lobby', { id: `u_${number}`, name: `Guest ${number}`, kind: 'guest' })
  const startedThen = () =>
    told.splice(0).flatMap((news) => (news.kind === 'typing' ? news.started.map(({ user }) => user.id) : []))
  const ids = (from: number, to: number) => Array.from({ length: to - from }, (_, place) => `u_${from + place}`)
  for (let number = 0; number < 10_000; number++) type(number)
  board.tell()
  assert.deepEqual(startedThen(), ids(0, 20))
  for (let number = 0; number < 20; number++) board.stop('lobby', `u_${number}`)
  for (let number = 20; number < 10_000; number++) type(number)
  board.tell()
  assert.deepEqual(startedThen(), ids(20, 40))
  board.close()
  await local.close()
})
