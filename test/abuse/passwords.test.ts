/** Users who fill the queue of passwords, and users who guess at a name so that its owner is kept out. */
import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import type { NewSession } from '../../protocol/models.ts'
import { type Answer, ask, bearer, json, type Refused } from '../support/http.ts'
import { done, overHttp, owner, PASSWORD, type Somebody, withPassword } from '../support/people.ts'
import { type Server, startServer } from '../support/server.ts'

type Told = NewSession & Refused
type From = { network: string; cookie?: string; device?: string }

const knock = (place: { url: string }, payload: object, { network, cookie, device }: From): Promise<Answer<Told>> =>
  ask<Told>(
    place,
    '/api/session',
    json(
      { ...payload, ...(device !== undefined && { device }) },
      {
        'x-forwarded-for': network,
        ...(cookie !== undefined && { cookie }),
      },
    ),
  )

let networks = 0
const anotherNetwork = () => `198.51.${Math.floor(++networks / 250)}.${networks % 250}`

const startBehindProxy = (...args: string[]) => startServer({ args: ['--trust-proxy', '1', ...args] })
const server = await startBehindProxy()
after(() => server.stop())

/** The cookies that a browser keeps of an answer. */
const cookiesOf = ({ headers }: Answer<unknown>): string =>
  headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0] ?? '')
    .filter((cookie) => !cookie.endsWith('='))
    .join('; ')

const median = (list: number[]): number => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)] ?? Number.NaN

/** A person who came by themselves, from a network of their own. */
async function comeAs(place: Server, name: string): Promise<Somebody> {
  const { body } = await knock(place, { name }, { network: anotherNetwork() })
  return withPassword(place, body)
}

describe('one network that fills the queue of passwords', () => {
  test('[L45] keeps no one else waiting, and is told how long to wait itself', async (t) => {
    // So that the queue alone holds it up.
    const own = await startBehindProxy('--limits', 'off')
    await comeAs(own, 'Ann')
    const network = anotherNetwork()
    const refused: Answer<Told>[] = []
    let hashed = 0
    let isOver = false
    const pour = async () => {
      while (!isOver) {
        const answer = await knock(own, { name: 'Ann', password: 'not hers at all' }, { network })
        // A refused client stays away, so that the queue holds others up and not a flood of requests.
        if (answer.status !== 401) return refused.push(answer)
        hashed++
      }
      return undefined
    }
    const signIn = async () => {
      const [began, before] = [performance.now(), hashed]
      const { status, text } = await knock(own, { name: 'Ann', password: PASSWORD }, { network: anotherNetwork() })
      assert.equal(status, 201, text)
      return { took: performance.now() - began, overtaken: hashed - before }
    }
    const several = async () => [await signIn(), await signIn(), await signIn(), await signIn(), await signIn()]

    const alone = await several()
    const crowd = Array.from({ length: 80 }, pour)
    while (hashed < 10) await signIn()
    const beside = await several()
    isOver = true
    await Promise.all(crowd)

    const [control, took] = [alone, beside].map((times) => median(times.map((one) => one.took))) as [number, number]
    t.diagnostic(`signing in took ${Math.round(control)} ms alone and ${Math.round(took)} ms beside the crowd`)
    // Counted, since a busy machine makes everything slow: a fair turn lets two or three of the crowd go first, not all of them.
    const most = median(beside.map(({ overtaken }) => overtaken))
    assert.ok(most <= 12, `${most} of the crowd were served first`)
    assert.ok(took < 10 * control + 500, `${took} ms beside the crowd, ${control} ms alone`)
    assert.equal(refused.length, 80 - 2 - 40)
    for (const { status, headers, body } of refused) {
      assert.deepEqual([status, body.error.code, body.error.reason], [503, 'overloaded', 'sign_ins_waiting'])
      assert.ok(body.error.retryAfterMs! >= 1_000)
      assert.equal(headers.get('retry-after'), String(Math.ceil(body.error.retryAfterMs! / 1_000)))
    }
    await own.stop()
  })

  test('[L45] with names kept by a hundred guests is refused before anything is hashed', async () => {
    const own = await startBehindProxy()
    const network = anotherNetwork()
    const headers = { 'x-forwarded-for': network }
    const guests = await Promise.all(
      Array.from({ length: 60 }, (_, n) =>
        ask<NewSession>(own, '/api/session', json({ name: `Guest of ${n}` }, headers)),
      ),
    )
    const answers = await Promise.all(
      guests.map(({ body }) =>
        ask<Refused>(own, '/api/me/claim', json({ password: PASSWORD }, { ...headers, ...bearer(body.token) })),
      ),
    )
    const no = answers.filter(({ body }) => body.error?.reason === 'claims_from_network')
    assert.ok(no.length >= 15, `${no.length} were refused`)
    for (const { status, body } of no) assert.ok(status === 429 && body.error.retryAfterMs! > 0)
    await own.stop()
  })
})

describe('strangers who guess at a name', () => {
  const right = (name: string) => ({ name, password: PASSWORD })
  const wrong = (name: string) => ({ name, password: 'not the password' })

  /** Guesses from many networks until strangers are told to wait. */
  async function guessUntilClosed(name: string): Promise<void> {
    for (let network = 0; network < 20; network++) {
      const from = { network: anotherNetwork() }
      const answers = await Promise.all(Array.from({ length: 6 }, () => knock(server, wrong(name), from)))
      if (answers.some(({ status }) => status === 429)) return
    }
    assert.fail('strangers may guess without end')
  }

  test('[L47] lock out strangers, with how long to wait, and no device that is known: by cookie and by token', async () => {
    await comeAs(server, 'Olive')
    const browser = await knock(server, right('Olive'), { network: anotherNetwork() })
    const program = await knock(server, right('Olive'), { network: anotherNetwork() })
    assert.equal(typeof program.body.device, 'string')
    await guessUntilClosed('Olive')

    const stranger = await knock(server, right('Olive'), { network: anotherNetwork() })
    assert.deepEqual([stranger.status, stranger.body.error.reason], [429, 'passwords_tried'])
    assert.ok(stranger.body.error.retryAfterMs! > 0)
    const known: From[] = [
      { network: anotherNetwork(), cookie: cookiesOf(browser) },
      { network: anotherNetwork(), device: program.body.device! },
    ]
    for (const from of known) assert.equal((await knock(server, right('Olive'), from)).status, 201)
    // A right password uses nothing up.
    for (let time = 0; time < 20; time++) assert.equal((await knock(server, right('Olive'), known[1]!)).status, 201)
  })

  test('[L47] are counted apart for each known device, which may not guess without end either', async () => {
    await comeAs(server, 'Pia')
    const devices = await Promise.all([1, 2].map(() => knock(server, right('Pia'), { network: anotherNetwork() })))
    const [lost, own] = devices.map(({ body }) => body.device!) as [string, string]
    const network = anotherNetwork()
    const statuses: number[] = []
    for (let time = 0; time < 9; time++)
      statuses.push((await knock(server, wrong('Pia'), { network, device: lost })).status)
    assert.deepEqual(statuses, [401, 401, 401, 401, 401, 401, 429, 429, 429])
    assert.equal((await knock(server, right('Pia'), { network, device: lost })).status, 429)
    // The other device is let in, from the same network too.
    assert.equal((await knock(server, right('Pia'), { network, device: own })).status, 201)
  })

  test('[L47] are strangers by a token that is made up, of another person, or cut', async () => {
    await Promise.all(['Quinn', 'Rosa'].map((name) => comeAs(server, name)))
    const rosa = await knock(server, right('Rosa'), { network: anotherNetwork() })
    const quinn = await knock(server, right('Quinn'), { network: anotherNetwork() })
    await guessUntilClosed('Quinn')
    const own = quinn.body.device!
    for (const device of [rosa.body.device!, own.slice(0, -1), `${own}A`, 'A'.repeat(40), own.toLowerCase(), '.'])
      assert.equal((await knock(server, right('Quinn'), { network: anotherNetwork(), device })).status, 429, device)
    const many = `${'A'.repeat(40)}.${own}.${rosa.body.device!}`
    const cookie = cookiesOf(quinn).replace(own, many)
    assert.equal((await knock(server, right('Quinn'), { network: anotherNetwork(), cookie })).status, 201)
  })

  test('[L48] a browser stays known when its person signs out, also one that set the password there', async () => {
    const network = anotherNetwork()
    const came = await knock(server, { name: 'Sven' }, { network })
    assert.equal(came.body.device, undefined)
    await withPassword(server, came.body)
    const left = await ask(server, '/api/session', {
      method: 'DELETE',
      headers: { cookie: cookiesOf(came), origin: server.url },
    })
    assert.equal(left.status, 204, left.text)
    const cookie = cookiesOf(left)
    assert.match(cookie, /^earshot-[0-9a-f]{8}-devices=[\w-]{40}$/)
    assert.match(left.headers.getSetCookie().join('\n'), /devices=.*Max-Age=31536000; Path=\/; HttpOnly; SameSite=Lax/)
    await guessUntilClosed('Sven')
    const back = await knock(server, right('Sven'), { network, cookie })
    assert.equal(back.status, 201)
    // The same token: a second sign-in is no further device.
    assert.ok(cookiesOf(back).includes(cookie))
  })

  test('[L48] a page that is loaded makes its browser known, and two people of one browser are both', async () => {
    const cookies: string[] = []
    for (const name of ['Tess', 'Uma']) {
      const came = await knock(server, { name }, { network: anotherNetwork(), cookie: cookies.at(-1) ?? '' })
      await withPassword(server, came.body)
      const page = await ask(server, '/', { headers: { cookie: [cookiesOf(came), cookies.at(-1)].join('; ') } })
      cookies.push(cookiesOf(page).replace(/^.*?(earshot-\w+-devices=)/, '$1'))
    }
    for (const name of ['Tess', 'Uma']) {
      await guessUntilClosed(name)
      const from = { network: anotherNetwork(), cookie: cookies[1]! }
      assert.equal((await knock(server, right(name), from)).status, 201, name)
    }
  })

  test('[L48] another password makes strangers of the devices that knew the one before', async () => {
    const vera = await comeAs(server, 'Vera')
    const { body } = await knock(server, right('Vera'), { network: anotherNetwork() })
    await done(server, vera, 'user:password', { current: PASSWORD, password: `${PASSWORD} too` })
    await guessUntilClosed('Vera')
    const tried = { name: 'Vera', password: `${PASSWORD} too` }
    assert.equal((await knock(server, tried, { network: anotherNetwork(), device: body.device! })).status, 429)
  })

  test('[L47] do not keep its owner from changing the password or leaving', async () => {
    const olga = await owner(server)
    const name = olga.user.name
    await guessUntilClosed(name)
    const change = { current: PASSWORD, password: `${PASSWORD} again` }
    assert.ok((await overHttp(server, olga.token, 'user:password', change)).ok)
  })
})
