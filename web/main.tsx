import { render } from 'preact'
import { Client } from '../client/client.ts'
import { indexedDbOutbox } from '../client/outbox-indexeddb.ts'
import { Tabs } from '../client/outbox-tabs.ts'
import type { User } from '../protocol/models.ts'
import { App } from './app.tsx'
import { readBoot } from './boot.ts'
import { Broken } from './ui/broken.tsx'
import './ui/theme.ts'
import './ui/base.css'
import './ui/controls.css'

const boot = readBoot()
const outbox = indexedDbOutbox()
const tabs = Tabs.areHere() ? new Tabs() : undefined
let current: Client | undefined

function clientFor(you: User | undefined): Client {
  const { you: _, ...room } = boot
  current = new Client({ boot: you ? { ...room, you } : room, outbox, peers: tabs })
  if (you) current.connect()
  return current
}

// Waiting for the next try makes no sense when the network has just come back, or somebody has just looked.
addEventListener('online', () => current?.connection.retryNow())
// A line that was lost without a word would be noticed only when its ping stays away, half a minute later.
addEventListener('offline', () => current?.connection.renew())
document.addEventListener('visibilitychange', () => {
  if (document.hidden) tabs?.stepBack()
  else current?.connection.retryNow()
})
// A tab that is put to sleep must not keep the others from sending; neither must a page that lies in the browser's history.
document.addEventListener('freeze', () => tabs?.rest())
document.addEventListener('resume', () => tabs?.wake())
addEventListener('pagehide', () => tabs?.rest())
addEventListener('pageshow', ({ persisted }) => persisted && tabs?.wake())

const page = document.getElementById('page')
if (page) {
  render(
    <Broken>
      <App boot={boot} clientFor={clientFor} />
    </Broken>,
    page,
  )
}
