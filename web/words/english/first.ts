/**
 * The words of the page's first paint, in English. The other files of this folder are loaded with the parts that use
 * them. Another language is another folder with the same files; the types of the words come from this one.
 */
import { counted, number } from './counting.ts'

export const first = {
  locale: 'en',
  product: 'Earshot',
  title: (room: string, chat: string) => `${room} · ${chat}`,

  /** The error when a request of the page itself gets no answer. */
  unreachable: 'Can’t reach the server. Check your connection and try again.',

  join: {
    heading: (room: string) => `Join ${room}`,
    label: 'Your name',
    button: 'Join',
    tryAgainIn: (seconds: number) => `Try again in ${counted(seconds, 'second', 'seconds')}.`,
    password: 'Password',
    hasPassword: 'Sign in instead',
    signIn: 'Sign in',
    signInHeading: 'Sign in',
    isNew: 'Join as a guest',
    isMe: 'That’s me, sign in',
    takeName: (name: string) => `Join as “${name}”`,
    invitation: 'Invitation',
    invite: {
      heading: 'By invitation only',
      text: 'Ask a member for a link. If you have one, open it or paste it here.',
    },
    closed: {
      heading: 'Sign in',
      text: 'You need an account here. To get one, ask a member for a link.',
    },
  },

  room: {
    topicless: { open: 'Everyone in earshot can read this.', closed: 'Only members can read this.' },
    unsent: (count: number) => `${counted(count, 'message', 'messages')} not sent yet.`,
    guest: 'guest',
    bot: 'bot',
    archived: 'Archived',
    locked: 'Locked',
    slow: (seconds: number) => `Each person can post once every ${counted(seconds, 'second', 'seconds')}`,
    slowShort: (seconds: number) => `Slow ${number.format(seconds)} s`,
  },

  timeline: {
    label: (room: string) => `Messages in ${room}`,
    loading: 'Loading messages…',
    loadingOlder: 'Loading older messages…',
    loadingNewer: 'Loading newer messages…',
    failed: (why: string) => `Couldn’t load the messages: ${why}`,
    retry: 'Try again',
    start: {
      open: (room: string) => `This is the start of #${room}.`,
      closed: (room: string) => `This is the start of ${room}.`,
      direct: (names: string) => `This is the start of your conversation with ${names}.`,
    },
    empty: { heading: 'No messages yet', text: 'Say hello.' },
    joinToRead: 'Join to read the messages.',
    newLine: 'New',
    today: 'Today',
    yesterday: 'Yesterday',
    edited: '(edited)',
    pinned: 'Pinned',
    forwarded: 'Forwarded',
    saved: 'Saved',
    deleted: 'This message was deleted.',
    filesDeleted: 'Its files were deleted.',
    linkTo: ', link to this message',
    copy: 'Copy',
    copied: 'Copied',
    copyFailed: 'Couldn’t copy',
  },

  draft: {
    signedOut: 'You were signed out before this was sent.',
  },

  composer: {
    label: 'Message',
    placeholder: (room: string) => `Message ${room}`,
    send: 'Send',
    hint: 'Enter to send, Shift+Enter for a new line',
  },

  connection: {
    signedOut: 'You were signed out.',
    dismiss: 'OK',
    reload: 'Reload',
  },

  broken: {
    heading: 'Something broke on this page',
    text: 'Your drafts are safe. Reloading usually helps.',
    unloaded: 'Couldn’t load this part of the page.',
    part: 'Something broke here. The rest of the page still works.',
  },
}

export type FirstWords = typeof first
