/** Visitors who have come in: as a guest, or by name and password. */
import type { Browser } from 'playwright-core'
import { type Look, NETWORK_IS_AWAY, type Visitor, visitor } from './browser.ts'
import { PASSWORD } from './people.ts'
import type { Server } from './server.ts'

/** What went wrong on the page, but for what a network that is away on purpose makes a browser print. */
export const calm = ({ problems }: Visitor) => problems.filter((problem) => !NETWORK_IS_AWAY.test(problem))

export const visits = (browser: Browser, server: Server) => ({
  guest: async (name: string, look?: Look): Promise<Visitor> => {
    const who = await visitor(browser, server.url, look)
    await who.join(name)
    return connected(who)
  },
  signedIn: async (name: string, look?: Look): Promise<Visitor> => {
    const who = await visitor(browser, server.url, look)
    await who.page.getByRole('button', { name: 'I have a password' }).click()
    await who.page.getByLabel('Your name').fill(name)
    await who.page.getByLabel('Password').fill(PASSWORD)
    await who.page.getByRole('button', { name: 'Sign in' }).click()
    return connected(who)
  },
})

async function connected(who: Visitor): Promise<Visitor> {
  await who.page.locator('main[data-connection=online]').waitFor()
  return who
}
