/** Every sentence of the dialogs and of the screens behind secret links; they are loaded with them. As words.ts, another language is another object. */
import type { ChatRole, Role, RoomView, User } from '../protocol/models.ts'
import type { Overlay } from './overlay.ts'
import { dictionary } from './language.ts'

const plural = new Intl.PluralRules('en')
const number = new Intl.NumberFormat('en')
const list = new Intl.ListFormat('en', { type: 'conjunction' })

const counted = (count: number, one: string, other: string) =>
  `${number.format(count)} ${plural.select(count) === 'one' ? one : other}`

const minutes = (count: number): string => {
  if (count % 1_440 === 0) return counted(count / 1_440, 'day', 'days')
  if (count % 60 === 0) return counted(count / 60, 'hour', 'hours')
  return counted(count, 'minute', 'minutes')
}

const roles: Record<Role, string> = {
  owner: 'owner',
  moderator: 'moderator',
  host: 'host',
  member: 'member',
  guest: 'guest',
}

const roleWord = (role: string): string => (Object.hasOwn(roles, role) ? roles[role as ChatRole] : role)

const roomChange = ([what, value]: [string, unknown]): string => {
  switch (what) {
    case 'isArchived':
      return value === true ? 'archived it' : 'took it out of the archive'
    case 'isLocked':
      return value === true ? 'locked it' : 'unlocked it'
    case 'slowSeconds':
      return value === 0 ? 'ended slow mode' : `made it slow (${counted(Number(value), 'second', 'seconds')})`
    case 'kind':
      return value === 'open' ? 'opened it to everybody' : 'closed it'
    case 'name':
    case 'from':
    case 'to':
      return 'gave it another name'
    default:
      return 'changed its settings'
  }
}

const headings: Record<Exclude<Overlay['kind'], 'room' | 'person'>, string> = {
  account: 'You',
  browse: 'Rooms',
  'new-room': 'New room',
  'new-direct': 'New conversation',
  moderation: 'Moderation',
  report: 'Report a message',
  switcher: 'Go to',
  keys: 'Keyboard',
  writing: 'What can be written',
  versions: 'Earlier versions',
}

const english = {
  number: (count: number) => number.format(count),
  list: (names: string[]) => list.format(names),
  minutes,
  headings,
  roles,
  cancel: 'Cancel',
  close: 'Close',
  loading: 'Loading…',
  again: 'Try again',
  more: 'Show more',

  dialog: { close: 'Close', back: 'Back' },

  link: {
    copy: 'Copy',
    copied: 'Copied',
    copyYourself: 'This browser lets no page copy. The link is selected: copy it with the keyboard.',
    qr: 'The same link as a QR code, for a camera',
    holds: (time: string) => `Holds for another ${time}. It works once.`,
  },

  pick: {
    search: 'Find people by name',
    picked: 'Chosen',
    remove: (name: string) => `Do not choose ${name}`,
    full: (most: number) => `That is all it takes: ${counted(most, 'person', 'people')} at most.`,
    nobody: 'Nobody of that name.',
  },

  account: {
    language: { heading: 'Language', label: 'Language of the page' },
    keep: {
      heading: 'Keep this name',
      why: 'You are a guest: your name is yours only in this browser. With a password it is yours for good, with all you said, and you can sign in from other devices.',
      password: 'A password of your own',
      hint: 'At least 8 characters. A few words are good.',
      button: 'Keep my name',
      done: (name: string) => `${name} is yours now. Sign in anywhere with this name and your password.`,
    },
    rename: {
      heading: 'Name',
      label: 'What you are called',
      button: 'Change name',
      done: 'Changed. All you said carries the new name.',
      take: (name: string) => `Be “${name}”`,
    },
    password: {
      heading: 'Password',
      current: 'Current password',
      next: 'New password',
      hint: 'All your other devices are signed out.',
      button: 'Change password',
      done: 'Changed. Your other devices are signed out.',
    },
    devices: {
      heading: 'Devices',
      unnamed: 'A device',
      this: 'this one',
      lastUsed: (ago: string) => `last used ${ago}`,
      end: 'Sign out',
      endOne: (device: string) => `Sign out ${device}`,
      endOthers: 'Sign out all others',
      endOthersQuestion: 'Every device but this one is signed out at once. You can sign in on them again.',
    },
    link: {
      heading: 'Sign in on another device',
      text: 'Open the link there, or point its camera at the code. Whoever has it can be you, so show it to nobody.',
      label: 'Link that signs another device in',
      button: 'Make a link',
      another: 'Make another one',
      over: 'The link is over. Make another one.',
    },
    audit: 'What moderators did',
    blocked: {
      heading: 'Blocked people',
      unknown: 'Somebody who is not here',
      unblock: 'Unblock',
      unblockOne: (name: string) => `Unblock ${name}`,
    },
    signOut: {
      heading: 'Sign out',
      button: 'Sign out',
      anyway: (count: number) => `Sign out and delete ${count === 1 ? 'it' : 'them'}`,
      begun: (count: number) => `${counted(count, 'message is', 'messages are')} begun and not finished.`,
      stay: 'Stay',
      asGuest: 'As a guest without a password you cannot come back as the same person.',
    },
    leave: {
      heading: 'Leave for good',
      text: 'Your name, your password and your seats are forgotten. Nobody can undo it.',
      button: 'Leave for good…',
      question: 'You leave this chat for good, on all devices. There is no way back to this account.',
      legend: 'What happens to what you said',
      keep: 'It stays',
      keepHint: 'Under the name “former member”.',
      delete: 'It is deleted',
      deleteHint: 'Every message of yours, in every room.',
      keepAndLeave: 'Leave, and keep my messages',
      deleteAndLeave: 'Leave, and delete my messages',
      password: 'Your password, to be sure',
    },
  },

  browse: {
    search: 'Find a room',
    archived: 'Archived rooms',
    none: 'There is no open room yet.',
    nothing: 'No room of that name.',
    members: (count: number) => counted(count, 'member', 'members'),
    isIn: 'You are in',
    join: 'Join',
    joinOne: (name: string) => `Join ${name}`,
  },

  newRoom: {
    heading: 'New room',
    name: 'Name',
    who: 'Who may come in',
    open: 'Open',
    openHint: 'Everybody finds it, reads it, and can join.',
    closed: 'Closed',
    closedHint: 'Only who is invited knows that it is there.',
    topic: 'What it is about',
    topicHint: 'Optional.',
    people: 'Who is in from the start',
    button: 'Make the room',
    madeWithoutTopic: 'The room is made, but its topic could not be set.',
  },

  newDirect: {
    text: (most: number) => `Choose one person, or up to ${number.format(most)}. Only you and they read it.`,
    button: 'Open',
  },

  room: {
    label: 'About this room',
    tabs: { about: 'About', members: 'Members', invite: 'Invite', settings: 'Settings' },
    address: 'Address',
    kind: 'Kind',
    kinds: {
      open: 'Open: everybody can read and join',
      closed: 'Closed: only who is invited',
      direct: 'Only the people in it',
    } satisfies Record<RoomView['kind'], string>,
    members: 'Members',
    messages: 'Messages',
    state: 'Now',
    isArchived: 'Archived: it can only be read',
    isLocked: 'Locked: only hosts and moderators write',
    isSlow: (seconds: number) => `Slow: one message every ${counted(seconds, 'second', 'seconds')}`,
    level: 'Tell me of',
    levels: { everything: 'Everything', mentions: 'Mentions and replies', nothing: 'Nothing' },
    leave: 'Leave this room',
    leaveOpen: 'You hear this room no longer. It is open: you can join again at any time.',
    leaveClosed: 'You hear this room no longer, and cannot come back unless somebody in it invites you.',
  },

  members: {
    search: 'Find a member',
    nobody: 'Nobody of that name has a seat here.',
    mutedUntil: (time: string) => `Muted until ${time}`,
    banned: 'Banned from this chat',
    makeHost: 'Make host',
    makeHostOne: (name: string) => `Make host: ${name}`,
    unmakeHost: 'No longer host',
    unmakeHostOne: (name: string) => `No longer host: ${name}`,
    remove: 'Remove',
    removeQuestion: (name: string) =>
      `${name} loses the seat here and cannot come back for an hour. What they said stays.`,
  },

  roomSettings: {
    nameHint: 'Old links to the room go on working.',
    save: 'Save',
    saved: 'Saved.',
    rules: 'Who may do what',
    locked: 'Locked',
    lockedHint: 'Only hosts and moderators write; everybody reads.',
    slow: 'Slow mode',
    slowHint: 'How long somebody waits between two messages. Hosts and moderators do not.',
    pace: (seconds: number) => {
      if (seconds === 0) return 'Off'
      return seconds % 60 === 0 ? minutes(seconds / 60) : counted(seconds, 'second', 'seconds')
    },
    archiveHeading: 'Archive',
    archiveText: 'The room can then only be read, and is out of the way. You can take it back.',
    restoreText: 'This room is archived: it can only be read.',
    archive: 'Archive this room',
    restore: 'Take it out of the archive',
    deleteHeading: 'Delete',
    delete: 'Delete this room…',
    deleteForGood: 'Delete for good',
    deleteQuestion: (members: number, messages: number) =>
      `The room goes, with ${counted(messages, 'message', 'messages')}, for all ${counted(members, 'member', 'members')}. Nobody can undo it.`,
    typeName: 'Type the name of the room, to be sure',
    typeThis: 'It is called',
  },

  invite: {
    seatHeading: 'People who are here already',
    seatHint: 'They are in at once, and see everything that was said.',
    add: 'Add',
    addOne: (name: string) => `Add ${name}`,
    isIn: 'is in',
    linkHeading: 'A link for somebody new',
    where: 'What it opens',
    all: 'The whole chat',
    allHint: 'Whoever comes by it is a guest like others.',
    here: 'This room only',
    hereHint: 'Whoever comes by it sees no other room and nobody else.',
    onlyRoom: (name: string | undefined) => (name === undefined ? 'One room only' : `Only ${name}`),
    uses: 'How many may use it',
    usesOf: (count: number) => (count === 0 ? 'Any number' : counted(count, 'person', 'people')),
    holds: 'How long it holds',
    holdsFor: (count: number) => (count === 0 ? 'For ever' : minutes(count)),
    link: 'Invitation link',
    once: 'It is shown this once: copy it now.',
    make: 'Make a link',
    makeAnother: 'Make another one',
    standing: 'Links that still hold',
    none: 'No link holds at the moment.',
    left: (count: number | undefined) => (count === undefined ? 'any number' : `${number.format(count)} left`),
    until: (when: string) => `ends ${when}`,
    forEver: 'no end',
    by: (name: string) => `by ${name}`,
    revoke: 'Take back',
  },

  person: {
    here: 'here now',
    kinds: {
      guest: 'Has only a name here, no password',
      person: 'Has kept this name',
      bot: 'A program',
    } satisfies Record<User['kind'], string>,
    me: 'That is you.',
    message: 'Message',
    mention: 'Mention',
    block: 'Block',
    unblock: 'Unblock',
    blockHint: 'If you block somebody, you see nothing of what they say, and they cannot write to you directly.',
    isBlocked: 'You blocked them: you see nothing of what they say, and they cannot write to you directly.',
    moderate: 'Moderation',
    host: {
      make: (room: string) => `Make host of ${room}`,
      unmake: (room: string) => `No longer host of ${room}`,
      made: (name: string, room: string) => `${name} is a host of ${room} now.`,
      unmade: (name: string, room: string) => `${name} is no longer a host of ${room}.`,
    },
    mute: {
      heading: 'Mute',
      muteFor: (time: string) => `Mute for ${time}`,
      where: 'Where',
      here: (room: string) => `In ${room}`,
      everywhere: 'Everywhere',
      unmute: 'Let them write again',
      muted: (name: string, time: string) => `${name} can write nothing for ${time}.`,
      unmuted: (name: string) => `${name} can write again.`,
    },
    remove: {
      button: (room: string) => `Remove from ${room}`,
      done: (name: string, room: string) => `${name} is no longer in ${room}.`,
    },
    messages: {
      button: 'Remove what they said…',
      doIt: 'Remove',
      question: (name: string, hours: number) =>
        `Everything that ${name} said in that time goes, in all rooms. It can be undone for ${counted(hours, 'hour', 'hours')}.`,
      since: 'Of the last',
      lastHours: (hours: number) => minutes(hours * 60),
      done: (count: number) =>
        count === 0 ? 'There was nothing to remove.' : `${counted(count, 'message', 'messages')} removed.`,
      undo: 'Undo',
      undone: 'Everything is back.',
    },
    ban: {
      button: 'Ban…',
      doIt: (name: string) => `Ban ${name}`,
      question: (name: string) => `${name} is out at once, on every device, and cannot come back until the ban ends.`,
      howLong: 'For how long',
      forGood: 'For good',
      reason: 'Why',
      reasonHint: 'They are shown this, and it is in the log.',
      address: 'Their address too',
      addressHint:
        'No new guest comes from the same network meanwhile. Others who share it cannot come in as guests either.',
      done: (name: string) => `${name} is banned.`,
      undo: 'Undo the ban',
      undone: (name: string) => `${name} may come back.`,
    },
    appoint: {
      heading: 'Role in the chat',
      legend: 'Role in the chat',
      roles: { member: 'Member', moderator: 'Moderator', owner: 'Owner' },
      member: 'Takes part.',
      moderator: 'Mutes, bans, removes messages, settles reports.',
      owner: 'Does all of that, appoints others, and decides the settings.',
      done: (name: string, role: string) => `${name} is ${role} now.`,
    },
  },

  moderation: {
    label: 'Moderation',
    nothing: 'There is nothing here for you.',
    tabs: { reports: 'Reports', bans: 'Bans', invitations: 'Invitations', audit: 'Log', settings: 'Settings' },
    noReports: 'Nothing is reported. All is well.',
    noBans: 'Nobody is banned.',
    noAudit: 'Nothing has been done yet.',
    show: 'Show',
    undoRemoval: 'Bring them back',
    report: {
      by: 'Reported by',
      open: 'Show in the room',
      person: 'About the author',
      delete: 'Delete message',
      deleteQuestion: 'The message goes for everybody. Nobody can undo it.',
      deleted: 'The message is deleted.',
      close: 'Close the report',
    },
    ban: {
      forGood: 'For good',
      until: (time: string) => `Until ${time}`,
      by: (name: string) => `by ${name}`,
      undo: 'Undo',
      undoOne: (name: string) => `Undo the ban of ${name}`,
    },
    settings: {
      roomsBy: 'Who may make rooms',
      auditFor: 'Who may read the log',
      everyone: 'Everybody, guests too',
      members: 'Everybody with a password',
      moderators: 'Moderators and owners',
    },
  },

  audit: {
    somebody: 'Somebody who has left',
    someRoom: 'a closed room',
    ban: (by: string, user: string, until: string | undefined) =>
      `${by} banned ${user} ${until === undefined ? 'for good' : `until ${until}`}.`,
    unban: (by: string, user: string) => `${by} took back the ban of ${user}.`,
    mute: (by: string, user: string, room: string | undefined, until: string | undefined) =>
      `${by} muted ${user} ${room === undefined ? 'everywhere' : `in ${room}`}${until === undefined ? '' : ` until ${until}`}.`,
    unmute: (by: string, user: string, room: string | undefined) =>
      `${by} let ${user} write again ${room === undefined ? 'everywhere' : `in ${room}`}.`,
    removeMessages: (by: string, user: string, count: number) =>
      `${by} removed ${counted(count, 'message', 'messages')} of ${user}.`,
    undoRemoval: (by: string, user: string) => `${by} brought back what ${user} had said.`,
    deleteMessage: (by: string, user: string, room: string) => `${by} deleted a message of ${user} in ${room}.`,
    closeReport: (by: string) => `${by} closed a report.`,
    removeFromRoom: (by: string, user: string, room: string) => `${by} removed ${user} from ${room}.`,
    appointInRoom: (by: string, user: string, role: string, room: string) =>
      `${by} made ${user} ${roleWord(role)} of ${room}.`,
    appoint: (by: string, user: string, role: string) => `${by} made ${user} ${roleWord(role)} of the chat.`,
    owner: (user: string) => `${user} became owner by the owner link.`,
    updateRoom: (by: string, room: string, changes: [string, unknown][]) =>
      `${by}, in ${room}: ${list.format([...new Set(changes.map(roomChange))]) || 'changed its settings'}.`,
    deleteRoom: (by: string, room: string) => `${by} deleted ${room}.`,
    settings: (by: string) => `${by} changed the settings of the chat.`,
    other: (by: string, act: string) => `${by}: ${act}.`,
  },

  report: {
    text: 'The moderators see the message with its words, and that it was you who reported it.',
    reason: 'What is wrong with it',
    button: 'Report',
    done: 'Thank you. The moderators see it.',
  },

  switcher: {
    label: 'Room or person',
    nothing: 'Nothing of that name.',
    unread: (count: number) => `${number.format(count)} unread`,
    join: 'join',
    message: 'message',
  },

  keys: {
    or: ' or ',
    list: [
      { press: [['Ctrl', 'K']], does: 'Go to a room or a person' },
      {
        press: [
          ['Alt', '↑'],
          ['Alt', '↓'],
        ],
        does: 'The room above or below',
      },
      {
        press: [
          ['Alt', 'Shift', '↑'],
          ['Alt', 'Shift', '↓'],
        ],
        does: 'The next one with something unread',
      },
      { press: [['Enter']], does: 'Send' },
      { press: [['Shift', 'Enter']], does: 'A new line' },
      { press: [['↑']], does: 'Edit my last message, in an empty field' },
      { press: [['↑'], ['↓'], ['Home'], ['End']], does: 'From message to message, in their list' },
      { press: [['Esc']], does: 'Close, give up, or mark the room as read' },
      { press: [['/'], ['Ctrl', 'Shift', 'F']], does: 'Search' },
      { press: [['?']], does: 'This list' },
    ],
  },

  arrival: {
    name: 'Your name',
    password: 'Password',
    again: 'The same password again',
    unequal: 'The two passwords are not the same.',
    toChat: 'Go to the chat',
    empty: {
      heading: 'This link is not whole',
      text: 'Its last part, after #, is missing. Open the link again as you got it, or copy all of it.',
    },
    invite: {
      heading: 'You are invited',
      text: 'Choose what you want to be called, and come in.',
      passwordText: 'Choose a name and a password: with them you come in again.',
      knownText: (name: string) => `You are here as ${name}.`,
      button: 'Come in',
    },
    owner: {
      heading: 'Become the owner',
      text: 'This chat is yours: you decide who moderates, who may come in, and how. Choose a name and a password. If you have a name here already, give that one.',
      button: 'Become the owner',
    },
    signIn: {
      heading: 'Sign in on this device',
      text: 'The link was made on another device of yours. It works once.',
      warning: (name: string) => `You are signed in here as ${name}. That ends on this device.`,
      button: 'Sign in on this device',
    },
    takeName: (name: string) => `Be “${name}”`,
  },
}

export type OverlayWords = typeof english

export const overlayWords: OverlayWords = dictionary?.overlays ?? english
