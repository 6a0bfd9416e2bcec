/** The service worker: registered for people who have joined, told of the files in use, removed at sign-out. */
import { basePath } from '../browser/base-path.ts'
import type { ToWorker } from '../worker/types.ts'

type Rules = { createScriptURL: (input: string) => string }
type Policies = { createPolicy: (name: string, rules: Rules) => Rules }

/** The security policy allows this policy for one address. */
const rules: Rules = { createScriptURL: () => `${basePath}/sw.js` }
const { trustedTypes } = globalThis as { trustedTypes?: Policies }
let policy: Rules | undefined

/** Undefined where the browser has no service workers: over plain HTTP, and in some private windows. */
export async function register(): Promise<ServiceWorkerRegistration | undefined> {
  if (!('serviceWorker' in navigator)) return undefined
  policy ??= trustedTypes?.createPolicy('offline', rules) ?? rules
  try {
    await navigator.serviceWorker.register(policy.createScriptURL(''), { scope: `${basePath}/` })
    return await navigator.serviceWorker.ready
  } catch (error) {
    // The network is away, or the browser does not want it.
    console.warn(error)
    return undefined
  }
}

/** The worker of this chat that is there already. */
export const registered = async (): Promise<ServiceWorkerRegistration | undefined> =>
  'serviceWorker' in navigator ? navigator.serviceWorker.getRegistration(`${basePath}/`) : undefined

/** Further parts of the page, such as the words of its language, were loaded before the worker was there. */
export function tellUsed({ active }: ServiceWorkerRegistration): void {
  const used = performance.getEntriesByType('resource').flatMap(({ name }) => (/\/assets\//.test(name) ? name : []))
  active?.postMessage({ used } satisfies ToWorker)
}

/** What the worker kept goes with it. */
export async function unregister(): Promise<void> {
  await (await registered())?.unregister()
  if (!('caches' in globalThis)) return
  for (const name of await caches.keys())
    if (name.startsWith(`earshot ${basePath}/ `) || name === sharedCache) await caches.delete(name)
}

/** The cache in which the worker leaves what other apps share. */
export const sharedCache = `shared ${basePath}/`
