/** The wiring, top to bottom: configuration, store, delivery, chat, doors; then listening, and stopping. */
import { readFileSync } from 'node:fs'
import type { Access, Tools } from './chat/tools.ts'
import { Limits } from './chat/limits.ts'
import { hashSecret, newCode } from './chat/people/secrets.ts'
import { Uses } from './chat/people/uses.ts'
import { Online } from './chat/presence/online.ts'
import { TypingBoard } from './chat/presence/typing-board.ts'
import { BadConfig, type Config, HELP, readConfig } from './config.ts'
import { createLocalDelivery } from './delivery/local.ts'
import { clientNetwork } from './doors/address.ts'
import { createHttpDoor } from './http/attach.ts'
import { Origins } from './doors/origins.ts'
import { loadPage } from './http/page.ts'
import { announce, listen, showMissingOwner, showOwnerLink } from './listen.ts'
import { keepClean } from './jobs/clean-up.ts'
import { createLog, type Logger } from './log.ts'
import { createPatientServer } from './patience.ts'
import { attachSockets } from './sockets/attach.ts'
import { forgetPort, leavePort, leftPort } from './port-file.ts'
import { isInUse, openSqliteStore } from './store/sqlite/open.ts'
import { putOwnerCode } from './store/sqlite/owner-link.ts'
import { type Store, UnusableStore } from './store/store.ts'

/** How often what was announced is compared with the store, in ms. */
const COMPARE_EVERY_MS = 2_000
/** How long an unfinished request may go on after we were told to stop, in ms. */
const UNFINISHED_MS = 2_000
/** However stuck something is, nobody waits longer than this for us to end, in ms. */
const STOP_WITHIN_MS = 9_000

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string }

/** Runs until told to stop. */
export async function main(args: string[], env: NodeJS.ProcessEnv): Promise<void> {
  // What we write is for our owner alone: whoever can read it can read the chat.
  process.umask(0o077)
  try {
    const config = readConfig(args, env)
    if ('show' in config) {
      process.stdout.write(config.show === 'help' ? HELP : `${version}\n`)
      return
    }
    if ('makeOwnerLink' in config) {
      const { dataFolder, port } = config.makeOwnerLink
      // All that may fail comes first: the link before this one ends only for one that is shown.
      const running = isInUse(dataFolder) ? leftPort(dataFolder) : undefined
      const code = newCode()
      putOwnerCode(dataFolder, hashSecret(code))
      const hint = running === undefined ? '  If it listens elsewhere, put that address before /owner.\n' : ''
      process.stdout.write(showOwnerLink(running ?? port, code) + hint)
      return
    }
    const log = await createLog(config.logLevel)
    const store = await openSqliteStore(config.dataFolder, () => forgetPort(config.dataFolder, log))
    const { port, stop } = await serve(config, store, log)
    leavePort(config.dataFolder, port, log)
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      process.on(signal, () => {
        log.info({ signal }, 'stopping')
        setTimeout(() => process.exit(1), STOP_WITHIN_MS).unref()
        void stop()
      })
    }
    process.stdout.write(announce(port, config.host) + (await ownerNotice(store, port)))
  } catch (error) {
    // What the operator can mend is one plain line; anything else is a bug and keeps its stack.
    if (!(error instanceof BadConfig || error instanceof UnusableStore)) throw error
    process.stderr.write(`earshot: ${error.message}\n`)
    process.exit(1)
  }
}

/** The very first start shows the owner link, once; as long as nobody has used it, later ones say how to get another. */
async function ownerNotice(store: Store, port: number): Promise<string> {
  const { hasOwner, hasCode } = await store.ownerState()
  if (hasOwner) return ''
  if (hasCode) return showMissingOwner()
  const code = newCode()
  await store.setOwnerCode(hashSecret(code))
  return showOwnerLink(port, code)
}

/** Opens the doors to a store. Answers with the port, and with how to stop: after that the store is closed too. */
export async function serve(
  config: Config,
  store: Store,
  log: Logger,
): Promise<{ port: number; stop: () => Promise<void> }> {
  const page = loadPage()
  const server = { name: 'earshot', version: `${version}+${page.version}` }
  const { tools, closeTools } = await createTools(store, config, log)

  let stopping: Promise<void> | undefined
  const isStaying = () => stopping === undefined
  const origins = new Origins(config.allowedOrigins)
  const httpDoor = createHttpDoor(tools, { page, origins, server, proxies: config.proxies, isStaying })
  const http = createPatientServer(httpDoor.listener)
  const sockets = await attachSockets(http, tools, {
    origins,
    allowedOrigins: config.allowedOrigins,
    server,
    networkOf: (request) => clientNetwork(request, config.proxies),
    onDrop: (waiting) => log.info(waiting, 'cut off a connection that does not read'),
  })

  const listening = await listen(http, config.port, config.host).catch(async (error: unknown) => {
    closeTools()
    await store.close()
    throw error
  })
  log.info(
    { port: listening.port, data: config.dataFolder, access: config.access, version: server.version },
    'listening',
  )

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
    closeTools()
    await store.close()
    log.info('stopped')
  }
  return { port: listening.port, stop: () => (stopping ??= close()) }
}

async function createTools(store: Store, { access, limitsOn }: { access: Access; limitsOn: boolean }, log: Logger) {
  const onBug = (error: unknown, during: string) => log.error({ err: error, during }, 'a bug')
  const delivery = createLocalDelivery(await store.revs(), {
    fill: async (roomId, since) => {
      const page = await store.changesSince(roomId, since, 1_000)
      if ('reset' in page) throw new Error(`Room ${roomId} was told up to ${since}, but the store is not that far.`)
      return { roomId, from: page.from, to: page.to, messages: page.messages }
    },
    onError: (error) => onBug(error, 'delivery'),
  })
  const typing = new TypingBoard(delivery)
  const online = new Online(delivery)
  const cleaning = keepClean(store, onBug)
  const tools: Tools = {
    store,
    delivery,
    limits: new Limits({ isOn: limitsOn }),
    online,
    typing,
    uses: new Uses(store, onBug),
    access,
    cleanUp: cleaning.soon,
    onBug,
  }
  // Should an announcement ever be lost, nobody is behind for longer than this.
  const comparing = setInterval(() => {
    store.revs().then(
      (revs) => delivery.expect(revs),
      (error: unknown) => onBug(error, 'comparing'),
    )
  }, COMPARE_EVERY_MS)
  const closeTools = () => {
    clearInterval(comparing)
    cleaning.stop()
    typing.close()
    online.close()
    delivery.close()
  }
  return { tools, closeTools }
}
