import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { readPage } from './page.ts'

const read = (html: string | Buffer, type = 'text/html', at = 'https://e.com/a/b') =>
  readPage(Buffer.from(html), type, at)

describe('what a page says of itself', () => {
  test('[E26] Open Graph comes first, then Twitter, then the plain head', () => {
    const plain = '<title>Plain &amp; simple</title><meta name=description content="About it">'
    const twitter = '<meta name="twitter:title" content="T"><meta name="twitter:description" content="TD">'
    const graph =
      '<meta property="og:title" content="G"><meta property="OG:Description" content="GD"><meta property="og:site_name" content="S"><meta property="og:image" content="../p.png">'
    assert.deepEqual(read(plain), { title: 'Plain & simple', description: 'About it' })
    assert.deepEqual(read(plain + twitter), { title: 'T', description: 'TD' })
    assert.deepEqual(read(plain + twitter + graph), {
      title: 'G',
      description: 'GD',
      site: 'S',
      picture: 'https://e.com/p.png',
    })
    assert.deepEqual(read(`<meta property="og:title" content=" ">${plain}`), {
      title: 'Plain & simple',
      description: 'About it',
    })
    assert.deepEqual(read('<title>Same</title><meta name=description content=Same>'), { title: 'Same' })
  })

  test('[E26] only the head counts, and only a page of HTML', () => {
    assert.equal(read('<head></head><body><title>In the body</title>'), undefined)
    assert.equal(read('<body><meta property="og:title" content="In the body">'), undefined)
    assert.deepEqual(read('<title>First</title><svg><title>Second</title></svg>'), { title: 'First' })
    assert.equal(read('<p>no title'), undefined)
    assert.deepEqual(read('<title>T', 'application/xhtml+xml; charset=utf-8'), { title: 'T' })
    for (const type of ['text/plain', 'application/json', 'image/svg+xml', 'text', '', 'text/html-x'])
      assert.equal(read('<title>T</title>', type), undefined, type)
    assert.equal(readPage(Buffer.from('<title>T</title>'), undefined, 'https://e.com/'), undefined)
  })

  test('[E26] it is text, whatever it says', () => {
    assert.deepEqual(read('<title><script>alert(1)</script> &lt;b&gt; </title>'), {
      title: '<script>alert(1)</script> <b>',
    })
    assert.deepEqual(read('<title>one\r\n\t two\u2028three &#8238;evil&#x202c; &#0; \u200bx\ufeff\u0007</title>'), {
      title: 'one two three evil � x',
    })
    assert.deepEqual(read('<title>نص عربي می‌خواهم 👩‍👩‍👧</title>'), { title: 'نص عربي می‌خواهم 👩‍👩‍👧' })
    assert.equal(read('<title>\u202e\u200b \u2066</title>'), undefined)
    for (const picture of ['javascript:alert(1)', 'data:image/png;base64,AA', 'http://', `/${'x'.repeat(3_000)}`])
      assert.deepEqual(read(`<title>T</title><meta property="og:image" content="${picture}">`), { title: 'T' }, picture)
  })

  test('[E26] lengths are limited, by characters as people see them', () => {
    const {
      title = '',
      description = '',
      site = '',
    } = read(
      `<title>${'a'.repeat(50_000)}</title><meta name=description content="${'👩‍👩‍👧'.repeat(9_000)}"><meta property=og:site_name content="${'s'.repeat(99)}">`,
    ) ?? {}
    assert.equal(title, `${'a'.repeat(200)}…`)
    assert.ok(description.length <= 1_201 && description.endsWith('👩‍👩‍👧…'))
    assert.equal(site, `${'s'.repeat(60)}…`)
    const zalgo = read(`<title>z${'\u0301'.repeat(500)}algo</title>`)
    assert.equal(zalgo?.title, `z${'\u0301'.repeat(4)}algo`)
  })

  test('[E26] any encoding is read: by its first bytes, by the server, by the page', () => {
    const latin = Buffer.from('<meta charset="ISO-8859-1"><title>Caf\u00e9</title>', 'latin1')
    assert.deepEqual(read(latin), { title: 'Café' })
    assert.deepEqual(read(Buffer.from('<title>Caf\u00e9</title>', 'latin1'), 'text/html; charset=windows-1252'), {
      title: 'Café',
    })
    const cyrillic = Buffer.concat([
      Buffer.from('<meta http-equiv="Content-Type" content="text/html; charset=windows-1251"><title>'),
      Buffer.from([0xcf, 0xf0, 0xe8]),
    ])
    assert.deepEqual(read(cyrillic), { title: 'При' })
    const japanese = Buffer.concat([
      Buffer.from('<meta charset=shift_jis><title>'),
      Buffer.from([0x93, 0xfa, 0x96, 0x7b]),
    ])
    assert.deepEqual(read(japanese), { title: '日本' })
    assert.deepEqual(read(Buffer.from('\ufeff<title>é</title>', 'utf16le')), { title: 'é' })
    assert.deepEqual(read('\ufeff<meta charset=iso-8859-1><title>é</title>'), { title: 'é' })
    assert.deepEqual(read('<meta charset=nonsense><title>é</title>', 'text/html; charset=more-nonsense'), {
      title: 'é',
    })
    assert.deepEqual(read('<meta charset=utf-16><title>é</title>'), { title: 'é' })
    // A character of several bytes at the edge of two slices.
    assert.deepEqual(read(`<!--${'x'.repeat(16_383 - 11)}--><title>é</title>`), { title: 'é' })
  })

  test('[E26] no page takes long: deep, open, endless', () => {
    const size = 512 * 1_024
    for (const piece of [
      '<meta property="og:title" content="',
      '<a ',
      '<!--',
      '<title>x',
      '<meta name=a content=b>',
      '&amp',
      '<div>',
      '<noscript>',
      '<',
      '\u0301',
    ])
      for (const before of ['', '<title>']) {
        const from = performance.now()
        read(before + piece.repeat(Math.ceil(size / piece.length)))
        const took = performance.now() - from
        assert.ok(took < 1_000, `${before}${piece}: ${took} ms`)
      }
  })
})
