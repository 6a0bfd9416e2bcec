import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { DueMail, Missed } from '../store/mail-store.ts'
import { writeLetter } from './letters.ts'

const sender = { chat: 'Book club', publicUrl: 'https://chat.example.org', stopToken: () => 'token' }
const missed: Missed = {
  room: { id: 'r', slug: 'secret-plans', name: 'Plans', kind: 'closed' },
  messages: [
    {
      roomId: 'r',
      seq: 4,
      rev: 4,
      clientId: 'c',
      author: { id: 'u', name: 'Ben', kind: 'person' },
      body: '@Ann the code is 1234',
      sentAt: '2026-03-01T10:00:00.000Z',
      reactions: [],
      files: [{ id: 'f', name: 'contract.pdf', type: 'application/pdf', size: 9, hash: 'h' }],
    },
  ],
  count: 12,
  upTo: 4,
  follows: [],
  timeZone: 'UTC',
  showsWords: true,
}
const letterOf = (language: DueMail['language'], more: Partial<Missed>) =>
  writeLetter(
    sender,
    {
      id: 'm_1',
      userId: 'ann',
      to: 'ann@example.org',
      name: 'Ann',
      tries: 1,
      purpose: 'missed',
      language,
      missed: { ...missed, ...more },
    },
    undefined,
  )

test('[Y28] a mail without words says how many messages wait, and where they are', () => {
  for (const [language, says] of [
    ['en', 'Unread messages: 12'],
    ['de', 'Ungelesene Nachrichten: 12'],
    ['ar', 'رسائل غير مقروءة:'],
  ] as const) {
    const { text, html } = letterOf(language, { showsWords: false })
    assert.ok(text.includes(says) && text.includes('12'), text)
    assert.ok(text.includes('https://chat.example.org/secret-plans/4'))
    assert.doesNotMatch(text + html, /1234|contract|Ben/)
  }
  assert.match(letterOf('en', {}).text, /1234/)
  assert.match(letterOf('en', { showsWords: false, count: 100 }).text, /Unread messages: 100\+/)
})
