/** Words about actions and events. They are loaded when the page is at rest. */
import { bannedSentence } from '../../../protocol/banned.ts'
import type { BanNotice } from '../../../protocol/models.ts'
import { counted, list, number } from './counting.ts'

export const later = {
  room: {
    failed: 'Couldn’t open this room',
    notFound: {
      heading: 'Room not found',
      text: 'It was renamed or deleted, or it’s closed and you’re not a member.',
      link: 'Go to the lobby',
    },
    goTo: (room: string) => `Go to ${room}`,
    invitedToOne: 'You were invited to one room only. Ask for a new invitation.',
    gone: {
      left: (room: string) => ({ heading: `You left ${room}`, text: 'Your messages there stay.' }),
      removed: (room: string) => ({
        heading: `You were removed from ${room}`,
        text: 'A host or moderator removed you. Your messages there stay.',
      }),
      deleted: (room: string) => ({
        heading: `${room} was deleted`,
        text: 'The room and all its messages are gone.',
      }),
    },
  },

  skip: { messages: 'Skip to messages', writing: 'Skip to the message field' },

  reminder: (name: string, text: string) => `Reminder. ${name}: ${text}`,

  notice: {
    several: (count: number, room: string) => `${number.format(count)} new in ${room}`,
    one: (room: string) => `New message in ${room}`,
    said: (name: string, text: string) => `${name}: ${text}`,
  },

  sharedComputer: 'Keep nothing here: others use this computer, too',

  timeline: {
    you: 'You',
    joined: (names: string[], others: number) =>
      `${list.format(others > 0 ? [...names, counted(others, 'other', 'others')] : names)} joined`,
    blocked: 'Blocked message',
    show: 'Show',
    hide: 'Hide',
    whole: 'Show full message',
    less: 'Show less',
    notReacted: (emoji: string, why: string) => `Couldn’t add ${emoji}: ${why}`,
    new: (count: number) => `${number.format(count)} new`,
    toNewest: 'Jump to the newest message',
    announce: (name: string, text: string) => `${name}: ${text}`,
    announceMany: (count: number) => counted(count, 'new message', 'new messages'),
  },

  sidebar: {
    markAllRead: 'Mark all as read',
    arrange: 'Arrange the sidebar',
    emoji: 'Custom emoji',
  },

  allRead: {
    done: (rooms: number) => `Marked ${counted(rooms, 'room', 'rooms')} as read.`,
    nothing: 'Everything is read already.',
    undo: 'Undo',
  },

  favourite: {
    added: (room: string) => `${room} is a favorite now.`,
    removed: (room: string) => `${room} is no longer a favorite.`,
  },

  jump: {
    label: 'Go to a date',
    date: 'Go to a date',
    go: 'Go',
    lastWeek: 'A week ago',
    first: 'First message',
    none: 'Nothing was sent after that day.',
  },

  request: {
    label: 'Request',
    talk: (name: string) => `${name} wants to talk to you.`,
    room: (name: string) => `${name} invited you to this room.`,
    accept: 'Accept',
    decline: 'Decline',
    block: (name: string) => `Block ${name}`,
  },

  connection: {
    rewound: 'This chat was restored from a backup. Recent messages may be missing.',
    lostName: (was: string, now: string) => `“${was}” belongs to a member now. You’re “${now}”.`,
    otherName: 'Choose another name',
    over: {
      refused: 'You can’t join this chat',
      banned: {
        heading: 'You were banned from this chat.',
        text: (ban: BanNotice, sayTime: (time: string) => string) => bannedSentence(ban, sayTime),
      },
      reasons: {
        signed_out: { heading: 'You were signed out.', text: 'You can come back at any time.' },
        ended_elsewhere: {
          heading: 'You were signed out.',
          text: 'Another of your devices ended this session. Wasn’t you? Sign in and change your password.',
        },
        password_changed: {
          heading: 'Your password was changed.',
          text: 'Your other devices were signed out. Sign in with your new password.',
        },
        left: { heading: 'You left this chat.', text: 'Your name is free again. You can join again at any time.' },
        ended: { heading: 'Your session has ended.', text: 'Join again to continue.' },
      },
    },
    joinAgain: 'Join again',
    updated: 'Earshot was updated.',
  },

  draft: {
    sendsIn: (seconds: number) => `Sends in ${number.format(seconds)} s`,
    failed: (why: string) => `Not sent: ${why}`,
    retry: 'Retry',
    sendNow: 'Send now',
    delete: 'Delete',
  },

  composer: {
    record: 'Record a voice message',
    replyTo: (name: string) => `Replying to ${name}`,
    editGone: 'The message was deleted while you edited it. Your text is here.',
    cancelReply: 'Cancel reply',
    left: (bytes: number, most: number) => `${number.format(bytes)} of ${number.format(most)} left`,
    tooLong: (over: number) => `${counted(over, 'character', 'characters')} too long`,
    visitor: (room: string) => `You’re viewing ${room}.`,
    join: (room: string) => `Join ${room}`,
    archived: 'This room is archived and read-only.',
    locked: 'This room is locked. Only hosts and moderators can post.',
    muted: (until: string) => `You’re muted here until ${until}.`,
  },
}

export type LaterWords = typeof later
