import assert from 'node:assert/strict'
import { test } from 'node:test'
import { slowness, timeOf } from '../../test/support/worst-text.ts'
import { MAX_BODY_BYTES } from '../limits.ts'
import { parseMarkdown } from './markdown.ts'
import { type Mark, countOf, partsOf, textOf } from './marks.ts'

const flat = (marks: Mark[]): Mark[] => marks.flatMap((mark) => [mark, ...partsOf(mark).flatMap(flat)])
const linksOf = (body: string) =>
  flat(parseMarkdown(body)).filter((mark) => typeof mark !== 'string' && mark.kind === 'link')
const outline = (marks: Mark[]): unknown[] =>
  marks.map((mark) => {
    if (typeof mark === 'string') return mark
    if ('text' in mark) return { [mark.kind]: mark.text }
    return { [mark.kind]: partsOf(mark).map(outline).flat() }
  })
/** The marks of a body that is one paragraph. */
const line = (body: string) => {
  const [paragraph] = outline(parseMarkdown(body)) as { paragraph: unknown[] }[]
  return paragraph?.paragraph
}

test('emphasis, strikes and code', () => {
  assert.deepEqual(line('a *b* **c** ***d*** _e_ ~~f~~ `g`'), [
    'a ',
    { em: ['b'] },
    ' ',
    { strong: ['c'] },
    ' ',
    { em: [{ strong: ['d'] }] },
    ' ',
    { em: ['e'] },
    ' ',
    { del: ['f'] },
    ' ',
    { code: 'g' },
  ])
  assert.deepEqual(line('a snake_case_name, 5 * 6 * 7, \\*stars\\* and **half'), [
    'a snake_case_name, 5 * 6 * 7, *stars* and **half',
  ])
  assert.deepEqual(line('*a**b* **a*b** **a **b**'), [
    { em: ['a**b'] },
    ' ',
    { strong: ['a*b'] },
    ' **a ',
    { strong: ['b'] },
  ])
  assert.deepEqual(line('`` a`b `` and `*no*` and `open'), [{ code: 'a`b' }, ' and ', { code: '*no*' }, ' and `open'])
})

test('lines are kept, with and without the two spaces', () => {
  assert.deepEqual(line('one\ntwo  \nthree'), ['one\ntwo\nthree'])
})

test('lists, quotes, headings, rules, tables', () => {
  assert.deepEqual(
    outline(parseMarkdown('1. a\n2. b\n   - c\n   - [x] d\n\n> e\n> > f\n\n# g\n\n---\n\n|h|i|\n|-|-|\n|j|k\\|l|')),
    [
      { list: ['a', 'b', { list: ['c', '☑ d'] }] },
      { quote: [{ paragraph: ['e'] }, { quote: [{ paragraph: ['f'] }] }] },
      { heading: ['g'] },
      { rule: [] },
      { table: ['h', 'i', 'j', 'k|l'] },
    ],
  )
  assert.deepEqual(line('born in\n1984. A year'), ['born in\n1984. A year'])
})

test('a block of code keeps its lines, its indentation and its tabs', () => {
  const code = 'if (a) {\n\n\treturn *b*\n  }'
  assert.deepEqual(outline(parseMarkdown(`See:\n\`\`\`ts\n${code}\n\`\`\`\nDone`)), [
    { paragraph: ['See:'] },
    { 'code-block': code },
    { paragraph: ['Done'] },
  ])
  assert.deepEqual(outline(parseMarkdown(`~~~\nnever closed`)), [{ 'code-block': 'never closed' }])
})

test('addresses become links, without the full stop behind them', () => {
  const links = linksOf(
    'See https://example.com/a_(b), (www.example.org). Write to ann@example.com. <https://example.net>',
  )
  assert.deepEqual(
    links.map((link) => link.href),
    ['https://example.com/a_(b)', 'http://www.example.org/', 'mailto:ann@example.com', 'https://example.net/'],
  )
  assert.ok(links.every((link) => !link.isMisleading))
})

test('a link says where it leads when its words say something else', () => {
  const misleading = [
    '[paypal.com](https://evil.example/)',
    '[https://paypal.com/login](https://evil.example/)',
    '[paypal.com.evil.example](https://paypal.com/)',
    'https://paypal.com@evil.example/',
    'https://аррӏе.com/',
    '[ann@example.com](mailto:eve@evil.example)',
  ]
  for (const body of misleading) assert.ok(linksOf(body)[0]?.isMisleading, body)
  const honest = [
    '[the site](https://example.com/)',
    '[www.example.com](https://example.com/index.html)',
    'https://example.com/a/b.html',
  ]
  for (const body of honest) assert.equal(linksOf(body)[0]?.isMisleading, false, body)
  assert.equal(linksOf('https://аррӏе.com/')[0]?.target, 'xn--80ak6aa92e.com')
})

test('a picture is a link to it, and loads nothing', () => {
  assert.deepEqual(
    linksOf('![a cat](https://example.com/cat.png)').map(({ href, children }) => [href, children]),
    [['https://example.com/cat.png', ['a cat']]],
  )
})

test('nothing leads anywhere but to http, https and mail', () => {
  const addresses = [
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'java\tscript:alert(1)',
    'java&#10;script:alert(1)',
    '&#106;avascript:alert(1)',
    'javascript&colon;alert(1)',
    '&#x6A;avascript&#58;alert(1)',
    ' javascript:alert(1)',
    '\u0001javascript:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    'data:text/html;base64,PHNjcmlwdD4=',
    'vbscript:msgbox(1)',
    'file:///etc/passwd',
    'blob:https://example.com/x',
    'about:blank',
    'view-source:https://example.com',
    'intent://x#Intent;end',
    'tel:1',
    '//evil.example',
    '/lobby/1',
    '?x',
    '#x',
    'http:',
    'https://',
    'http://[::1',
    'https://%',
    'filesystem:https://example.com/x',
    'ms-settings:',
    'x:y',
    'feed:javascript:alert(1)',
  ]
  const shapes = [
    (to: string) => `[click](${to})`,
    (to: string) => `[click](<${to}>)`,
    (to: string) => `[click](${to} "title")`,
    (to: string) => `![click](${to})`,
    (to: string) => `<${to}>`,
    (to: string) => to,
    (to: string) => `[click][1]\n\n[1]: ${to}`,
    (to: string) => `<a href="${to}">click</a>`,
    (to: string) => `[![a](${to})](${to})`,
  ]
  for (const address of addresses) {
    for (const shape of shapes) {
      for (const { href } of linksOf(shape(address))) assert.match(href, /^(?:https?:\/\/[^/]|mailto:)/, shape(address))
    }
  }
})

/** Each block in short: what it is, and its words. */
const blocks = (body: string) =>
  parseMarkdown(body).map((mark) => (typeof mark === 'string' ? mark : `${mark.kind}: ${textOf([mark])}`))

test('[W175] signs that people type between and around words change nothing', () => {
  const asTyped = [
    '3~5天，价格100~200元',
    '~10 or ~20',
    '5*3*2=30 and 2**10 and 2**3',
    '\\\\server\\share\\_x and \\\\nas\\*.txt',
    'C:\\_temp\\*x* is no path, C:\\[a]\\_b_\\',
    'D:\\new\\_x_\\y (in E:\\)',
    '¯\\_(ツ)_/¯ and ¯\\_(シ)_/¯',
    'a \\d+\\.\\d+ \\\\w \\( \\/ \\" \\$x',
    'ends \\\nand goes on \\',
    '>_<',
    '>:(',
    '>.> <.<',
    '>w< hi',
    '>100 people',
    '>= 5',
    '24. 12. 2026',
    '3. 2. 1. Go!',
    '1984. What a year',
    '5551234567. Call me',
    'Regards\n-- \nAnn'.trim(),
    'a\n=\nb\n==\nc',
    'a\n#\nb',
    'a\n-\nb',
    '~~~ hello ~~~',
    '|x|\nno table',
  ]
  // Two of the marks are still emphasis.
  for (const body of asTyped.filter((body) => !body.includes('is no path')))
    assert.equal(textOf(parseMarkdown(body)), body.replaceAll(/ +$/gm, ''), body)
  assert.deepEqual(line('\\*a\\* \\_b\\_ \\`c\\` \\[d](e) \\\\*f* \\\\\\*g* \\@h \\![i] 1\\. j'), [
    '*a* _b_ `c` [d](e) \\',
    { em: ['f'] },
    ' \\*g* @h ![i] 1\\. j',
  ])
  assert.deepEqual(line('1\\. a\n\\# b\n\\> c\n\\- d\n\\+ e'), ['1. a\n# b\n> c\n- d\n+ e'])
  assert.deepEqual(blocks('> a\n>b\n>"c"\n>*d*\n>\n>- e\n>_<'), ['quote: a\nb\n"c"\nde\n>_<'])
})

test('[W175] a fence with words before or behind it keeps them', () => {
  for (const [body, ...expected] of [
    ['```js alert(1)\nb\n```', 'code-block: js alert(1)\nb'],
    [
      '```Traceback (most recent call last):\n  x\n```\nHelp',
      'code-block: Traceback (most recent call last):\n  x',
      'paragraph: Help',
    ],
    ['```\na\n``` and so on\nb', 'code-block: a', 'paragraph: and so on\nb'],
    ['```\na\n```, so\n```\nb\n```', 'code-block: a', 'paragraph: , so', 'code-block: b'],
    ['```js\nalert(1)```\nb', 'code-block: alert(1)', 'paragraph: b'],
    ['```md\n```js\nx\n```\nb', 'code-block: ```js\nx', 'paragraph: b'],
    ['````md\n```\nx\n``` a\n````\nb', 'code-block: ```\nx\n``` a', 'paragraph: b'],
    ['~~~\n~~~ a\n~~~', 'code-block: ~~~ a'],
    ['```averylongnameofalanguage\nx\n```', 'code-block: averylongnameofalanguage\nx'],
  ] as const)
    assert.deepEqual(blocks(body), expected)
  assert.deepEqual(parseMarkdown('```ts \nx\n```'), [{ kind: 'code-block', language: 'ts', text: 'x' }])
})

test('[W175] numbers of a list are those that were typed, and counted only where they are all the same', () => {
  const numbers = (body: string) =>
    flat(parseMarkdown(body)).flatMap((mark) =>
      typeof mark !== 'string' && mark.kind === 'list' ? [mark.numbers] : [],
    )
  assert.deepEqual(numbers('3. a\n5. b\n7. c'), [[3, 5, 7]])
  assert.deepEqual(numbers('1. a\n1. b\n1. c'), [[1, 2, 3]])
  assert.deepEqual(numbers('- a\n- b\n\n1) c\n3) d'), [[], [1, 3]])
  assert.deepEqual(numbers('5. a'), [[5]])
  assert.deepEqual(numbers('123456789. a'), [])
})

test('[W175] a line below a text is a rule, and no heading that swallows it', () => {
  assert.deepEqual(blocks('Title\n---\ntext'), ['paragraph: Title', 'rule:  ', 'paragraph: text'])
  assert.deepEqual(blocks('Title\n====\ntext'), ['heading: Title', 'paragraph: text'])
  assert.deepEqual(blocks('Regards\n-- \nAnn'), ['paragraph: Regards\n--\nAnn'])
})

test('[W175] a table stands directly below a text, and nothing in it is lost', () => {
  assert.deepEqual(outline(parseMarkdown('See:\n| a | b |\n|---|---|\n| 1 | 2 | 3 |\n|4|\nafter')), [
    { paragraph: ['See:'] },
    { table: ['a', 'b', '1', '2', '3', '4'] },
    { paragraph: ['after'] },
  ])
  const [table] = parseMarkdown('|a|b|\n|-|-|\n|1|2|3|\n|4|')
  assert.ok(typeof table !== 'string' && table?.kind === 'table')
  assert.deepEqual([table.head.length, ...table.rows.map((row) => row.length)], [3, 3, 3])
  assert.deepEqual(blocks('|x|\n---\ny'), ['paragraph: |x|', 'rule:  ', 'paragraph: y'])
  const wide = (count: number) => `|${'a|'.repeat(count)}`
  const [many] = parseMarkdown(`${wide(100)}\n${'|-'.repeat(100)}|`)
  assert.ok(typeof many !== 'string' && many?.kind === 'paragraph', 'so many columns are none')
  const [cut] = parseMarkdown(`${wide(4)}\n${'|-'.repeat(4)}|\n${wide(100)}`)
  assert.ok(typeof cut !== 'string' && cut?.kind === 'table' && cut.head.length === 64)
  assert.equal(textOf(cut.rows[0]!.flat()).match(/a/g)?.length, 100)
})

test('[W175] a table of more cells than can be drawn is the text that it was', () => {
  const body = `${'|a'.repeat(60)}|\n${'|-'.repeat(60)}|\n${'|\n'.repeat(30)}`.trim()
  assert.equal(textOf(parseMarkdown(body)), body)
  const people = `| ${'name | '.repeat(8)}\n${'|---'.repeat(8)}|\n${`|${' a b |'.repeat(8)}\n`.repeat(80)}`.trim()
  assert.deepEqual(
    blocks(people).map((block) => block.slice(0, 5)),
    ['table'],
  )
})

test('[W179] emphasis beside Chinese, Japanese and Korean signs and beside emoji', () => {
  for (const [body, expected] of [
    ['**「重要」**です', [{ strong: ['「重要」'] }, 'です']],
    ['これは**「重要」**です', ['これは', { strong: ['「重要」'] }, 'です']],
    ['请看**这里。**然后', ['请看', { strong: ['这里。'] }, '然后']],
    ['**"중요"**는', [{ strong: ['"중요"'] }, '는']],
    ['价格是~~100元！~~现在', ['价格是', { del: ['100元！'] }, '现在']],
    ['**好👍**的 **👍**a **❤**b', [{ strong: ['好👍'] }, '的 ', { strong: ['👍'] }, 'a ', { strong: ['❤'] }, 'b']],
    ['𝒶**b**', ['𝒶', { strong: ['b'] }]],
    ['a**"b"**c', ['a**"b"**c']],
  ] as const)
    assert.deepEqual(line(body), expected, body)
})

test('[W179] lines end with CRLF, with CR alone and with LF alike', () => {
  const body = '# a\n\n- b\n- c\n\n```\nd\n\ne\n```\nf\ng'
  const expected = parseMarkdown(body)
  assert.deepEqual(parseMarkdown(body.replaceAll('\n', '\r\n')), expected)
  assert.deepEqual(parseMarkdown(body.replaceAll('\n', '\r')), expected)
})

test('HTML is what was typed', () => {
  const bodies = [
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '<svg/onload=alert(1)>',
    '<b onmouseover="alert(1)">x</b>',
    '<iframe srcdoc="<script>alert(1)</script>">',
    '<!-- --><style>*{display:none}</style>',
    '<math><mi xlink:href="javascript:alert(1)">x',
    '<details open ontoggle=alert(1)>',
    '<a href="javascript:alert(1)">x</a>',
    '<input autofocus onfocus=alert(1)>',
    '</div></article><script>alert(1)</script>',
    '<![CDATA[<script>alert(1)</script>]]>',
    '<?xml version="1.0"?><x>',
    '"><script>alert(1)</script>',
  ]
  for (const body of bodies) assert.equal(textOf(parseMarkdown(body)), body)
})

test('a text that would draw nothing is shown as typed', () => {
  for (const body of ['*', '-', '>', '1.', '#', '> >', '- -', '``` ```x', '[]()', '~~~', '```', '---']) {
    assert.notEqual(textOf(parseMarkdown(body)).trim(), '', body)
  }
  assert.equal(textOf(parseMarkdown('[](https://example.com/)')), 'https://example.com/')
})

test('no text takes long or too much to draw', () => {
  const parts = [
    '*',
    '_',
    '*_',
    '**a',
    '_a',
    '~',
    '`',
    '`a',
    '[',
    '![',
    '[x](',
    '[x](<',
    '](',
    '[]',
    '(',
    '<',
    '<a ',
    '<!--',
    '&',
    '&#',
    '>',
    '> ',
    '- ',
    '+ ',
    '1. ',
    '> - ',
    '> 1. ',
    ' ',
    '\t',
    'a',
    'a@',
    'a.',
    'a@b.com\n',
    'a@b.c ',
    'www.',
    'http://',
    'http://a.b ',
    'www.**',
    '**1.',
    '|',
    '|-',
    '|a|b|\n|-|-|\n',
    '\n|-|-|\n',
    '# ',
    '#',
    '- a\n',
    '>\n',
    '```\n',
    '~~~a\n',
    '---\n',
    'a\n=\n',
    '\\',
    '"',
    ':',
    '.',
    '!',
    '\n',
    '[a](b)',
    '[a](http://b.cc)',
    '😀',
    '\u202e',
  ]
  const texts = parts.flatMap((part) => [
    part.repeat(MAX_BODY_BYTES).slice(0, MAX_BODY_BYTES),
    `a${part.repeat(MAX_BODY_BYTES).slice(0, MAX_BODY_BYTES - 2)}b`,
    `${part.repeat(2_000).slice(0, MAX_BODY_BYTES / 2)}${'word '.repeat(MAX_BODY_BYTES / 10)}`,
  ])
  texts.push(
    Array.from({ length: 170 }, (_, depth) => `${' '.repeat(depth)}- a`).join('\n'),
    Array.from({ length: 170 }, (_, depth) => '>'.repeat(depth + 1)).join('\n'),
    Array.from({ length: 170 }, (_, length) => '`'.repeat(length + 1)).join(' a '),
    `http://a.b/${'('.repeat(8_000)}${')'.repeat(8_000)}`,
    `${'['.repeat(5_000)}a${'](b)'.repeat(2_500)}`,
  )
  for (const text of texts) {
    // The best of several: the first runs include compiling, and the machine may be busy.
    let best = Infinity
    for (let attempt = 0; attempt < 8 && best > 20; attempt++) {
      const began = performance.now()
      const marks = parseMarkdown(text)
      best = Math.min(best, performance.now() - began)
      assert.ok(countOf(marks) <= 1_500)
    }
    // On a machine with many others, none of eight may go through in one piece.
    if (best > 20)
      best = Math.min(
        best,
        timeOf(() => void parseMarkdown(text)),
      )
    assert.ok(best <= 20 || best <= 20 * slowness(), `${best.toFixed(1)} ms for ${JSON.stringify(text.slice(0, 30))}…`)
  }
})
