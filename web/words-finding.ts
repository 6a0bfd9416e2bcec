/** What is found again, in words: search, inbox, saved and pinned messages, earlier versions. Loaded with their panels. */
import { dictionary } from './language.ts'
import { counted, number } from './words.ts'

const english = {
  close: 'Close',
  loading: 'Loading…',
  again: 'Try again',
  more: 'Show more',
  deleted: 'This message was deleted.',
  direct: 'Direct message',
  unread: 'Unread',

  search: {
    heading: 'Search',
    label: 'Search messages',
    placeholder: 'Words, or parts of words',
    searching: 'Searching…',
    found: (count: number, isAll: boolean) =>
      isAll ? counted(count, 'message', 'messages') : `${counted(count, 'message', 'messages')}, and more`,
    none: { heading: 'Nothing found', text: 'Try fewer or shorter words, or leave a filter out.' },
    meant: (query: string) => `Look for \u2068${query}\u2069 instead`,
    further: 'Nothing found among the newest messages yet.',
    recent: 'Recent searches',
    forget: 'Forget them',
    filters: 'Filters',
    filterList: [
      { filter: 'from:', does: 'by somebody: a name, or me' },
      { filter: 'in:', does: 'in one room' },
      { filter: 'before:', does: 'until a day, as 2026-12-31' },
      { filter: 'after:', does: 'since a day' },
      { filter: 'has:link', does: 'with a link' },
      { filter: 'has:code', does: 'with code' },
      { filter: 'is:pinned', does: 'pinned in its room' },
    ],
    hint: 'All words must occur, also inside of words. "In quotes" they stand together, a - before a word leaves it out.',
    choices: 'Suggestions',
  },

  inbox: {
    heading: 'Inbox',
    unreadRooms: 'Unread rooms',
    unread: (count: number) => `${number.format(count)} unread`,
    mentions: (count: number) => counted(count, 'mention', 'mentions'),
    markAll: 'Mark everything read',
    entries: 'Mentions and replies',
    kinds: { mention: 'mentioned you', reply: 'replied to you' },
    none: { heading: 'All read', text: 'When somebody mentions you or replies to you, it stands here.' },
  },

  saved: {
    heading: 'Saved',
    remove: 'Remove',
    removeOne: (name: string) => `Remove the message of ${name}`,
    none: {
      heading: 'Nothing saved',
      text: 'In the menu of a message, choose “Save for later”. Only you see it here.',
    },
  },

  pinned: {
    heading: (room: string) => `Pinned in ${room}`,
    none: {
      heading: 'Nothing pinned',
      text: 'What everybody should find again can be pinned in the menu of a message.',
    },
  },

  versions: {
    first: 'As it was written',
    at: (time: string) => `Changed ${time}`,
    none: 'There is no earlier version.',
    legend: 'Struck out is what was taken away, underlined what was added.',
  },
}

export type FindingWords = typeof english

export const findingWords: FindingWords = dictionary?.finding ?? english
