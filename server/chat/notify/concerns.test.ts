import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { concern, type Listener, type Said } from './concerns.ts'
import type { NoticeReason as Reason, RoomToNote } from '../../store/notices-store.ts'
import { Decisions } from './decide.ts'
import { KeywordTree, lettersOf } from './keywords.ts'

const said = (more: Partial<Said> = {}): Said => ({
  seq: 10,
  kind: 'open',
  authorId: 'ann',
  isDeleted: false,
  mentioned: new Set(),
  isToRoom: false,
  answers: undefined,
  keywords: new Set(),
  ...more,
})
const me = (more: Partial<Listener> = {}): Listener => ({
  userId: 'me',
  level: 'mentions',
  readSeq: 9,
  isRequest: false,
  blocked: new Set(),
  keywords: [],
  mutedMentions: false,
  ...more,
})

const named = { mentioned: new Set(['me']) }
const ROWS: [string, Partial<Said>, Partial<Listener>, Reason | undefined][] = [
  ['nothing of mine', {}, {}, undefined],
  ['everything', {}, { level: 'everything' }, 'everything'],
  ['nothing at all', {}, { level: 'nothing' }, undefined],
  ['@name', named, {}, 'mention'],
  ['@name of another', { mentioned: new Set(['bob']) }, {}, undefined],
  ['@room', { isToRoom: true }, {}, 'room'],
  ['@name beside @room', { ...named, isToRoom: true }, {}, 'mention'],
  ['a reply to me', { answers: 'me' }, {}, 'reply'],
  ['a reply to another', { answers: 'bob' }, {}, undefined],
  ['a keyword', { keywords: new Set(['tea']) }, { keywords: ['milk', 'tea'] }, 'keyword'],
  ['a keyword of another', { keywords: new Set(['tea']) }, { keywords: ['milk'] }, undefined],
  ['direct', { kind: 'direct' }, { level: 'everything' }, 'direct'],
  ['direct, only mentions wanted', { kind: 'direct' }, {}, undefined],
  ['direct, nothing wanted', { kind: 'direct' }, { level: 'nothing' }, undefined],
  ['direct and by name', { kind: 'direct', ...named }, {}, 'mention'],
  ['muted: @name', named, { level: 'nothing' }, undefined],
  ['muted: @name, wanted', named, { level: 'nothing', mutedMentions: true }, 'mention'],
  ['muted: @room, wanted', { isToRoom: true }, { level: 'nothing', mutedMentions: true }, undefined],
  ['muted: a reply, wanted', { answers: 'me' }, { level: 'nothing', mutedMentions: true }, undefined],
  ['muted: a keyword', { keywords: new Set(['tea']) }, { level: 'nothing', keywords: ['tea'] }, undefined],
  ['my own words', { authorId: 'me', ...named, isToRoom: true }, { level: 'everything' }, undefined],
  ['blocked', named, { level: 'everything', blocked: new Set(['ann']) }, undefined],
  ['another is blocked', named, { blocked: new Set(['bob']) }, 'mention'],
  ['deleted', { ...named, isDeleted: true }, { level: 'everything' }, undefined],
  ['read meanwhile', named, { level: 'everything', readSeq: 10 }, undefined],
  ['read further', named, { level: 'everything', readSeq: 11 }, undefined],
  ['not accepted yet', named, { level: 'everything', isRequest: true }, undefined],
]

test('[Q10] [Q11] [Q12] what concerns whom', () => {
  for (const [what, message, listener, reason] of ROWS) assert.equal(concern(said(message), me(listener)), reason, what)
})

const finds = (keyword: string, body: string): boolean => {
  const tree = new KeywordTree()
  const name = tree.add(keyword)
  return tree.foundIn(lettersOf(body)).has(name)
}

test('[Q14] keywords are found as search finds: in words and parts of them, in scripts without gaps, not in code', () => {
  for (const [keyword, body] of [
    ['release', 'The release is out'],
    ['release', 'RELEASED'],
    ['lease', 'releases'],
    ['Café', 'cafe!'],
    ['straße', 'STRASSE'],
    ['book club', 'the book\nclub'],
    ['book club', 'the **book** club'],
    ['release', 're**lea**se'],
    ['発売', '新製品の発売日です'],
    ['ｶﾞ', 'ガラス'],
    ['قهوة', 'القَهْوَة جاهزة'],
    ['"art"', 'fine art.'],
    ['"art"', 'art'],
    ['"発売"', '発売日'],
    ['“book club”', 'the book club'],
    ['c++', 'I like C++'],
    ['🎈', 'a 🎈 rises'],
    ['release', '> the release'],
    ['release', '[the release](https://example.org)'],
    ['release', '- one\n- release'],
  ] as const)
    assert.ok(finds(keyword, body), `${keyword} in ${body}`)
  for (const [keyword, body] of [
    ['release', 'nothing'],
    ['release', '`release`'],
    ['release', '```\nrelease\n```'],
    ['"art"', 'party'],
    ['"art"', 'artist'],
    ['か', 'が'],
    ['release', 'rel `x` ease'],
  ] as const)
    assert.ok(!finds(keyword, body), `${keyword} not in ${body}`)
})

test('[Q15] however many keywords there are and whatever they are, a message is read once', () => {
  const tree = new KeywordTree()
  for (let n = 0; n < 20_000; n++) tree.add(`${'a'.repeat(1 + (n % 60))}${n}`)
  const few = new KeywordTree()
  few.add('b')
  const worst = 'a'.repeat(16_000)
  const measured = (one: KeywordTree, text: string) => {
    const times = Array.from({ length: 5 }, () => {
      const begin = process.cpuUsage()
      one.foundIn(lettersOf(text))
      const { user, system } = process.cpuUsage(begin)
      return (user + system) / 1_000
    })
    return Math.min(...times)
  }
  // At each of 16,000 places up to 64 letters are read.
  assert.ok(measured(tree, worst) < 64 * Math.max(2, measured(few, worst)))
})

test('[Q62] keywords of more people than one tree holds are all found, and those of changed settings are let go', () => {
  const decisions = new Decisions()
  const listener = (userId: string, keywords: string[]): RoomToNote['listeners'][number] => ({
    userId,
    level: 'mentions',
    readSeq: 0,
    requestedBy: null,
    settings: JSON.stringify({ keywords }),
    since: '2026-01-01T00:00:00.000Z',
  })
  let made = 0
  const random = () => `${++made} ${createHash('sha256').update(String(made)).digest('hex')}`.slice(0, 64)
  const others = Array.from({ length: 200 }, (_, n) =>
    listener(
      `u${n}`,
      Array.from({ length: 15 }, () => random()),
    ),
  )
  const told = (listeners: RoomToNote['listeners']) =>
    decisions
      .decide({
        roomId: 'r',
        kind: 'open',
        from: 0,
        to: 1,
        listeners,
        blocks: [],
        messages: [
          {
            roomId: 'r',
            seq: 1,
            rev: 1,
            clientId: 'c',
            reactions: [],
            answers: undefined,
            author: { id: 'ann', name: 'Ann', kind: 'person' },
            body: 'The tea is ready',
            sentAt: '2026-02-01T00:00:00.000Z',
          },
        ],
      })
      .notices.flatMap(({ userIds }) => userIds)
  const [first, last] = [listener('first', ['tea']), listener('last', ['ready'])]
  assert.deepEqual(told([first, ...others, last]), ['first', 'last'])
  assert.deepEqual(told([last, ...others, first]), ['last', 'first'])

  const tree = new KeywordTree()
  let isFull = 0
  for (let n = 0; n < 5_000; n++) {
    tree.add(random())
    if (!tree.isFull) continue
    isFull++
    tree.clear()
  }
  assert.ok(isFull > 3, 'a tree has an end')
})

test('[Q16] a decision for 5,000 members takes 5 ms of the processor at most', () => {
  const tree = new KeywordTree()
  const listeners = Array.from({ length: 5_000 }, (_, n) =>
    me({
      userId: `u${n}`,
      level: n % 3 === 0 ? 'everything' : 'mentions',
      keywords: [tree.add(`word ${n % 100}`), tree.add('tea')],
    }),
  )
  const body = 'Shall we talk about word 7 tomorrow? '.repeat(5)
  const decide = () => {
    const message = said({ keywords: tree.foundIn(lettersOf(body)) })
    return listeners.filter((listener) => concern(message, listener)).length
  }
  const times = Array.from({ length: 20 }, () => {
    const begin = process.cpuUsage()
    decide()
    const { user, system } = process.cpuUsage(begin)
    return (user + system) / 1_000
  })
  assert.ok(Math.min(...times) <= 5, `${Math.min(...times)} ms`)
})
