/** What helps with writing, in words. Loaded with the first `@`, `:`, `#` or `/`. */
import { dictionary } from './language.ts'

const english = {
  choices: { people: 'People', emoji: 'Emoji', rooms: 'Rooms', commands: 'Commands' },
  found: (count: number) => `${count} to choose from. Arrows choose, Enter takes, Esc closes.`,
  everybody: 'Everybody in this room',
  notHere: 'not in this room',
  help: {
    commands: 'Commands',
    literally: 'To write such a line as it is, begin it with // or a space.',
    markdown: 'Markdown',
    marks: [
      { write: '**bold**', gives: 'bold' },
      { write: '*slanted*', gives: 'slanted' },
      { write: '~~struck out~~', gives: 'struck out' },
      { write: '`code`', gives: 'code' },
      { write: '```js', gives: 'lines of code, until the next ```' },
      { write: '> quote', gives: 'a quote' },
      { write: '- item', gives: 'a list' },
      { write: '[words](https://…)', gives: 'a link' },
    ],
  },
  commands: {
    me: { args: 'waves', does: 'Say what you do' },
    topic: { args: 'what it is about', does: 'Give this room another topic' },
    invite: { args: '@name', does: 'Bring somebody into this room' },
    shrug: { args: 'words', does: 'Add ¯\\_(ツ)_/¯' },
    join: { args: '#room', does: 'Go to a room, and join it' },
    leave: { args: '', does: 'Leave this room' },
    nick: { args: 'name', does: 'Give yourself another name' },
    help: { args: '', does: 'Show what can be written' },
  },
  unknown: (typed: string, meant: string | undefined) =>
    meant === undefined
      ? `There is no /${typed}. /help lists what there is; // writes it as it is.`
      : `/${typed}: did you mean /${meant}?`,
  needs: (command: string, args: string) => `Write it with what is meant: /${command} ${args}`,
  alone: (command: string) => `Nothing comes after it: write /${command} alone.`,
  nobody: (name: string) => `There is nobody called ${name}.`,
  several: (name: string, names: string[], isMore: boolean) =>
    `Several people are called ${name}…: ${names.join(', ')}${isMore ? ' and others' : ''}. Write the whole name.`,
  noRoom: (name: string) => `There is no room called ${name} that you could join.`,
  stays: 'Everybody stays in the lobby.',
  done: {
    topic: 'The topic is changed.',
    invite: (name: string) => `${name} is in this room now.`,
    nick: (name: string) => `You are called ${name} now.`,
  },
}

export type WritingWords = typeof english

export const writingWords: WritingWords = dictionary?.writing ?? english
