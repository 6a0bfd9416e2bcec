/**
 * Looks for the text that takes each reader of strangers' words longest. In all about a minute; longer on demand:
 * `WORST_TEXTS_SECONDS=600 npm test -- test/abuse/worst-texts.test.ts`, elsewhere begun with `WORST_TEXTS_SEED`.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as v from 'valibot'
import { Body } from '../../protocol/fields.ts'
import { fold } from '../../protocol/folding.ts'
import { MAX_BODY_BYTES, MAX_SEARCH_CHARACTERS } from '../../protocol/limits.ts'
import { parseMarkdown } from '../../protocol/markdown/markdown.ts'
import { namesOf, readMentions } from '../../protocol/markdown/mentions.ts'
import { plainWords, preview } from '../../protocol/markdown/plain-words.ts'
import { readSearch } from '../../server/chat/messages/search-query.ts'
import { prepareName } from '../../protocol/names/looks.ts'
import { requirePersonal, tidyName } from '../../server/chat/people/names.ts'
import { prepareRoomName } from '../../server/chat/rooms/names.ts'
import { changesBetween } from '../../web/dialogs/versions/changes-between.ts'
import { matchOf } from '../../web/people/match.ts'
import { snippetOf } from '../../web/message-list/marked.ts'
import { type Reader, slowness, timeOf, worstText } from '../support/worst-text.ts'

const SECONDS = Number(process.env.WORST_TEXTS_SECONDS ?? 50)
const SEED = Number(process.env.WORST_TEXTS_SEED ?? 1)

/** The time allowed on the server's event loop, and on the page, which has to draw the text as well. */
const SERVER_MS = 10
const PAGE_MS = 20

const MARKS = [
  '*¦_¦**¦~~¦`¦``¦```¦\n```\n¦```a b\n¦~~~¦[¦]¦![¦](¦[a](b)¦[x](<¦(¦)¦<¦>¦<a ¦<!--¦&¦&#¦&amp;¦\\¦\\_¦C:\\¦\\\\a¦¯\\_(¦@¦@a¦@Ann¦@字¦@😀',
  'a@b.cc ¦> ¦- ¦1. ¦9. a\n¦+ a\n¦# ¦---\n¦===\n¦|¦|-¦|a|b|\n¦|-|-|\n¦:¦.¦!¦"¦\'¦http://a.bc¦https://¦www.¦www.a.¦/¦?¦#¦=¦%¦-',
  '。¦」¦\r¦\u0301¦\u200d¦\ufdfa¦\u202e',
].flatMap((some) => some.split('¦'))
const NAMES = 'a¦.¦-¦(¦)¦İ¦ß¦\ufdfa¦\u0301¦\u0316¦\u200d¦👨¦\ufe0f¦🇩¦字¦ｶ¦ﾞ¦ᄀ¦ᅡ'.split('¦')
const QUERIES = '"¦“¦-¦:¦from:¦in:¦before:¦has:link ¦@¦#¦.¦,¦(¦\ufdfa¦\u0301¦\u00ad'.split('¦')

const names = namesOf({
  mentions: ['Ann', 'Ann (they/them)', '小明', '...'].map((name) => ({ id: name, name })),
  isToRoom: true,
  youId: 'Ann',
})
/** A refusal is an answer. */
const orRefused = (act: () => unknown) => {
  try {
    return act()
  } catch (error) {
    assert.ok(error instanceof Error && 'code' in error, String(error))
    return undefined
  }
}

const body = { signs: MARKS, bytes: MAX_BODY_BYTES }
const READERS: Record<string, Reader & { most: number }> = {
  'the server reads whom a message names': { ...body, read: readMentions, most: SERVER_MS },
  'the server looks whether a body is one': { ...body, read: (text) => v.safeParse(Body, text), most: SERVER_MS },
  'the server reads a query': {
    signs: QUERIES,
    bytes: MAX_SEARCH_CHARACTERS,
    read: (text) => orRefused(() => readSearch(text, 'Europe/Berlin')),
    most: SERVER_MS,
  },
  'the server reads a name': {
    signs: NAMES,
    bytes: 1_000,
    read: (text) =>
      orRefused(() => {
        requirePersonal(text)
        return prepareName(tidyName(text))
      }),
    most: SERVER_MS,
  },
  "the server reads a room's name": {
    signs: NAMES,
    bytes: 1_000,
    read: (text) => orRefused(() => prepareRoomName(text)),
    most: SERVER_MS,
  },
  'the page reads a body and marks names in it': {
    ...body,
    read: (text) => parseMarkdown(text, names),
    most: PAGE_MS,
  },
  'the page shows a message in one line': { ...body, read: (text) => preview({ body: text }), most: PAGE_MS },
  'the page reads the words of a message': { ...body, read: plainWords, most: PAGE_MS },
  'the page marks what was found': { ...body, read: (text) => snippetOf(text, ['a', 'word', '字']), most: PAGE_MS },
  'words are folded': { ...body, signs: [...MARKS, ...NAMES], read: fold, most: PAGE_MS },
  'the page compares two versions': {
    ...body,
    read: (text) => changesBetween(text, text.slice(text.length / 3) + text.slice(0, text.length / 3)),
    most: PAGE_MS,
  },
  'the page matches a name with what was typed': {
    signs: NAMES,
    bytes: 1_000,
    read: (text) => matchOf(text, text.slice(0, 40)),
    most: PAGE_MS,
  },
}

for (const [what, reader] of Object.entries(READERS)) {
  test(`[W176] ${what}, at its worst in ${reader.most} ms`, (context) => {
    const { text, ms, shape, tried } = worstText(reader, (SECONDS * 1_000) / Object.keys(READERS).length, SEED)
    const slower = slowness()
    const found = `${ms.toFixed(1)} ms (a machine ${slower.toFixed(1)} times slower) for ${shape}, the worst of ${tried}`
    context.diagnostic(found)
    assert.ok(ms <= reader.most * slower, found)
    // Linear: four times as long a text takes four times as long, where the square would be sixteen. A heap that grows meanwhile
    // takes its time, too.
    const longer = timeOf(() => reader.read(text.repeat(4)))
    assert.ok(longer <= Math.max(12 * ms, reader.most * slower), `${longer.toFixed(1)} ms for four of it, ${found}`)
  })
}

test('[W176] the search would notice: it finds a text that takes the square of the length', () => {
  // How the server once looked for code in a body.
  const read = (text: string) => text.replaceAll(/(`+)(?!`)[^]*?[^`]\1(?!`)/g, '')
  const { ms } = worstText({ ...body, bytes: 4_096, read }, 1_000, SEED)
  assert.ok(ms > SERVER_MS, `${ms.toFixed(1)} ms for a quarter of the length`)
})
