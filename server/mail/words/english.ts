import type { MailWords } from './mail-words.ts'

export const english: MailWords = {
  dir: 'ltr',
  hello: (name) => `Hello ${name},`,
  confirm: {
    subject: (chat) => `Confirm your mail address for ${chat}`,
    says: (chat) => `Open this link on a device where you are signed in to ${chat}, and this address is yours there.`,
    button: 'Confirm address',
    holds: 'The link works once, within a day.',
  },
  sign_in: {
    subject: (chat) => `Sign in to ${chat}`,
    says: (chat) => `This link signs you in to ${chat}.`,
    button: 'Sign in',
    holds: 'The link works once, within 15 minutes. Share it with no one.',
  },
  password: {
    subject: (chat) => `A new password for ${chat}`,
    says: (chat) => `With this link you choose a new password for ${chat}. It signs you out on all other devices.`,
    button: 'Choose a new password',
    holds: 'The link works once, within an hour. Share it with no one.',
  },
  changed: {
    subject: (chat) => `Your mail address at ${chat} was changed`,
    says: (chat) =>
      `Mails from ${chat} no longer come to this address: it was replaced or removed in your account. If that was not you, change your password, and ask an owner of the chat for help.`,
  },
  missed: {
    fromPeople: (names) => `Messages from ${names}`,
    inRoom: (room) => `Mentions and replies in ${room}`,
    waiting: (count) => `Unread messages: ${count}`,
    more: (count) => `And ${count} more.`,
    open: 'Open the conversation',
  },
  weekly: {
    subject: (chat) => `Your week in ${chat}`,
    says: 'This waits for you unread:',
    room: (name, count) => `${name}: ${count}`,
  },
  stop: 'Stop these mails',
  notYou: 'If you did not ask for this, do nothing: without the link nothing changes.',
  noReply: 'No one reads answers to this mail.',
}
