/** What stands around the room, in words. Who still has to join does not load it. */
import { bannedSentence } from '../protocol/banned.ts'
import type { Failure } from '../protocol/errors.ts'
import type { BanNotice } from '../protocol/models.ts'
import { dictionary } from './language.ts'
import { counted, late, number } from './words.ts'

const lists = late(() => new Intl.ListFormat('en', { type: 'conjunction' }))

const english = {
  room: {
    menu: 'Room menu',
    pinned: 'Pinned messages',
    search: 'Search messages',
    here: (count: number) => `${number.format(count)} here`,
    members: (count: number) => counted(count, 'member', 'members'),
    typing: (names: string[]) => {
      if (names.length > 3) return 'Several people are typing…'
      return `${lists().format(names)} ${names.length === 1 ? 'is' : 'are'} typing…`
    },
    you: (name: string) => `You are ${name}`,
    youAre: 'You are',
    failed: 'This room could not be opened',
    notFound: {
      heading: 'There is no such room',
      text: 'It may have been renamed or removed, or it is closed and you are not in it.',
      link: 'Go to the lobby',
    },
    goTo: (room: string) => `Go to ${room}`,
    invitedToOne: 'You were invited to one room only. With another invitation you can go on.',
    gone: {
      left: (room: string) => ({ heading: `You left ${room}`, text: 'What you wrote there stays.' }),
      removed: (room: string) => ({
        heading: `You were removed from ${room}`,
        text: 'It was a host or a moderator. What you wrote there stays.',
      }),
      deleted: (room: string) => ({
        heading: `${room} was deleted`,
        text: 'The room and everything that was said in it are gone.',
      }),
    },
  },

  timeline: {
    blocked: 'Blocked message',
    show: 'Show',
    hide: 'Hide',
    whole: 'Show the whole message',
    less: 'Show less',
    reply: (name: string) => `In reply to ${name}`,
    replyMissing: 'The message this answers is not here.',
    replyLoading: 'In reply to…',
    reaction: (emoji: string, count: number) => `${emoji} ${number.format(count)}`,
    reacted: (names: string[], others: number) =>
      lists().format(others > 0 ? [...names, counted(others, 'other', 'others')] : names),
    notReacted: (emoji: string, failure: Failure) => `${emoji} was not taken: ${failure.message}`,
    me: 'you',
    new: (count: number) => `${number.format(count)} new`,
    toNewest: 'To the newest message',
    announce: (name: string, text: string) => `${name}: ${text}`,
    announceMany: (count: number) => counted(count, 'new message', 'new messages'),
  },

  sidebar: {
    label: 'Rooms and people',
    open: 'Rooms and people',
    openUnread: 'Rooms and people, something is new',
    close: 'Close',
    switch: 'Go to a room or a person',
    inbox: 'Inbox',
    saved: 'Saved',
    rooms: 'Rooms',
    directs: 'Direct messages',
    archived: 'Archived',
    here: 'Here now',
    browse: 'Browse rooms',
    newRoom: 'New room',
    newDirect: 'New message',
    more: (count: number) => `and ${number.format(count)} more`,
    unread: (count: number) => `${number.format(count)} unread`,
    mentions: (count: number) => counted(count, 'mention', 'mentions'),
    moderation: 'Moderation',
    reports: (count: number) => `, ${counted(count, 'open report', 'open reports')}`,
  },

  connection: {
    reconnecting: 'Reconnecting…',
    connecting: 'Connecting…',
    offline: 'You are offline. What you write is sent when you are back.',
    catchingUp: 'Catching up…',
    rewound: 'The history of this chat was restored. What you see is what the server has.',
    over: {
      refused: 'You are not let in',
      banned: {
        heading: 'You were banned from this chat.',
        text: (ban: BanNotice, sayTime: (time: string) => string) => bannedSentence(ban, sayTime),
      },
      reasons: {
        signed_out: { heading: 'You were signed out.', text: 'You can come in again at any time.' },
        ended_elsewhere: {
          heading: 'You were signed out.',
          text: 'This session was ended on another device of yours. If that was not you, sign in and change your password.',
        },
        password_changed: {
          heading: 'Your password was changed.',
          text: 'All other devices were signed out. Sign in with the new password.',
        },
        left: { heading: 'You have left this chat.', text: 'Your name is free again. You can join anew at any time.' },
        ended: { heading: 'Your session has ended.', text: 'Come in again to go on.' },
      },
    },
    joinAgain: 'Join again',
    updated: 'Earshot was updated.',
  },

  draft: {
    waiting: 'Waiting',
    sending: 'Sending…',
    sendsIn: (seconds: number) => `Sends in ${number.format(seconds)} s`,
    failed: (failure: Failure) => `Not sent: ${failure.message}`,
    retry: 'Retry',
    sendNow: 'Send now',
    delete: 'Delete',
    notSaved: 'Not saved on this device: do not close this page before it is sent.',
    waitingCount: (count: number) => `${number.format(count)} waiting`,
  },

  theme: { system: 'Theme: as the system', light: 'Theme: light', dark: 'Theme: dark' },

  composer: {
    replyTo: (name: string) => `Replying to ${name}`,
    editGone: 'The message was deleted while you changed it. Your words are here.',
    cancelReply: 'Do not reply',
    left: (bytes: number, most: number) => `${number.format(bytes)} left of ${number.format(most)}`,
    tooLong: (over: number) => `Too long by ${counted(over, 'byte', 'bytes')}`,
    slow: (seconds: number) => `Slow room: the next message goes out in ${number.format(seconds)} s`,
    visitor: (room: string) => `You are looking at ${room}.`,
    join: (room: string) => `Join ${room}`,
    archived: 'This room is archived. It can be read, and nobody writes in it any more.',
    locked: 'This room is locked. Only its hosts and the moderators write in it.',
    muted: (until: string) => `You cannot write here until ${until}.`,
  },
}

export type AroundWords = typeof english

export const aroundWords: AroundWords = dictionary?.around ?? english
