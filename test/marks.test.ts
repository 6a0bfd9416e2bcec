/** A user's private marks on messages: they change while their list is on its way to the page. */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { Client } from '../client/client.ts'
import { remindersOf } from '../client/reminders.ts'
import { savedOf } from '../client/saved.ts'
import type { Store } from '../server/store/store.ts'
import { eventually } from './support/eventually.ts'
import { HeldStore } from './support/held-store.ts'
import { done, draft, person } from './support/people.ts'
import { serveHere } from './support/server-here.ts'

const held = new HeldStore()
const server = await serveHere(['--limits', 'off'], held.through)
const olga = await person(server, 'Olga')
const say = async (body: string) => (await done(server, olga, 'message:send', draft('lobby', body))).seq
const [first, second] = [await say('call the baker'), await say('and the smith')]
const clients: Client[] = []
after(async () => {
  for (const client of clients) client.close()
  await server.stop()
})

async function connected(): Promise<Client> {
  const client = new Client({ url: server.url, credentials: { token: olga.token } })
  clients.push(client)
  client.connect()
  await eventually(() => assert.equal(client.connection.state.value.state, 'online'))
  return client
}

/** The list is read before `act`, and comes after what the client hears of it. */
async function listedBefore(question: keyof Store, load: () => Promise<void>, act: () => Promise<void>): Promise<void> {
  held.hold(question)
  const loaded = load()
  await held.holds(1)
  await act()
  held.release()
  await loaded
}

test('[R75] a reminder that changes while the list is on its way is shown as it is now', async () => {
  const remind = (seq: number, at?: string) => done(server, olga, 'message:remind', { roomId: 'lobby', seq, at })
  const [soon, later] = [3_600_000, 7_200_000].map((ms) => new Date(Date.now() + ms).toISOString())
  await remind(first, soon)
  await remind(second, soon)
  const client = await connected()
  const reminders = remindersOf(client)
  await listedBefore(
    'reminders',
    () => reminders.load(),
    async () => {
      await remind(first)
      await remind(second, later)
      await eventually(() => assert.equal(reminders.timeOf('lobby', second), later))
    },
  )
  assert.equal(reminders.timeOf('lobby', first), undefined, 'the removed one')
  assert.equal(reminders.timeOf('lobby', second), later, 'the moved one')
})

test('[E4] a message that is saved or removed while the list is on its way is shown as it is now', async () => {
  const save = (seq: number, on: boolean) => done(server, olga, 'message:save', { roomId: 'lobby', seq, on })
  await save(first, true)
  const client = await connected()
  const saved = savedOf(client)
  await listedBefore(
    'saved',
    () => saved.load(),
    async () => {
      await save(first, false)
      await save(second, true)
      await eventually(() => assert.ok(saved.has('lobby', second)))
    },
  )
  assert.ok(!saved.has('lobby', first), 'the removed one')
  assert.ok(saved.has('lobby', second), 'the new one')
})
