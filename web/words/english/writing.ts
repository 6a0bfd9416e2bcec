/** Help with writing, in words. Loaded with the first `@`, `:`, `#` or `/`. */
import { counted } from './counting.ts'

export const writing = {
  choices: { people: 'People', emoji: 'Emoji', rooms: 'Rooms', commands: 'Commands' },
  found: (count: number) =>
    `${counted(count, 'suggestion', 'suggestions')}. Arrows to move, Enter to choose, Esc to close.`,
  formatting: 'Formatting',
  formats: {
    bold: 'Bold',
    italic: 'Italic',
    strikethrough: 'Strikethrough',
    code: 'Code',
    quote: 'Quote',
    list: 'Bulleted list',
    numbers: 'Numbered list',
    link: 'Link',
  },
  preview: 'Preview',
  everybody: 'Everyone in this room',
  notHere: 'not in this room',
  help: {
    commands: 'Commands',
    literally: 'To send such a line as text, start it with // or a space.',
    markdown: 'Markdown',
    marks: [
      { write: '**bold**', gives: 'bold' },
      { write: '*italic*', gives: 'italic' },
      { write: '~~strikethrough~~', gives: 'strikethrough' },
      { write: '`code`', gives: 'code' },
      { write: '```js', gives: 'a code block, up to the next ```' },
      { write: '> quote', gives: 'a quote' },
      { write: '- item', gives: 'a list' },
      { write: '[words](https://…)', gives: 'a link' },
    ],
  },
  commands: {
    me: { args: 'waves', does: 'Describe what you’re doing' },
    topic: { args: 'new topic', does: 'Change this room’s topic' },
    invite: { args: '@name', does: 'Add someone to this room' },
    shrug: { args: 'text', does: 'Add ¯\\_(ツ)_/¯' },
    join: { args: '#room', does: 'Go to a room and join it' },
    leave: { args: '', does: 'Leave this room' },
    nick: { args: 'new name', does: 'Change your name' },
    help: { args: '', does: 'Show formatting and commands' },
  },
  unknown: (typed: string, meant: string | undefined) =>
    meant === undefined
      ? `Unknown command /${typed}. Try /help, or start with // to send it as text.`
      : `/${typed}: did you mean /${meant}?`,
  needs: (command: string, args: string) => `Add what you mean: /${command} ${args}`,
  alone: (command: string) => `/${command} takes no text. Send it on its own.`,
  nobody: (name: string) => `No one is called ${name}.`,
  several: (name: string, names: string[], isMore: boolean) =>
    `Several names start with ${name}: ${names.join(', ')}${isMore ? ' and others' : ''}. Type the full name.`,
  noRoom: (name: string) => `There’s no room called ${name} that you can join.`,
  stays: 'You can’t leave the lobby.',
  done: {
    topic: 'Topic changed.',
    invite: (name: string) => `${name} was added to this room.`,
    nick: (name: string) => `Your name is now ${name}.`,
  },
}

export type WritingWords = typeof writing
