import { render } from 'preact'
import { Client } from '../client/client.ts'
import { indexedDbOutbox } from './outbox-indexeddb.ts'
import { Tabs } from '../client/outbox-tabs.ts'
import type { User } from '../protocol/models.ts'
import { App, loadAround } from './app.tsx'
import { bootFor, readBoot } from './boot.ts'
import { language, learn } from './language.ts'
import { Broken } from './ui/broken.tsx'
import { isPainted } from './ui/painted.ts'
import './ui/theme.ts'
import './ui/base.css'
import './ui/controls.css'

const boot = readBoot()
const outbox = indexedDbOutbox()
const tabs = Tabs.areHere() ? new Tabs() : undefined
let current: Client | undefined

function clientFor(you: User | undefined): Client {
  current = new Client({ boot: bootFor(boot, you), outbox, peers: tabs })
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

function show(): void {
  if (!page) return
  render(
    <Broken>
      <App boot={boot} clientFor={clientFor} />
    </Broken>,
    page,
  )
  // The next task after a frame's own work comes after its picture.
  requestAnimationFrame(() => setTimeout(() => (isPainted.value = true)))
}

function begin(): void {
  // Who is in sees everything at once; whoever still writes a name gets the rest meanwhile. Without it the room works too.
  const around = loadAround().then(
    () => undefined,
    () => undefined,
  )
  if (boot.you) void around.then(show)
  else show()
}

if (language === 'en') begin()
else void learn().then(begin)
