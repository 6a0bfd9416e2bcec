import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ROOM, nameKey } from '../name-key.ts'
import { parseMarkdown } from './markdown.ts'
import { type Mark, partsOf, textOf } from './marks.ts'
import { namesOf, readMentions } from './mentions.ts'

/** The mentions that the server finds: for each @, the longest name that a member has. */
function meant(body: string, people: readonly string[]): string[] {
  const seated = new Map([...people, ROOM].map((name) => [nameKey(name), name]))
  return readMentions(body).flatMap((keys) => seated.get(keys.find((key) => seated.has(key)) ?? '') ?? [])
}

/** The mentions that the page marks in a message with the mentions that the server found. */
function marked(body: string, people: readonly string[]): string[] {
  const found = meant(body, people)
  const mentions = found.filter((name) => name !== ROOM).map((name) => ({ id: name, name }))
  const names = namesOf({ mentions, isToRoom: found.includes(ROOM), youId: undefined })
  const flat = (mark: Mark): Mark[] => [mark, ...partsOf(mark).flatMap((part) => part.flatMap(flat))]
  const marks = parseMarkdown(body, names).flatMap(flat)
  return marks.flatMap((mark) => (typeof mark !== 'string' && mark.kind === 'mention' ? mark.text : []))
}

type Case = readonly [body: string, people: readonly string[], meant: readonly string[], marked?: readonly string[]]

/** Compares the server's answer and the page's marks. The marks are the same names with an @, unless they are given. */
function check(cases: readonly Case[]): void {
  for (const [body, people, names, shown = names.map((name) => `@${name}`)] of cases) {
    assert.deepEqual(meant(body, people), names, `the server: ${body}`)
    assert.deepEqual(marked(body, people), shown, `the page: ${body}`)
  }
}

test('[W170] names that begin or end with signs, and names of many words, are meant and marked', () => {
  check([
    ['@Ann (they/them) hi', ['Ann (they/them)', 'Ann'], ['Ann (they/them)']],
    ['hi @Ann (they/them)', ['Ann'], ['Ann']],
    ['@[TAG] Max, look', ['[TAG] Max'], ['[TAG] Max']],
    ['@Wow! Yes', ['Wow!', 'Wow'], ['Wow!']],
    ['@Wow! Yes', ['Wow'], ['Wow']],
    ['@_x_ and @x_y', ['_x_', 'x_y', 'x'], ['_x_', 'x_y']],
    ['@...', ['...'], ['...']],
    ['@The Man Who Was Not There Today hi', ['The Man Who Was Not There Today'], ['The Man Who Was Not There Today']],
    ['@a b c d e f g h i j k l m n o p', ['a b c d e f g h i j k l m n o p'], ['a b c d e f g h i j k l m n o p']],
    ["@Ann's and @Ann, (@Ann) “@Ann” @Ann: **@Ann** _@Ann_ ~~@Ann~~", ['Ann'], Array(8).fill('Ann')],
    ['@Annie, @Ann2, @Ann_b, @Anń', ['Ann'], []],
    ['@Ann 2', ['Ann', 'Ann 2'], ['Ann 2']],
    ['@🦊 and @Fox🦊 and @👨‍👩‍👧 and @👨', ['🦊', 'Fox🦊', '👨‍👩‍👧'], ['🦊', 'Fox🦊', '👨‍👩‍👧']],
    ['@👨‍👩‍👧', ['👨'], []],
    ['@🇩🇪', ['🇩'], []],
  ])
})

test('[W171] in a text without gaps between the words a name may end within it, and begin within it', () => {
  check([
    ['你好@小明你好', ['小明'], ['小明']],
    ['你好@小明你好', ['小明', '小明你'], ['小明你']],
    ['@田中さん、@Annさん、@철수야', ['田中', 'Ann', '철수'], ['田中', 'Ann', '철수']],
    ['สวัสดี@สมชายครับ', ['สมชาย'], ['สมชาย']],
    ['ann@example.com, x@Ann, a/@Ann, @@Ann', ['Ann', 'example'], []],
    ['.@Ann …@Ann', ['Ann'], ['Ann', 'Ann']],
  ])
})

test('[W172] an @ in code, in a quote, in a link or behind a backslash mentions no one', () => {
  check([
    ['`@Ann`', ['Ann'], []],
    ['```\n@Ann\n```', ['Ann'], []],
    ['    @Ann', ['Ann'], []],
    ['> @Ann said\n\nno', ['Ann'], []],
    ['> - a\n>   @Ann\nand @Ann, lazily', ['Ann'], []],
    ['\\@Ann', ['Ann'], []],
    ['[@Ann](https://example.org)', ['Ann'], []],
    ['[*@Ann*](https://example.org) ![@Ann](https://example.org)', ['Ann'], []],
    ['https://example.org/@Ann https://Ann@example.org', ['Ann', 'example'], []],
    ['&#64;Ann', ['Ann'], []],
    ['[@Ann] and [@Ann](nowhere)', ['Ann'], ['Ann', 'Ann']],
    ['a `b` @Ann ``c` @Ann', ['Ann'], ['Ann', 'Ann']],
    [
      '# @Ann\n\n- @Bob\n\n| a | b |\n|---|---|\n| @Cat | @Dan Day |',
      ['Ann', 'Bob', 'Cat', 'Dan Day'],
      ['Ann', 'Bob', 'Cat', 'Dan Day'],
    ],
    ['@ Ann, @\nAnn', ['Ann'], []],
    ['@Ann\nLee', ['Ann', 'Ann Lee'], ['Ann']],
  ])
})

test('[W173] names are compared without case and in one form, whatever was typed', () => {
  check([
    ['@İpek, @i̇pek', ['İpek'], ['İpek', 'İpek'], ['@İpek', '@i̇pek']],
    ['@Jose\u0301 @JOSÉ', ['José'], ['José', 'José'], ['@Jose\u0301', '@JOSÉ']],
    ['@민수'.normalize('NFD'), ['민수'], ['민수'], ['@민수'.normalize('NFD')]],
    ['@ΝΙΚΟΣ', ['Νίκος', 'Νικος'], ['Νικος'], ['@ΝΙΚΟΣ']],
    ['@Ａｎｎ @Ann\u00a0Lee', ['Ann', 'Ann Lee'], ['Ann', 'Ann Lee'], ['@Ａｎｎ', '@Ann\u00a0Lee']],
  ])
})

test('[W174] @room goes by the same rule', () => {
  check([
    ['@room', [], [ROOM]],
    ['@Room! **@room** 大家@room你好', [], [ROOM, ROOM, ROOM], ['@Room', '@room', '@room']],
    ['`@room` \\@room @rooms @room-mates @room_x @roomy', [], []],
    ['> @room', [], []],
    ['@room service, please', ['Room Service'], ['Room Service'], ['@room service']],
  ])
})

test('[W172] a text that is shown as it was typed names people all the same, fifty at most', () => {
  const tooMuch = '*a* '.repeat(1_000)
  check([[`@Ann ${tooMuch}\n\n> \`@Ann\``, ['Ann'], ['Ann', 'Ann']]])
  assert.equal(meant('@Ann '.repeat(3_000), ['Ann']).length, 50)
  assert.equal(marked('@Ann '.repeat(3_000), ['Ann']).length, 50)
  const marks = parseMarkdown(
    `@Ann ${tooMuch}`,
    namesOf({ mentions: [{ id: '1', name: 'Ann' }], isToRoom: false, youId: '1' }),
  )
  assert.equal(textOf(marks), `@Ann ${tooMuch}`)
})
