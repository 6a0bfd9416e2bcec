import assert from 'node:assert/strict'
import { test } from 'node:test'
import { MAX_BODY_BYTES } from '../../protocol/limits.ts'
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
/** What the body becomes, when it is one paragraph. */
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

test('what would be nothing on the screen is shown as typed', () => {
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
    // The best of a few: the first runs are the compiler's, and the machine may be busy.
    let best = Infinity
    for (let attempt = 0; attempt < 8 && best > 20; attempt++) {
      const began = performance.now()
      const marks = parseMarkdown(text)
      best = Math.min(best, performance.now() - began)
      assert.ok(countOf(marks) <= 1_500)
    }
    assert.ok(best <= 20, `${best.toFixed(1)} ms for ${JSON.stringify(text.slice(0, 30))}…`)
  }
})
