/** Every sentence of the page. Another language is another object of this type. */
import { MAX_BODY_BYTES } from '../protocol/limits.ts'
import type { Failure } from '../protocol/errors.ts'

const plural = new Intl.PluralRules('en')
const number = new Intl.NumberFormat('en')
const list = new Intl.ListFormat('en', { type: 'conjunction' })

const counted = (count: number, one: string, other: string) =>
  `${number.format(count)} ${plural.select(count) === 'one' ? one : other}`

const bytesOverLimit = (over: number) => `Too long by ${counted(over, 'byte', 'bytes')}`

export const words = {
  locale: 'en',
  product: 'Earshot',

  /** When a request of the page itself gets no answer. */
  unreachable: 'The server cannot be reached. Check your connection and try again.',

  join: {
    heading: (room: string) => `Join ${room}`,
    label: 'Your name',
    button: 'Join',
    tryAgainIn: (seconds: number) => `Try again in ${counted(seconds, 'second', 'seconds')}.`,
    invite: {
      heading: 'By invitation only',
      text: 'You need an invitation to come in. Ask somebody who is already here for one.',
    },
    closed: {
      heading: 'Nobody new for now',
      text: 'This chat takes in no new people at the moment. If you have been here before, sign in on the device you used.',
    },
  },

  room: {
    topicless: 'Everyone in earshot hears it.',
    typing: (names: string[]) => {
      if (names.length > 3) return 'Several people are typing…'
      return `${list.format(names)} ${names.length === 1 ? 'is' : 'are'} typing…`
    },
    you: (name: string) => `You are ${name}`,
    signOut: 'Sign out',
    signOutAnyway: (count: number) => `Sign out and delete ${count === 1 ? 'it' : 'them'}`,
    unsent: (count: number) => `${counted(count, 'message is', 'messages are')} not sent yet.`,
    stay: 'Stay',
    guest: 'guest',
    bot: 'bot',
    notFound: {
      heading: 'There is no such room',
      text: 'It may have been renamed or removed, or it is private and you are not in it.',
      link: 'Go to the lobby',
    },
  },

  timeline: {
    label: (room: string) => `Messages in ${room}`,
    loading: 'Loading messages…',
    loadingOlder: 'Loading older messages…',
    loadingNewer: 'Loading newer messages…',
    failed: (failure: Failure) => `The messages could not be loaded: ${failure.message}`,
    retry: 'Try again',
    start: (room: string) => `This is where ${room} begins.`,
    empty: { heading: 'Quiet so far', text: 'Nobody has said anything yet. Be the first.' },
    joinToRead: 'The messages appear when you have joined.',
    new: (count: number) => `${number.format(count)} new`,
    toNewest: 'To the newest message',
    today: 'Today',
    yesterday: 'Yesterday',
    edited: 'edited',
    deleted: 'This message was deleted.',
    linkTo: ', link to this message',
    announce: (name: string, text: string) => `${name}: ${text}`,
    announceMany: (count: number) => counted(count, 'new message', 'new messages'),
    copy: 'Copy',
    copied: 'Copied',
    copyFailed: 'Not copied',
  },

  draft: {
    waiting: 'Waiting',
    sending: 'Sending…',
    sendsIn: (seconds: number) => `Sends in ${number.format(seconds)} s`,
    failed: (failure: Failure) => `Not sent: ${failure.message}`,
    retry: 'Retry',
    sendNow: 'Send now',
    delete: 'Delete',
    signedOut: 'You were signed out before this was sent.',
    notSaved: 'Not saved on this device: do not close this page before it is sent.',
    waitingCount: (count: number) => `${number.format(count)} waiting`,
  },

  composer: {
    label: 'Message',
    placeholder: (room: string) => `Message ${room}`,
    send: 'Send',
    left: (bytes: number) => `${number.format(bytes)} left of ${number.format(MAX_BODY_BYTES)}`,
    tooLong: bytesOverLimit,
    hint: 'Enter sends, Shift+Enter breaks the line',
  },

  connection: {
    reconnecting: 'Reconnecting…',
    connecting: 'Connecting…',
    offline: 'You are offline. What you write is sent when you are back.',
    catchingUp: 'Catching up…',
    rewound: 'The history of this chat was restored. What you see is what the server has.',
    dismiss: 'OK',
    signedOut: 'You were signed out.',
    banned: 'You were banned from this chat.',
    ended: 'Your session has ended.',
    joinAgain: 'Join again',
    updated: 'Earshot was updated.',
    reload: 'Reload',
  },

  theme: {
    button: { system: 'Theme: as the system', light: 'Theme: light', dark: 'Theme: dark' },
  },

  broken: {
    heading: 'Something broke on this page',
    text: 'Your drafts are kept. Reloading usually helps.',
  },
}
