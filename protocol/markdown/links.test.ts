import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { parseMarkdown } from './markdown.ts'
import { type Mark, partsOf, textOf } from './marks.ts'

type Link = Extract<Mark, { kind: 'link' }>
const flat = (marks: Mark[]): Mark[] => marks.flatMap((mark) => [mark, ...partsOf(mark).flatMap(flat)])
const linksOf = (body: string): Link[] =>
  flat(parseMarkdown(body)).filter((mark) => typeof mark !== 'string' && mark.kind === 'link')
const wordsOf = (body: string): string[] => linksOf(body).map(({ children }) => textOf(children))

/** Each text, with the addresses in it between ⟨ and ⟩. */
function found(...marked: string[]) {
  for (const text of marked) {
    const body = text.replaceAll(/[⟨⟩]/g, '')
    const wanted = [...text.matchAll(/⟨(.*?)⟩/gu)].map(([, words]) => words)
    assert.deepEqual(wordsOf(body), wanted, body)
    assert.equal(plain(textOf(parseMarkdown(body))), plain(body), 'nothing is lost')
  }
}
/** Without the marks of emphasis, which may belong to the sentence or to an address. */
const plain = (text: string) => text.replaceAll(/[*_~]/g, '').replaceAll('&lt;', '<').replaceAll('&gt;', '>').trim()
const leadsTo = (body: string) => linksOf(body).map(({ href }) => href)

describe('[W180] an address that is typed ends where its readers see its end', () => {
  test('at punctuation, quotation marks and symbols beyond ASCII', () => {
    found(
      '⟨https://e.com/a⟩。看',
      '“⟨https://e.com/a⟩”',
      '„⟨https://e.com/a⟩“',
      '«⟨https://e.com⟩»',
      '「⟨https://e.com/a⟩」、《⟨https://e.com/b⟩》',
      '（⟨https://e.com/a⟩）',
      '⟨https://e.com⟩… ⟨https://e.com/b⟩…',
      '⟨https://e.com/a⟩—as said',
      'انظر ⟨https://e.com/a⟩، ثم ⟨https://e.com/b⟩؟',
      '⟨https://e.com/a⟩→⟨https://e.com/b⟩',
      '⟨https://e.com⟩🎉 ⟨https://e.com/a⟩👍',
      '⟨https://e.com/a⟩\u200b.',
    )
  })
  test('before the full stop of the sentence, and not at one within', () => {
    found(
      '⟨https://e.com⟩.',
      '⟨https://e.com/a⟩?!',
      '⟨https://e.com/a.b,c;d:e!f⟩,',
      '⟨https://e.com./a⟩',
      "'⟨https://e.com/a⟩', '⟨https://e.com/it's⟩'",
      '{"url":"⟨https://e.com/a⟩","n":1}',
      '&lt;⟨https://e.com/a⟩&gt;',
      '||⟨https://e.com/a⟩||',
    )
  })
  test('at a bracket that was opened before it, and never within a pair', () => {
    found(
      '(⟨https://en.wikipedia.org/wiki/Lark_(bird)⟩).',
      '(see ⟨https://e.com/a⟩)0',
      '{⟨https://e.com/⟩}0 [⟨https://e.com/⟩]0',
      '⟨https://e.com/?a[]=1&b[0][c]=2⟩',
      '⟨https://e.com/{id}/x⟩',
      '⟨https://e.com/a⟩(as said before)',
      '⟨https://e.com⟩[1]',
    )
    assert.deepEqual(leadsTo('https://e.com/a[b](https://f.com/)'), ['https://e.com/a', 'https://f.com/'])
  })
  test('at the end of the emphasis around it; otherwise its own marks are its own', () => {
    found(
      '_⟨https://e.com/a_b⟩_',
      '**见⟨https://e.com/a⟩**。',
      '~~⟨https://e.com/~ann/a⟩~~',
      '⟨https://e.com/ann_⟩',
      '⟨https://e.com/#/#_a_#b:e.com⟩',
      '⟨https://e.com/web/*/x⟩',
    )
    assert.deepEqual(wordsOf('**见https://e.com/a**然后'), ['https://e.com/a'])
  })
  test('letters of all scripts stand in a path, and what joins them', () => {
    found(
      '⟨https://ja.wikipedia.org/wiki/ジョン・レノン⟩',
      '⟨https://ca.wikipedia.org/wiki/Col·lecció⟩',
      '⟨https://fa.wikipedia.org/wiki/می‌شود⟩',
      '⟨https://hi.wikipedia.org/wiki/हिन्दी⟩',
    )
  })
})

describe('[W181] an address is found wherever its beginning is, with any host that there can be', () => {
  test('directly after and before letters that are written without spaces', () => {
    found(
      '看⟨https://e.com/a⟩ 和⟨www.e.com⟩！',
      '주소는⟨https://e.com⟩을 보세요',
      'ดู⟨https://e.com/a⟩',
      '邮箱⟨ann@e.com⟩谢谢',
      '⟨https://e.com⟩看看',
      '⟨https://例え.jp⟩を見て',
      'смотри:⟨https://e.com/а⟩',
    )
  })
  test('not in the middle of a word', () => {
    found('xhttps://e.com', 'awww.e.com', 'www.', 'https://', 'http://%41/', 'http://$HOST/', 'http://{host}/')
    found('http://⟨http://e.com⟩', '⟨https://e.com⟩,⟨https://f.com⟩', 'https://e.com:99999999/')
  })
  test('hosts without a dot, addresses of machines, ports', () => {
    found('⟨http://wiki/x⟩, ⟨https://nas:5000/⟩ ⟨http://localhost:5050⟩ ⟨http://wiki⟩.', '⟨https://my_host.e.com/⟩')
    assert.deepEqual(leadsTo('http://[::1]/ http://[2001:db8::1]:5000/x, (http://[::1])'), [
      'http://[::1]/',
      'http://[2001:db8::1]:5000/x',
      'http://[::1]/',
    ])
    assert.deepEqual(leadsTo('<http://wiki/x> <http://[::1]/>'), ['http://wiki/x', 'http://[::1]/'])
  })
  test('names in letters of any script lead to their hosts, which are shown', () => {
    const links = linksOf('https://bücher.de/ä https://例え.jp/ ann@bücher.de')
    assert.deepEqual(
      links.map(({ target }) => target),
      ['xn--bcher-kva.de', 'xn--r8jz45g.jp', 'ann@xn--bcher-kva.de'],
    )
  })
})

test('[W182] text that only looks like a mail address is no link', () => {
  found(
    'git@github.com:ann/chat.git',
    'ssh://git@e.com/x',
    'ftp://ann:secret@e.com',
    'hono@4.6.1',
    'a@b',
    'jürgen@e.com',
  )
  found(
    '⟨ann@e.com⟩: hello, E-Mail:⟨a.b-c+d@e.co.uk⟩.',
    '_⟨ann_b@e.com⟩_',
    '⟨ann@bücher.de⟩',
    `${'a'.repeat(65)}@e.com`,
  )
})

test('[W183] a link whose words name another host, in whatever letters, says where it leads', () => {
  const misleading = [
    '[http://wiki/](http://evil/)',
    '[paypal․com](https://evil.example/)',
    '[ｐａｙｐａｌ.com](https://evil.example/)',
    '[http://[::2]/](http://[::1]/)',
    'http://2130706433/',
    'https://paypal.com@evil.example/',
    '[https://paypal.com\\\\.evil.example](https://evil.example/)',
  ]
  for (const body of misleading) assert.equal(linksOf(body)[0]?.isMisleading, true, body)
  const honest = [
    'http://wiki/x',
    '[http://nas](http://nas:5000/)',
    'http://[::1]:80/',
    'https://user:pw@e.com/',
    'WWW.E.com',
  ]
  for (const body of honest) assert.equal(linksOf(body)[0]?.isMisleading, false, body)
})

test('[W180] reading takes as long as the text is', () => {
  const parts = [
    'http://a/(',
    'http://a/([{',
    'http://xn--a/',
    'www.看',
    'a@',
    'a@b.cc:',
    'http://a/[](',
    '*http://a/*',
    'http://a,',
  ]
  const words = (length: number) => [
    `[${'a'.repeat(length)}](http://b.cc)`,
    `[${'a.'.repeat(length / 2)}](http://b.cc)`,
  ]
  const texts = (length: number) => [
    ...parts.map((part) => part.repeat(length).slice(0, length)),
    ...parts.map((part) => `http://a/${part.repeat(length).slice(0, length)}`),
    ...words(length),
  ]
  const shorts = texts(4_096)
  for (const [place, long] of texts(32_768).entries()) {
    const [short, best] = [shorts[place] ?? '', { short: Infinity, long: Infinity }]
    // The text is eight times as long. The fastest of several runs is compared, because the machine may be busy.
    for (let attempt = 0; attempt < 40 && !(best.long <= 20 * best.short); attempt++) {
      best.short = Math.min(best.short, timeOf(short))
      best.long = Math.min(best.long, timeOf(long))
    }
    assert.ok(best.long <= 20 * best.short, `${(best.long / best.short).toFixed()} times: ${long.slice(0, 20)}`)
  }
})

function timeOf(text: string): number {
  const began = performance.now()
  parseMarkdown(text)
  return performance.now() - began
}
