/**
 * What the page says in its first picture, and how it counts. What is said later stands in words-*.ts and is loaded with the
 * parts that say it. Another language is another object of this type.
 */
import type { Failure } from '../protocol/errors.ts'

// It takes milliseconds to make: for the first number that has more than three digits.
const numbers = late(() => new Intl.NumberFormat('en'))
export const number = { format: (value: number) => (value < 1_000 ? String(value) : numbers().format(value)) }

export function late<T>(make: () => T): () => T {
  let made: T | undefined
  return () => (made ??= make())
}

export const counted = (count: number, one: string, other: string) =>
  `${number.format(count)} ${count === 1 ? one : other}`

const english = {
  locale: 'en',
  product: 'Earshot',
  title: (room: string) => `${room} · Earshot`,

  /** When a request of the page itself gets no answer. */
  unreachable: 'The server cannot be reached. Check your connection and try again.',

  join: {
    heading: (room: string) => `Join ${room}`,
    label: 'Your name',
    button: 'Join',
    tryAgainIn: (seconds: number) => `Try again in ${counted(seconds, 'second', 'seconds')}.`,
    password: 'Password',
    hasPassword: 'I have a password',
    signIn: 'Sign in',
    signInHeading: 'Sign in',
    isNew: 'I am new here',
    isMe: 'That is me: sign in',
    takeName: (name: string) => `Be “${name}”`,
    invitation: 'Invitation',
    invite: {
      heading: 'By invitation only',
      text: 'Somebody who is already here can send you a link. If you have one, open it, or paste it here.',
    },
    closed: {
      heading: 'Sign in',
      text: 'Only people who have an account come in here. A link from somebody who is in makes one.',
    },
  },

  room: {
    topicless: 'Everyone in earshot hears it.',
    unsent: (count: number) => `${counted(count, 'message is', 'messages are')} not sent yet.`,
    guest: 'guest',
    bot: 'bot',
    archived: 'Archived',
    locked: 'Locked',
    slow: (seconds: number) => `One message of each person every ${counted(seconds, 'second', 'seconds')}`,
    slowShort: (seconds: number) => `Slow ${number.format(seconds)} s`,
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
    newLine: 'New',
    today: 'Today',
    yesterday: 'Yesterday',
    edited: '(edited)',
    pinned: 'Pinned',
    deleted: 'This message was deleted.',
    linkTo: ', link to this message',
    copy: 'Copy',
    copied: 'Copied',
    copyFailed: 'Not copied',
  },

  draft: {
    signedOut: 'You were signed out before this was sent.',
  },

  composer: {
    label: 'Message',
    placeholder: (room: string) => `Message ${room}`,
    send: 'Send',
    hint: 'Enter sends, Shift+Enter breaks the line',
  },

  connection: {
    signedOut: 'You were signed out.',
    dismiss: 'OK',
    reload: 'Reload',
  },

  broken: {
    heading: 'Something broke on this page',
    text: 'Your drafts are kept. Reloading usually helps.',
    unloaded: 'This part of the page could not be loaded.',
  },
}

export type Words = typeof english

export let words: Words = english

/** In another language, from now on. */
export function say(others: Words): void {
  words = others
}
