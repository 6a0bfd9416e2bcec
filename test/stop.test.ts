/** Stopping with a thousand members connected who all talk: acked messages are there afterwards. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { connectRaw } from '../bench/support/raw-socket.ts'
import { signIn, wholeHistory } from './support/http.ts'
import { startServer } from './support/server.ts'

const MEMBERS = 1_000

test('[C14] SIGTERM with 1,000 connected ends within ten seconds, and nothing acknowledged is lost', async () => {
  const server = await startServer({ args: ['--limits', 'off'] })
  const { token } = await signIn(server, 'Ann')
  const acked = new Set<string>()
  const members = await Promise.all(
    Array.from({ length: MEMBERS }, async (_, index) => {
      const socket = await connectRaw(server.port, '/chat', `member ${index}`, {
        onAck: (id, frame) => {
          if (frame.includes('"ok":true')) acked.add(`${index}:${id}`)
          say(id + 1)
        },
      })
      const say = (id: number) =>
        socket.send('message:send', { roomId: 'lobby', clientId: `${index}:${id}`, body: `${index}:${id}` }, id)
      return { socket, say }
    }),
  )
  for (const { say } of members) say(1)
  await new Promise((resolve) => setTimeout(resolve, 1_500))

  const { code } = await server.stop()
  for (const { socket } of members) socket.close()
  assert.equal(code, 0)
  assert.ok(acked.size > MEMBERS, `only ${acked.size} acknowledged`)

  const again = await startServer({ dataDir: server.dataDir })
  const kept = new Set((await wholeHistory(again, token)).map(({ body }) => body))
  assert.deepEqual(
    [...acked].filter((body) => !kept.has(body)),
    [],
  )
  await again.stop()
})
