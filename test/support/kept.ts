/** What a page keeps in its browser, to open without a network. */
import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import { eventually } from './eventually.ts'

/** Resolves when the service worker controls the page: by then it holds all that the page opens with. */
export async function untilKept(page: Page): Promise<void> {
  await eventually(
    async () => assert.equal(await page.evaluate(() => navigator.serviceWorker.controller?.state), 'activated'),
    30_000,
  )
}

/** The addresses of the rooms whose last messages this browser keeps. */
export const keptRooms = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
    const names = (await indexedDB.databases()).flatMap(({ name }) => (name?.startsWith('earshot-kept') ? name : []))
    const slugs: string[] = []
    for (const name of names) {
      const database = await new Promise<IDBDatabase>((done) => {
        const opening = indexedDB.open(name)
        opening.onsuccess = () => done(opening.result)
      })
      const rows = await new Promise<{ slug: string }[]>((done) => {
        const reading = database.transaction('pages').objectStore('pages').getAll()
        reading.onsuccess = () => done(reading.result as { slug: string }[])
      })
      database.close()
      slugs.push(...rows.map(({ slug }) => slug))
    }
    return slugs
  })
