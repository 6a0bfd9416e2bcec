/** The parts around the room, in words. It is not loaded before people have joined. */
import { counted, list, number } from './counting.ts'

export const shell = {
  room: {
    menu: 'Room menu',
    pinned: 'Pinned messages',
    search: 'Search messages',
    here: (count: number) => `${number.format(count)} here`,
    members: (count: number) => counted(count, 'member', 'members'),
    typing: (names: string[]) => {
      if (names.length > 3) return 'Several people are typing…'
      return `${list.format(names)} ${names.length === 1 ? 'is' : 'are'} typing…`
    },
    you: (name: string) => `You are ${name}`,
    youAre: 'You are',
  },

  timeline: {
    reply: (name: string) => `In reply to ${name}`,
    replyMissing: 'The original message isn’t available.',
    replyLoading: 'In reply to…',
    reaction: (emoji: string, count: number) => `${emoji} ${number.format(count)}`,
    reacted: (names: string[], others: number) =>
      list.format(others > 0 ? [...names, counted(others, 'other', 'others')] : names),
    addReaction: 'Add reaction',
    me: 'you',
  },

  sidebar: {
    label: 'Rooms and people',
    open: 'Rooms and people',
    openUnread: 'Rooms and people, new messages',
    close: 'Close',
    switch: 'Search or go to…',
    menu: 'Options for all rooms',
    favourites: 'Favorites',
    begun: 'unsent draft',
    inbox: 'Inbox',
    saved: 'Saved',
    rooms: 'Rooms',
    directs: 'Direct messages',
    requests: 'Requests',
    archived: 'Archived',
    here: 'Here now',
    browse: 'Browse rooms',
    people: 'All people',
    status: 'Set a status',
    isHere: 'here now',
    newRoom: 'New room',
    newDirect: 'New message',
    more: (count: number) => `and ${number.format(count)} more`,
    unread: (count: number) => `${number.format(count)} unread`,
    mentions: (count: number) => counted(count, 'mention', 'mentions'),
    reminders: (count: number) => counted(count, 'reminder', 'reminders'),
    moderation: 'Moderation',
    reports: (count: number) => `, ${counted(count, 'open report', 'open reports')}`,
  },

  intro: {
    label: (room: string) => `About ${room}`,
    made: (name: string | undefined, day: string) =>
      name === undefined ? `Created on ${day}.` : `Created by ${name} on ${day}.`,
    invite: 'Invite people',
    topic: 'Set a topic',
  },

  connection: {
    reconnecting: 'Reconnecting…',
    connecting: 'Connecting…',
    offline: 'You’re offline. Your messages will be sent when you reconnect.',
    catchingUp: 'Catching up…',
  },

  draft: {
    waiting: 'Waiting',
    sending: 'Sending…',
    notSaved: 'Not saved on this device. Keep this page open until it’s sent.',
    waitingCount: (count: number) => `${number.format(count)} waiting`,
  },

  theme: { system: 'Theme: system', light: 'Theme: light', dark: 'Theme: dark' },

  composer: {
    files: 'Add files',
    newLine: 'New line',
    emoji: 'Add emoji',
    formatting: 'Formatting',
    mention: 'Mention someone',
    preview: 'Preview',
    slow: (seconds: number) => `Slow mode: your next message is sent in ${number.format(seconds)} s`,
  },
}

export type ShellWords = typeof shell
