/** Every refusal that a person can meet has a name, and a sentence in each language. */
import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { REFUSALS, type Reason } from '../protocol/refusals.ts'
import { refusal } from '../protocol/errors.ts'
import { refusals as arabic } from '../web/words/arabic/refusals.ts'
import { refusals as german } from '../web/words/german/refusals.ts'
import { ROOT } from './support/root.ts'

/** Refusals of mistakes that only a program can make: the page never makes them, or never shows them. */
const FOR_PROGRAMS = [
  '`auth` takes { token } or { name }. Both are strings.',
  'This token is not valid. It may have ended.',
  'Connect with `auth: { token }` or `auth: { name }`.',
  'This chat needs a token. Connect with `auth: { token }`.',
  'Pages of this origin can’t use this server.',
  'The cookie works only for requests from this server’s own page. Send a token instead.',
  'Send "Authorization: Bearer TOKEN". POST /api/session {"name": "Ann"} gives one.',
  'The request’s text is not UTF-8.',
  'The request’s body is not valid JSON.',
  'The request’s body must be a JSON object.',
  'Last-Event-ID doesn’t come from this stream. Leave it out.',
  'timeZone: Unknown time zone. Use a name such as Europe/Berlin, or an offset such as +02:00.',
  'Send a `name`, or the `code` of a sign-in link.',
  'This clientId belongs to another message. Choose a new one.',
  'after: Use the `next` of the page before.',
  'These are more bytes than the upload was announced with.',
  'This form is not valid multipart/form-data.',
  'Only a film takes a poster.',
  'The poster is no picture that can be shown.',
  'keys.p256dh: This is no point on P-256.',
]
/** Files whose sentences hold parts of the input: the schema's words, the limit of a request. */
const MADE = [
  'server/chat/run.ts',
  'server/http/routes.ts',
  'server/http/files/upload-headers.ts',
  'server/http/files/details.ts',
]

const SAMPLE = {
  name: 'Ann',
  holder: 'Anne',
  free: 'Ann 2',
  until: '2099-03-05T14:00:00.000Z',
  reason: 'Shouting',
  role: 'owner',
  roles: ['owner', 'guest'],
  seconds: 37,
  seq: 42,
  most: 19,
  received: 4_096,
  filter: 'zz',
  fault: 'disk full',
  character: 'ᴀ',
}

const reasons = Object.keys(REFUSALS) as Reason[]
const saidIn = (refusals: typeof arabic, reason: Reason): string => {
  const sentence = refusals[reason]
  return typeof sentence === 'function' ? sentence(SAMPLE as never) : sentence
}
/** How the values are seen in a sentence: a time and a role are said in the words of the language. */
const SAID = { Ann: /Ann/, Anne: /Anne/, 'Ann 2': /Ann 2/, 37: /37/, 42: /42/, 19: /19/, zz: /zz/, 2099: /2099/ }

test('[W162] every reason has a sentence in each language, which says the same as the English one', () => {
  for (const [refusals, letters] of [
    [arabic, /\p{Script=Arabic}/u],
    [german, /\p{Script=Latin}/u],
  ] as const) {
    assert.deepEqual(Object.keys(refusals).toSorted(), reasons.toSorted())
    for (const reason of reasons) {
      const english = refusal(reason, SAMPLE as never).message
      const other = saidIn(refusals, reason)
      assert.match(english, /[.?]$/, reason)
      assert.match(other, letters, reason)
      assert.notEqual(other, english)
      for (const sentence of [english, other]) assert.doesNotMatch(sentence, /undefined|\[object|NaN|Invalid/, reason)
      for (const [value, said] of Object.entries(SAID))
        if (said.test(english)) assert.match(other, said, `${reason}: ${value}`)
      // The limits; a moment has figures of its own in each language.
      if (/UTC/.test(english)) continue
      const figures = other.replaceAll(/(\d)\.(?=\d{3})/g, '$1,')
      for (const [figure] of english.matchAll(/\b\d[\d,]*\b/g))
        assert.ok(figures.includes(figure), `${reason}: ${figure}`)
    }
  }
})

test('[W162] a refusal that has no name is one that no person meets', () => {
  const found = globSync(['server/**/*.ts', 'protocol/*.ts'], { cwd: ROOT })
    .filter((file) => !/\.(?:test|contract)\.ts$|^protocol\/errors\.ts$/.test(file))
    .flatMap((file) => {
      const source = readFileSync(join(ROOT, file), 'utf8')
      return [...source.matchAll(/new Refusal\(\s*[^,]+,\s*(?:'([^']+)'|`([^`]+)`|([^,)]+))/g)].map(([, ...said]) => ({
        file,
        said: said.find((one) => one !== undefined) ?? '',
      }))
    })
  assert.ok(found.length > 10)
  const nameless = found.filter(({ file, said }) => !FOR_PROGRAMS.includes(said) && !MADE.includes(file))
  assert.deepEqual(nameless, [], 'give it a name in protocol/refusals.ts and a sentence in web/words/*/refusals.ts')
})

test('[W162] the wire carries the reason and its values, beside the code and the sentence', () => {
  assert.deepEqual(refusal('name_taken_try', { name: 'Ann', free: 'Ann 2' }, { suggestion: 'Ann 2' }).toFailure(), {
    code: 'conflict',
    message: '“Ann” is taken. If it is yours, sign in. How about “Ann 2”?',
    suggestion: 'Ann 2',
    reason: 'name_taken_try',
    about: { name: 'Ann', free: 'Ann 2' },
  })
})
