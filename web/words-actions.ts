/** What one can do with a message or a room, in words. Loaded with the menus that say them. */
import { dictionary } from './language.ts'

const english = {
  room: {
    label: 'Room menu',
    markRead: 'Mark everything read',
    level: 'Tell me of',
    levels: { everything: 'Every message', mentions: 'Mentions and replies only', nothing: 'Nothing' },
    pinned: 'Pinned messages',
    about: 'About this room',
    members: 'Members',
    invite: 'Invite people',
    settings: 'Settings',
  },
  message: {
    label: (name: string) => `What to do with the message of ${name}`,
    reactions: 'React',
    react: (emoji: string) => `React with ${emoji}`,
    unreact: (emoji: string) => `Take ${emoji} back`,
    otherEmoji: 'Another emoji',
    reply: 'Reply',
    more: 'More',
    copyText: 'Copy text',
    copyLink: 'Copy link',
    edit: 'Edit',
    delete: 'Delete',
    reallyDelete: 'Really delete it?',
    unread: 'Mark unread from here',
    save: 'Save for later',
    unsave: 'Remove from saved',
    pin: 'Pin in this room',
    unpin: 'Unpin',
    versions: 'Earlier versions',
    person: (name: string) => `About ${name}`,
    report: 'Report to the moderators',
    block: (name: string) => `Block ${name}`,
    unblock: (name: string) => `Unblock ${name}`,
    copied: 'Copied',
    notCopied: 'It could not be copied.',
  },
  edit: {
    label: 'Edit message',
    save: 'Save',
    cancel: 'Cancel',
    hint: 'Enter saves, Esc cancels',
    empty: 'Nothing is left of it. Write something, or delete the message.',
    delete: 'Delete the message',
  },
}

export type ActionWords = typeof english

export const actionWords: ActionWords = dictionary?.actions ?? english
