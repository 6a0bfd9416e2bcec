/** Visitors who have come in: as a guest, by name and password, or with a session that they had before. */
import type { Browser, BrowserContext, Cookie } from 'playwright-core'
import { type Look, NETWORK_IS_AWAY, type Visitor, untilOnline, untilWhole, visitor } from './browser.ts'
import { PASSWORD } from './people.ts'

/** Problems on the page, without those that a browser prints when a network is away on purpose. */
export const calm = ({ problems }: Visitor) => problems.filter((problem) => !NETWORK_IS_AWAY.test(problem))

/** The session cookie. Beside it may lie the one by which the server knows the device again. */
export const sessionCookie = async (context: BrowserContext): Promise<Cookie | undefined> =>
  (await context.cookies()).find(({ name }) => !name.endsWith('-devices'))

export const visits = (browser: Browser, { url }: { url: string }) => ({
  guest: async (name: string, look?: Look): Promise<Visitor> => {
    const who = await visitor(browser, url, look)
    await who.join(name)
    return connected(who)
  },
  signedIn: async (name: string, look?: Look): Promise<Visitor> => {
    const who = await visitor(browser, url, look)
    await who.page.getByRole('button', { name: 'Sign in instead' }).click()
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
  // Nobody presses the right button or drags a file as early as a test. Until then it is the browser that answers.
  await untilWhole(who.page)
  return who
}
