import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { signIn } from './support/http.ts'
import { serveHere } from './support/server-here.ts'
import { enter } from './support/sockets.ts'

test('[C10] a message whose announcement was lost is heard within five seconds all the same', async () => {
  const { url, store, stop } = await serveHere([])
  const { token, user } = await signIn({ url }, 'Ann')
  const ann = await enter(url, { token })
  const session = await store.findSession(new Uint8Array(createHash('sha256').update(token).digest()))

  // Committed, and nobody says a word: as if the process that wrote it had lost its tongue.
  await store.append(
    { userId: user.id, sessionId: session!.sessionId },
    { roomId: 'lobby', clientId: 'unannounced', body: 'said to nobody' },
  )
  await ann.hears('said to nobody', 5_000)

  ann.leave()
  await stop()
})
