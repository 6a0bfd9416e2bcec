import assert from 'node:assert/strict'
import { globSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { gemoji } from 'gemoji'
import { type Catalogue, catalogueOf, searchEmoji } from './catalogue.ts'
import { findEmoji } from './complete.ts'
import { withTone } from './tones.ts'

test('[W1] emoji are found by the whole name first', () => {
  assert.equal(findEmoji('tada', 5)[0]?.emoji, '🎉')
  assert.equal(findEmoji('hea', 5)[0]?.emoji, '❤️')
  assert.deepEqual(findEmoji('+1:', 5), [{ emoji: '👍', name: '+1' }])
  assert.deepEqual(findEmoji('nosuchemoji', 5), [])
  assert.equal(findEmoji('s', 8).length, 8)
})

test('[W1] a smile is no emoji, and what merely reminds of one is a guess', () => {
  assert.deepEqual(
    findEmoji('dd', 3).map(({ isGuess }) => isGuess),
    [true, true, true],
  )
  for (const typed of ['ta', 'tada', 'thanks', '+1']) assert.equal(findEmoji(typed, 1)[0]?.isGuess, false, typed)
})

const WORDS = join(import.meta.dirname, '..', 'words')

async function catalogueIn(language: string): Promise<Catalogue> {
  const { emojiNames } = (await import(join(WORDS, language, 'emoji-names.ts'))) as { emojiNames: string }
  return catalogueOf(emojiNames)
}

const first = (catalogue: Catalogue, typed: string) => searchEmoji(catalogue, typed)[0]?.emoji

test('[W210] each language has a name of its own for every emoji', async () => {
  const english = (await catalogueIn('english')).flat()
  assert.equal(english.length, gemoji.length)
  const languages = globSync('*/first.ts', { cwd: WORDS }).map((path) => path.replace(/\W.*/, ''))
  assert.ok(languages.includes('english') && languages.includes('arabic'))
  for (const language of languages) {
    const all = (await catalogueIn(language)).flat()
    const nameless = all.filter(({ emoji, name }) => name === '' || name === emoji)
    assert.deepEqual(nameless, [], language)
    const same = all.filter(({ name }, at) => name === english[at]?.name).length
    assert.ok(language === 'english' || same < all.length / 10, `${same} names in ${language} are English`)
  }
})

test('[W210] emoji are found by name, by keyword and by several words, in the language of the page', async () => {
  const english = await catalogueIn('english')
  assert.equal(first(english, 'heart'), '❤️')
  assert.equal(first(english, ':tada:'), '🎉')
  assert.equal(first(english, 'Germany'), '🇩🇪')
  assert.equal(first(english, 'face tears'), '😂')
  assert.equal(first(english, '🚀'), '🚀')
  assert.ok(searchEmoji(english, 'celebrate').some(({ emoji }) => emoji === '🥳'))
  assert.deepEqual(searchEmoji(english, 'nosuchemoji'), [])
  assert.deepEqual(searchEmoji(english, '  '), [])
  const arabic = await catalogueIn('arabic')
  assert.ok(searchEmoji(arabic, 'قلب').length > 10)
  assert.equal(first(arabic, 'ألمانيا'), '🇩🇪')
  assert.equal(first(arabic, 'tada'), '🎉', 'the short names are those of all languages')
})

test('[W210] a skin tone goes to all that have one, and only to them', () => {
  assert.equal(withTone('👍', 0), '👍')
  assert.equal(withTone('👍', 3), '👍🏽')
  assert.equal(withTone('✌️', 5), '✌🏿')
  assert.equal(withTone('👩‍💻', 1), '👩🏻‍💻')
  assert.equal(withTone('👩‍❤️‍👨', 2), '👩🏼‍❤️‍👨🏼')
  for (const none of ['😀', '🎉', '👨‍👩‍👧', '🇩🇪']) assert.equal(withTone(none, 4), none)
  assert.equal(findEmoji('wave', 1, 3)[0]?.emoji, '👋🏽')
})
