/** Visitors who have come in: as a guest, by name and password, or with a session that they had before. */
import type { Browser } from 'playwright-core'
import { type Look, NETWORK_IS_AWAY, type Visitor, untilOnline, visitor } from './browser.ts'
import { PASSWORD } from './people.ts'

/** What went wrong on the page, but for what a network that is away on purpose makes a browser print. */
export const calm = ({ problems }: Visitor) => problems.filter((problem) => !NETWORK_IS_AWAY.test(problem))

export const visits = (browser: Browser, { url }: { url: string }) => ({
  guest: async (name: string, look?: Look): Promise<Visitor> => {
    const who = await visitor(browser, url, look)
    await who.join(name)
    return connected(who)
  },
  signedIn: async (name: string, look?: Look): Promise<Visitor> => {
    const who = await visitor(browser, url, look)
    await who.page.getByRole('button', { name: 'I have a password' }).click()
    await who.page.getByLabel('Your name').fill(name)
    await who.page.getByLabel('Password').fill(PASSWORD)
    await who.page.getByRole('button', { name: 'Sign in' }).click()
    return connected(who)
  },
  /** Opens `path` with the session of that token. */
  as: async ({ token }: { token: string }, path = '/', look?: Look): Promise<Visitor> => {
    const who = await visitor(browser, 'about:blank', look)
    await who.context.addCookies([{ name: 'earshot', value: token, url }])
    await who.page.goto(url + path)
    return connected(who)
  },
})

async function connected(who: Visitor): Promise<Visitor> {
  await untilOnline(who.page)
  return who
}
