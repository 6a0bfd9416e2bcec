import { effect } from '@preact/signals'
import { render } from 'preact'
import { Client } from '../client/client.ts'
import { indexedDbOutbox } from './browser/outbox-indexeddb.ts'
import { Tabs } from '../client/outbox-tabs.ts'
import type { User } from '../protocol/models.ts'
import { App, loadShell } from './app.tsx'
import { basePath } from './browser/base-path.ts'
import { recall } from './browser/storage.ts'
import { bootFor, readBoot } from './browser/boot.ts'
import { showLook } from './browser/show-look.ts'
import { learn } from './words/language.ts'
import { Broken, BrokenPage } from './ui/broken.tsx'
import { showChat } from './state/chat-look.ts'
import { isPainted } from './state/first-paint.ts'
import './browser/theme.ts'
import './ui/base.css'
import './ui/controls.css'

const boot = readBoot()
const outbox = indexedDbOutbox()
const files = async () => (await import('./browser/files-indexeddb.ts')).indexedDbFiles()
const tabs = Tabs.areHere() ? new Tabs() : undefined
let current: Client | undefined
let stopShowing: (() => void) | undefined

function clientFor(you: User | undefined): Client {
  const client = new Client({ boot: bootFor(boot, you), basePath, outbox, files, peers: tabs })
  current = client
  stopShowing?.()
  stopShowing = effect(() => {
    const settings = client.settings.value
    showLook(client.preferences.value)
    showChat(settings ? settings.chat : boot.chat)
  })
  if (you) client.connect()
  return client
}

// No need to wait for the next try when the network has just come back, or the user has just opened the tab.
addEventListener('online', () => current?.connection.retryNow())
// A connection that was lost silently would be noticed only by its missing ping, half a minute later.
addEventListener('offline', () => current?.connection.renew())
document.addEventListener('visibilitychange', () => {
  if (document.hidden) tabs?.stepBack()
  else current?.connection.retryNow()
})
// A sleeping tab must not keep the others from sending; nor must a page in the browser's back/forward cache.
document.addEventListener('freeze', () => tabs?.rest())
document.addEventListener('resume', () => tabs?.wake())
addEventListener('pagehide', () => tabs?.rest())
addEventListener('pageshow', ({ persisted }) => persisted && tabs?.wake())

const page = document.getElementById('page')

function show(): void {
  if (!page) return
  render(
    <Broken instead={<BrokenPage />}>
      <App boot={boot} clientFor={clientFor} />
    </Broken>,
    page,
  )
  // The next task after a frame runs after its paint.
  requestAnimationFrame(() => setTimeout(() => (isPainted.value = true)))
}

function begin(): void {
  // A signed-in user sees everything at once. A newcomer types a name while the rest loads.
  const around = loadShell().then(
    () => undefined,
    () => undefined,
  )
  if (boot.you) void around.then(show)
  else {
    show()
    // The connection's script loads meanwhile. If that fails, the connection asks for it again.
    void import('../client/open-socket.ts').catch(() => undefined)
  }
}

/** What this browser keeps is for a page without a network, and for nobody else than its user. */
const keptFor = recall(`kept${basePath}`)
const looking =
  (boot.isKept || (keptFor && keptFor !== boot.you?.id)) &&
  import('./offline/reopen.ts').then(({ lookAtKept }) => lookAtKept(boot))

void Promise.all([learn(), looking]).then(begin)
