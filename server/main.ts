/** The wiring, top to bottom: configuration, store, delivery, chat, doors; then listening, and stopping. */
import { readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Refusal } from '../protocol/errors.ts'
import type { Me, ServerInfo } from '../protocol/models.ts'
import { forgetAddress, leaveAddress, leftAddress } from './address-file.ts'
import { Counts } from './chat/counts.ts'
import type { Tools } from './chat/tools.ts'
import { Cursors } from './chat/cursors.ts'
import { Limits } from './chat/limits.ts'
import { announceChanges, changed } from './chat/messages/announcement.ts'
import { announceDue } from './chat/messages/remind.ts'
import { hashSecret, newCode } from './chat/people/secrets.ts'
import { KnownDevices } from './chat/people/known-devices.ts'
import { OpenSessions } from './chat/people/open-sessions.ts'
import { Passwords } from './chat/people/passwords.ts'
import { Uses } from './chat/people/uses.ts'
import { Online } from './chat/presence/online.ts'
import { Screens } from './chat/presence/screens.ts'
import { TypingBoard } from './chat/presence/typing-board.ts'
import { BadConfig, type Config, HELP, readConfig } from './config.ts'
import { Doorkeeper } from './doors/doorkeeper.ts'
import { createFrontDoor } from './front-door.ts'
import { createHttpDoor } from './http/attach.ts'
import { UnusablePlace } from './files/place.ts'
import { openFiles } from './files/files.ts'
import { Preparation } from './files/prepare.ts'
import { isUpload } from './http/files/long-requests.ts'
import { loadPage } from './http/page.ts'
import { addressOf, announce, listen, showMissingOwner, showOwnerLink } from './listen.ts'
import { keepClean } from './jobs/clean-up.ts'
import { keepFilesClean } from './jobs/clean-files.ts'
import { compareNodes } from './jobs/compare-nodes.ts'
import { endLostAccess } from './jobs/end-lost-access.ts'
import { endLostVisits } from './jobs/end-lost-visits.ts'
import { showPreviews } from './jobs/previews.ts'
import { tellReminders } from './jobs/reminders.ts'
import { openMail } from './open-mail.ts'
import { openNotices } from './open-notices.ts'
import { openPlace } from './open-place.ts'
import { showLostNews } from './jobs/show-lost-news.ts'
import { createLog, type Logger, onceEach } from './log.ts'
import { createMetricsDoor } from './metrics/door.ts'
import { openDelivery } from './open-delivery.ts'
import { Outside } from './outside/fetch.ts'
import { fetchPreview } from './outside/preview.ts'
import { createPatientServer } from './patience.ts'
import { createSocketDoor } from './sockets/attach.ts'
import { isInUse } from './store/data-folder.ts'
import { openStore } from './store/open.ts'
import { type Store, UnusableStore } from './store/store.ts'
import type { Changed } from './store/terms.ts'

/** How long an unfinished request may go on after the stop signal, in ms. */
const UNFINISHED_MS = 2_000
/** The longest time until the process ends, in ms. */
const STOP_WITHIN_MS = 9_000

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string }

/** Runs until the stop signal. */
export async function main(args: string[], env: NodeJS.ProcessEnv): Promise<void> {
  // Our files are readable only by our own user: they hold the whole chat.
  process.umask(0o077)
  try {
    const config = readConfig(args, env)
    if ('show' in config) {
      process.stdout.write(config.show === 'help' ? HELP : `${version}\n`)
      return
    }
    if ('makeOwnerLink' in config) {
      const { dataFolder, databaseUrl, ...expected } = config.makeOwnerLink
      // All steps that may fail come first: the former link ends only when a new one is shown.
      const running = isInUse(dataFolder) ? leftAddress(dataFolder) : undefined
      const code = newCode()
      const { putOwnerCode } = await import('./store/owner-link.ts')
      putOwnerCode({ folder: dataFolder, url: databaseUrl }, hashSecret(code))
      const hint = running === undefined ? '  If it listens elsewhere, put that address before /owner.\n' : ''
      process.stdout.write(showOwnerLink(running ?? addressOf(expected), code) + hint)
      return
    }
    if ('checkFiles' in config) {
      const { openContents } = await import('./store/contents-beside.ts')
      const { checkFiles } = await import('./check-files.ts')
      const { dataFolder: folder, databaseUrl: url } = config.checkFiles
      const contents = openContents({ folder, url })
      const place = await openPlace(config.checkFiles, tmpdir())
      const isGood = await checkFiles(contents, place, process.stdout).finally(() => contents.close())
      process.exitCode = isGood ? 0 : 1
      return
    }
    if ('move' in config) {
      const { move } = await import('./store/move/move.ts')
      return await move(config.move, process.stdout)
    }
    const log = await createLog(config.logLevel)
    const store = await openStore({ folder: config.dataFolder, url: config.databaseUrl }, () =>
      forgetAddress(config.dataFolder, log),
    )
    const { port, stop } = await serve(config, store, log)
    const found = { ...config, port }
    leaveAddress(config.dataFolder, addressOf(found), log)
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      process.on(signal, () => {
        log.info({ signal }, 'stopping')
        setTimeout(() => process.exit(1), STOP_WITHIN_MS).unref()
        // A connection to a mail server that hangs would keep the process.
        void stop().then(() => process.exit())
      })
    }
    process.stdout.write(announce(found, config.host) + (await ownerNotice(store, addressOf(found))))
  } catch (error) {
    // A mistake of the operator is one plain line. Any other error is a bug and keeps its stack.
    // So is a database that goes away while the server starts.
    const isPlain =
      error instanceof BadConfig ||
      error instanceof UnusableStore ||
      error instanceof UnusablePlace ||
      error instanceof Refusal
    if (!isPlain) throw error
    process.stderr.write(`earshot: ${error.message}\n`)
    process.exit(1)
  }
}

/** The first start shows the owner link. While it is unused, later starts say how to get another. */
async function ownerNotice(store: Store, address: string): Promise<string> {
  if (await store.hasOwner()) return ''
  const code = newCode()
  return (await store.addFirstOwnerCode(hashSecret(code))) ? showOwnerLink(address, code) : showMissingOwner()
}

/** Opens the doors to a store. Answers with the port, and with how to stop: after that the store is closed too. */
export async function serve(
  config: Config,
  store: Store,
  log: Logger,
): Promise<{ port: number; stop: () => Promise<void> }> {
  const page = loadPage(config.base)
  const server: ServerInfo = {
    name: 'earshot',
    version: `${version}+${page.version}`,
    maxFileBytes: config.maxFileBytes,
    ...(config.mail && { hasMail: true }),
  }
  const { tools, isShared, placeId, closeTools, onWelcome } = await createTools(store, config, log)
  const { counts } = tools
  store.work.watch((written) => counts.write(written))

  let stopping: Promise<void> | undefined
  const isStaying = () => stopping === undefined
  const { allowedOrigins, base, host, proxies, publicUrl } = config
  const doorkeeper = new Doorkeeper({
    allowedOrigins,
    base,
    host,
    proxies,
    publicUrl,
    id: store.id,
    warn: onceEach((sentence) => log.warn(sentence)),
  })
  const httpDoor = createHttpDoor(tools, { page, base, doorkeeper, server, isStaying })
  const sockets = await createSocketDoor(tools, {
    doorkeeper,
    allowedOrigins,
    server,
    onDrop: (waiting) => {
      counts.cutOff++
      log.info(waiting, 'cut off a connection that does not read')
    },
    onWelcome,
  })
  const metrics = createMetricsDoor({
    sources: {
      version: server.version,
      counts,
      store: store.work,
      behind: () => tools.delivery.behind(),
      connected: () => [...sockets.connected(), ...httpDoor.connected()],
    },
    doorkeeper,
    token: config.metricsToken,
    proxies,
    onBug: tools.onBug,
  })
  const frontDoor = createFrontDoor({ base, doorkeeper, counts, sockets, http: httpDoor, metrics })
  const http = createPatientServer(frontDoor.request, { onCutOff: () => counts.cutOff++, mayTakeLong: isUpload })
  http.on('upgrade', frontDoor.upgrade)

  const listening = await listen(http, config.port, config.host).catch(async (error: unknown) => {
    await closeTools()
    await store.close()
    throw error
  })
  log.info(
    { port: listening.port, data: config.dataFolder, access: config.access, version: server.version },
    'listening',
  )

  const { access, limitsOn } = config
  // The streams come last: when one has ended, nothing is watched either.
  const stopVisits = isShared ? endLostVisits([sockets, httpDoor], tools.onBug) : () => 'no visit ends elsewhere'
  const stopComparing = isShared
    ? compareNodes({
        store,
        settings: { access, limits: limitsOn ? 'on' : 'off', version: server.version, files: placeId },
        say: (level, sentence) => log[level](sentence),
        onBug: tools.onBug,
      })
    : () => 'no other node can be there'

  async function close(): Promise<void> {
    const closed = listening.close()
    // The store answers in order: once this write is answered, so is every one that was asked before it.
    await store.isWritable().catch((error: unknown) => log.warn({ err: error }, 'the store did not answer'))
    httpDoor.close()
    sockets.close()
    http.closeIdleConnections()
    const impatience = setTimeout(() => http.closeAllConnections(), UNFINISHED_MS)
    await closed
    clearTimeout(impatience)
    stopVisits()
    stopComparing()
    await closeTools()
    await store.close()
    log.info('stopped')
  }
  const stop = () => (stopping ??= close())
  store.onRewound(() => {
    log.error(REWOUND)
    // With this whoever keeps the server running starts it anew.
    process.exitCode = 1
    void stop()
  })
  return { port: listening.port, stop }
}

const REWOUND =
  'The database has lost changes that people were told, as after a failover. They get a new epoch, and send again what they hold. This server stops, because it knows the lost changes: start it anew.'

async function createTools(store: Store, config: Config, log: Logger) {
  const workFolder = join(config.dataFolder, 'work')
  const onBug = (error: unknown, during: string) => log.error({ err: error, during }, 'a bug')
  const delivery = await openDelivery(store, config, onBug, log)
  const typing = new TypingBoard(delivery)
  const screens = new Screens()
  const online = new Online(delivery, screens)
  const openSessions = new OpenSessions()
  const onErased = (changes: Changed[]) => announceChanges(delivery, changes)
  const cleaning = keepClean({ store, isShared: delivery.isShared, onErased, onBug })
  const stopReminding = tellReminders({ store, tell: (due) => announceDue(delivery, due), onBug })
  const place = await openPlace(config, workFolder)
  const vapid = await store.vapidKeys()
  const notices = openNotices({ store, delivery, config, vapid, screens, version, onBug })
  const pages = new Outside({ allowed: config.allowedOutside, userAgent: `Earshot/${version} (link preview)` })
  const stopPreviews = showPreviews({
    store,
    read: (address) =>
      fetchPreview(address, {
        outside: pages,
        ownOrigin: config.publicUrl?.origin,
        keepPicture: (picture) => tools.files.keepPreviewPicture(picture),
      }),
    tell: (message) => delivery.publish(changed(message)),
    onBug,
  })
  const preparation = new Preparation({ onBug })
  const tools: Tools = {
    store,
    delivery,
    counts: new Counts(),
    limits: new Limits({ isOn: config.limitsOn, sharedBy: delivery.isShared ? store : undefined }),
    files: await openFiles({ store, place, preparation, workFolder, maxBytes: config.maxFilesBytes }),
    maxFileBytes: config.maxFileBytes,
    cursors: new Cursors(store.sealingKey),
    online,
    screens,
    openSessions,
    typing,
    uses: new Uses(store, onBug),
    passwords: new Passwords(),
    devices: new KnownDevices(store.sealingKey),
    access: config.access,
    pushKey: vapid.publicKey,
    hasMail: config.mail !== undefined,
    testPush: notices.test,
    noteSoon: notices.noteSoon,
    cleanUp: cleaning.soon,
    onBug,
  }
  const stopEnding = delivery.isShared
    ? endLostAccess({ store, delivery, openSessions, online, onBug })
    : () => 'nothing ends elsewhere'
  const stopMail = await openMail({ store, config, log, online, isShared: delivery.isShared, onBug })
  const stopCleaningFiles = keepFilesClean({ store, place, isShared: delivery.isShared, onBug })
  const lostNews = delivery.isShared ? showLostNews({ store, delivery, online, onBug }) : undefined
  const closeTools = async () => {
    stopCleaningFiles()
    stopEnding()
    lostNews?.stop()
    cleaning.stop()
    stopReminding()
    await notices.stop()
    stopPreviews()
    pages.stop()
    await stopMail()
    typing.close()
    preparation.close()
    online.close()
    await delivery.close()
  }
  const onWelcome = (me: Me) => lostNews?.welcomed(me)
  return { tools, isShared: delivery.isShared, placeId: place.id, closeTools, onWelcome }
}
