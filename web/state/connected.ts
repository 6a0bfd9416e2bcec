import { effect } from '@preact/signals'
import type { Client } from '../../client/client.ts'

/** Waits until the first connection has succeeded or failed. An earlier action of the user counts all the same. */
export async function connected({ connection }: Client): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const stop = effect(() => {
    const { state } = connection.state.value
    if (state !== 'idle' && state !== 'connecting') resolve()
  })
  await promise
  stop()
}
