/** The parts of a service worker's world that `worker.ts` uses. TypeScript's own types of it cannot stand beside the page's. */
export type Lasting = Event & { waitUntil: (work: Promise<unknown>) => void }
export type Fetching = Lasting & {
  request: Request
  /** The answer to a navigation that the browser asked for while the worker started. */
  preloadResponse: Promise<Response | undefined>
  respondWith: (answer: Promise<Response> | Response) => void
}
export type Telling = Lasting & { data: unknown }
export type Pushing = Lasting & { data: { json: () => unknown } | null }
export type Clicking = Lasting & { notification: Notification }
export type Changing = Lasting & { oldSubscription?: PushSubscription; newSubscription?: PushSubscription }

type Events = {
  install: Lasting
  activate: Lasting
  fetch: Fetching
  message: Telling
  push: Pushing
  notificationclick: Clicking
  pushsubscriptionchange: Changing
}

type WindowClient = {
  url: string
  visibilityState: DocumentVisibilityState
  focus: () => Promise<WindowClient>
  postMessage: (told: FromWorker) => void
}

export type WorkerSelf = {
  addEventListener: <Name extends keyof Events>(name: Name, hear: (event: Events[Name]) => void) => void
  skipWaiting: () => Promise<void>
  clients: {
    claim: () => Promise<void>
    matchAll: (wanted: { type: 'window'; includeUncontrolled: true }) => Promise<readonly WindowClient[]>
    openWindow: (url: string) => Promise<unknown>
  }
  registration: ServiceWorkerRegistration
}

/** The build that a worker belongs to. The server writes it before the worker's text. */
export type Build = {
  version: string
  /** The path below which the chat is. */
  base: string
  /** The scripts and styles that every page needs. */
  files: string[]
}

/** What a page tells its worker. */
export type ToWorker = {
  /** Further files that this page uses, such as the words of its language. */
  used?: string[]
}

/** What the worker tells a page: a notification was clicked, and leads to this address. */
export type FromWorker = { goTo: string }

/** A push, in the form of Declarative Web Push. `read` are the tags of notifications whose messages were read. */
export type Pushed = {
  notification?: { title?: string; body?: string; tag?: string; navigate?: string; lang?: string; silent?: boolean }
  app_badge?: number
  read?: string[]
}
