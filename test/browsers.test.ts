/** The built page’s API calls and styles, held against the browsers that it is built for. */
import assert from 'node:assert/strict'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { before, test } from 'node:test'
import { PAGE_FOLDER, ensurePage } from '../web/bundler/build.ts'
import { TARGETS } from '../web/bundler/targets.ts'
import { newerApis } from './support/newer-apis.ts'
import { newerStyles } from './support/newer-styles.ts'

/** Newer than the targets, and no harm where it is missing. */
const ASKED_FOR_FIRST = {
  '.createPolicy': 'web/highlight/highlight.ts uses it where it is there',
  '.moveBefore': 'Preact uses it where it is there',
  'navigator.clearAppBadge': 'web/notify/begin.ts uses it where it is there',
  'navigator.setAppBadge': 'as above',
  pushManager: 'web/notify/subscribe.ts says so where it is missing',
  'Symbol.dispose': 'the signals give it to what `using` ends, and nothing here is ended so',
}

before(() => ensurePage((line) => console.log(line)))

test('[W160] the built page calls nothing that a browser it is built for does not have', () => {
  const assets = join(PAGE_FOLDER, 'assets')
  const scripts = readdirSync(assets).filter((name) => name.endsWith('.js'))
  assert.ok(scripts.length > 20)
  const found = newerApis(
    scripts.map((name) => readFileSync(join(assets, name), 'utf8')),
    TARGETS,
  )
  assert.deepEqual(found, Object.keys(ASKED_FOR_FIRST).toSorted())
})

test('[W160] newer APIs are found: globals, their members, methods of anything, and patterns', () => {
  for (const [script, newer] of [
    ['URL.parse(a)', 'URL.parse'],
    ['RegExp.escape(a)', 'RegExp.escape'],
    ['window.URL.parse(a)', 'URL.parse'],
    ['new URLPattern()', 'URLPattern'],
    ['navigation.navigate(a)', 'navigation'],
    ['a.moveBefore(b, c)', '.moveBefore'],
    ['new Intl.DurationFormat(a)', 'Intl.DurationFormat'],
    ['/(?i:a)b/.test(c)', '(?i:…)'],
  ] as const)
    assert.deepEqual(newerApis([script], TARGETS), [newer], script)
})

test('[W160] APIs that they have, and our own, are not found', () => {
  for (const script of [
    'URL.canParse(a), new URL(a).href, JSON.parse(a), a.toSorted(), a.at(-1), a.checkVisibility()',
    'Promise.withResolvers(), structuredClone(a), navigator.clipboard.writeText(a), /(?:a)(?=b)(?<c>d)/v.exec(e)',
    'class A { moveBefore() {} }\nnew A().moveBefore()',
  ])
    assert.deepEqual(newerApis([script], TARGETS), [], script)
  assert.deepEqual(newerApis(['URL.parse(a)'], { chrome: 126, firefox: 126, safari: 18 }), [])
})

/** Features newer than the targets, and the effect where they are missing. */
const DISPENSABLE = {
  '-webkit-touch-callout': 'for iPhones alone, which have it',
  '::-webkit-search-cancel-button': 'hides what only these browsers draw',
  'content-visibility': 'all rows are drawn, as they would be without it',
  'content-visibility: auto': 'as above',
  'content-visibility: visible': 'as above',
  'field-sizing': 'web/ui/fit-height.ts does it',
  'field-sizing: content': 'as above',
  'forced-color-adjust': 'the bars have the system’s colours where it forces them',
  'forced-color-adjust: none': 'as above',
  'line-clamp': 'beside -webkit-line-clamp, which they all have',
  'overflow-anchor': 'who does not know it has no anchoring that would have to be switched off',
  'overflow-anchor: none': 'as above',
  'scrollbar-color': 'the scrollbar has the colours that the system gives it in this theme',
  'scrollbar-gutter': 'the text is centred beside the scrollbar',
  'scrollbar-gutter: stable': 'as above',
  'scrollbar-width': 'the scrollbar is as wide as others',
  'scrollbar-width: none': 'as above',
  'scrollbar-width: thin': 'as above',
  'text-align: match-parent': 'a name in another direction begins at its own side',
  'text-size-adjust': 'beside -webkit-text-size-adjust',
  'text-wrap: pretty': 'the last line may be one word',
  'user-select': 'beside -webkit-user-select',
}

test('[W202] no style of the built page is needed that a browser it is built for does not know', () => {
  const assets = join(PAGE_FOLDER, 'assets')
  const styles = readdirSync(assets).filter((name) => name.endsWith('.css'))
  assert.ok(styles.length > 5)
  const found = new Set(styles.flatMap((name) => newerStyles(readFileSync(join(assets, name), 'utf8'), TARGETS)))
  assert.deepEqual([...found].toSorted(), Object.keys(DISPENSABLE).toSorted())
})

test('[W202] newer styles are found: at-rules, selectors, properties, keywords, functions and units', () => {
  for (const [css, newer] of [
    ['@view-transition{navigation:auto}', '@view-transition'],
    ['a::details-content{color:red}', '::details-content'],
    ['a{anchor-name:--b}', 'anchor-name'],
    ['@media print{a{text-wrap:stable}}', 'text-wrap: stable'],
    ['a{width:calc-size(auto,size)}', 'calc-size()'],
    ['a{width:1rex}', 'rex'],
    ['a{color:contrast-color(red)}', 'contrast-color()'],
    ['a{content:"}";interpolate-size:allow-keywords}', 'interpolate-size'],
  ] as const)
    assert.ok(newerStyles(css, TARGETS).includes(newer), `${css}: ${newerStyles(css, TARGETS).join()}`)
})

test('[W202] styles that they know are not found', () => {
  for (const css of [
    'a{color:light-dark(#fff,#000);height:40dvh;background:url(x.svg)}',
    'a:has(>b:not(c)){&:hover{color:oklch(50% .1 20)}}',
    '@media (hover:hover) and (prefers-contrast:more){a::backdrop{inset:0;text-wrap:balance}}',
    'a{--own:1rex;content:"1rex";font-family:"stable"}',
    '@supports (anchor-name:--a){a{color:red}}',
  ])
    assert.deepEqual(newerStyles(css, TARGETS), [], css)
})
