import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { plainWords, preview } from './plain-words.ts'

test('[W16] away from its place a message shows its words, not its marks', () => {
  for (const [body, words] of [
    ['One **bold**, one *slanted*, one ~~struck~~, one `of code`', 'One bold, one slanted, one struck, one of code'],
    ['[the notes](https://example.org/notes) are \\*here\\*', 'the notes are *here*'],
    ['[https://bank.example](https://evil.example/x)', 'https://bank.example (evil.example)'],
    ['# Today\n\nAt ten:\n\n1. What broke\n2. Cake', 'Today\nAt ten:\n1. What broke\n2. Cake'],
    ['- one\n  - a part\n- [ ] two', '• one\n• a part\n• ☐ two'],
    ['> said before\n\nand after', 'said before\nand after'],
    ['Look:\n\n```sh\ncurl -d "hi" \\\n  a_b_c\n```', 'Look:\ncurl -d "hi" \\\n  a_b_c'],
    ['| a | b |\n|---|---|\n| **1** | 2 |', 'a · b\n1 · 2'],
    ['/me waves', 'waves'],
    ['snake_case and 2 * 3 * 4', 'snake_case and 2 * 3 * 4'],
    ['*', '*'],
  ] as const)
    assert.equal(plainWords(body), words)
})

test('[W16] a preview is short, and what was cut leaves no mark open', () => {
  assert.equal(preview({ body: `**${'a'.repeat(900)}**` }), 'a'.repeat(200))
  fc.assert(fc.property(fc.string({ maxLength: 3_000 }), (body) => preview({ body }).length <= 200))
})
