import { render } from 'preact'
import { Client } from '../client/client.ts'
import { indexedDbOutbox } from '../client/outbox-indexeddb.ts'
import type { User } from '../protocol/models.ts'
import { App } from './app.tsx'
import { readBoot } from './boot.ts'
import { Broken } from './ui/broken.tsx'
import './ui/theme.ts'
import './ui/base.css'
import './ui/controls.css'

const boot = readBoot()
const outbox = indexedDbOutbox()
let current: Client | undefined

function clientFor(you: User | undefined): Client {
  const { you: _, ...room } = boot
  current = new Client({ boot: you ? { ...room, you } : room, outbox })
  if (you) current.connect()
  return current
}

// Waiting for the next try makes no sense when the network has just come back, or somebody has just looked.
addEventListener('online', () => current?.connection.retryNow())
document.addEventListener('visibilitychange', () => {
  if (!document.hidden) current?.connection.retryNow()
})

const page = document.getElementById('page')
if (page) {
  render(
    <Broken>
      <App boot={boot} clientFor={clientFor} />
    </Broken>,
    page,
  )
}
