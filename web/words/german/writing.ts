import type { WritingWords } from '../english/writing.ts'
import { counted } from './counting.ts'

export const writing: WritingWords = {
  choices: { people: 'Personen', emoji: 'Emojis', rooms: 'Räume', commands: 'Befehle' },
  found: (count) =>
    `${counted(count, 'Vorschlag', 'Vorschläge')}. Pfeiltasten zum Bewegen, Enter zum Auswählen, Esc zum Schließen.`,
  formatting: 'Formatierung',
  formats: {
    bold: 'Fett',
    italic: 'Kursiv',
    strikethrough: 'Durchgestrichen',
    code: 'Code',
    quote: 'Zitat',
    list: 'Aufzählung',
    numbers: 'Nummerierte Liste',
    link: 'Link',
  },
  preview: 'Vorschau',
  everybody: 'Alle in diesem Raum',
  notHere: 'nicht in diesem Raum',
  help: {
    commands: 'Befehle',
    literally: 'Um so eine Zeile als Text zu senden, fang sie mit // oder einem Leerzeichen an.',
    markdown: 'Markdown',
    marks: [
      { write: '**fett**', gives: 'fett' },
      { write: '*kursiv*', gives: 'kursiv' },
      { write: '~~durchgestrichen~~', gives: 'durchgestrichen' },
      { write: '`Code`', gives: 'Code' },
      { write: '```js', gives: 'ein Codeblock bis zum nächsten ```' },
      { write: '> Zitat', gives: 'ein Zitat' },
      { write: '- Punkt', gives: 'eine Liste' },
      { write: '[Text](https://…)', gives: 'ein Link' },
    ],
  },
  commands: {
    me: { args: 'winkt', does: 'Beschreib, was du tust' },
    topic: { args: 'neues Thema', does: 'Ändere das Thema dieses Raums' },
    invite: { args: '@Name', does: 'Hol jemanden in diesen Raum' },
    shrug: { args: 'Text', does: 'Füg ¯\\_(ツ)_/¯ an' },
    join: { args: '#Raum', does: 'Geh in einen Raum und tritt bei' },
    leave: { args: '', does: 'Verlass diesen Raum' },
    nick: { args: 'neuer Name', does: 'Ändere deinen Namen' },
    help: { args: '', does: 'Zeig Formatierung und Befehle' },
  },
  unknown: (typed, meant) =>
    meant === undefined
      ? `Unbekannter Befehl /${typed}. /help zeigt alle, mit // am Anfang wird es Text.`
      : `/${typed}: Meintest du /${meant}?`,
  needs: (command, args) => `Da fehlt noch etwas: /${command} ${args}`,
  alone: (command) => `/${command} steht allein, ohne Text dahinter.`,
  nobody: (name) => `Niemand heißt ${name}.`,
  several: (name, names, isMore) =>
    `Mehrere Namen beginnen mit ${name}: ${names.join(', ')}${isMore ? ' und andere' : ''}. Schreib den ganzen Namen.`,
  noRoom: (name) => `Es gibt keinen Raum namens ${name}, dem du beitreten kannst.`,
  stays: 'Die Lobby kannst du nicht verlassen.',
  done: {
    topic: 'Thema geändert.',
    invite: (name) => `${name} ist jetzt in diesem Raum.`,
    nick: (name) => `Du heißt jetzt ${name}.`,
  },
}
