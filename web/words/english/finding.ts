/** Search, inbox, saved and pinned messages, and earlier versions, in words. Loaded with their panels. */
import { counted, number } from './counting.ts'

export const finding = {
  close: 'Close',
  loading: 'Loading…',
  again: 'Try again',
  more: 'Show more',
  deleted: 'This message was deleted.',
  filesDeleted: 'Its files were deleted.',
  direct: 'Direct message',
  unread: 'Unread',

  search: {
    heading: 'Search',
    label: 'Search messages',
    placeholder: 'Words, or parts of words',
    here: 'You’re offline. Only messages kept in this browser are searched.',
    searching: 'Searching…',
    found: (count: number, isAll: boolean) =>
      isAll ? counted(count, 'message', 'messages') : `${number.format(count)}+ messages`,
    none: { heading: 'Nothing found', text: 'Try fewer or shorter words, or remove a filter.' },
    meant: (query: string) => `Search for \u2068${query}\u2069 instead`,
    wider: 'Search without filters',
    clear: 'Clear search',
    further: 'Nothing in the newest messages yet.',
    recent: 'Recent searches',
    forget: 'Clear recent searches',
    filters: 'Filters',
    filterList: [
      { filter: 'from:', does: 'from one person: a name, or me' },
      { filter: 'in:', does: 'in one room' },
      { filter: 'before:', does: 'before a day, like 2026-12-31' },
      { filter: 'after:', does: 'after a day' },
      { filter: 'has:link', does: 'with a link' },
      { filter: 'has:code', does: 'with code' },
      { filter: 'has:file', does: 'with a file' },
      { filter: 'has:image', does: 'with a picture' },
      { filter: 'has:video', does: 'with a video' },
      { filter: 'has:audio', does: 'with a recording' },
      { filter: 'is:pinned', does: 'pinned in its room' },
    ],
    hint: 'Finds messages with all your words. Use "quotes" for an exact phrase and -\u2060word to exclude.',
    choices: 'Suggestions',
  },

  inbox: {
    heading: 'Inbox',
    unreadRooms: 'Unread rooms',
    unread: (count: number) => `${number.format(count)} unread`,
    mentions: (count: number) => counted(count, 'mention', 'mentions'),
    markAll: 'Mark all as read',
    entries: 'Mentions and replies',
    kinds: { mention: 'mentioned you', reply: 'replied to you' },
    none: { heading: 'All caught up', text: 'Mentions and replies will show up here.' },
  },

  reminders: {
    heading: 'Reminders',
    done: 'Done',
    doneOne: (name: string) => `Done with the reminder of ${name}’s message`,
    cancel: 'Cancel',
    cancelOne: (name: string) => `Cancel the reminder of ${name}’s message`,
  },

  saved: {
    heading: 'Saved',
    remove: 'Remove',
    removeOne: (name: string) => `Remove ${name}’s message`,
    showHow: 'Show me how',
    none: {
      heading: 'Nothing saved',
      text: 'Choose “Save for later” in a message’s menu. Only you can see it here.',
    },
  },

  pinned: {
    heading: (room: string) => `Pinned in ${room}`,
    none: {
      heading: 'Nothing pinned',
      text: 'Pin a message from its menu so everyone can find it.',
    },
  },

  versions: {
    first: 'Original',
    at: (time: string) => `Edited ${time}`,
    none: 'No earlier versions.',
    legend: 'Removed text is struck through, added text is underlined.',
  },
}

export type FindingWords = typeof finding
