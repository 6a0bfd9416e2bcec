/** The words of the dialogs and of the screens behind secret links. They are loaded with them. */
import type { RoomView, User } from '../../../protocol/models.ts'
import type { ChatRole, Role } from '../../../protocol/roles.ts'
import { counted, list, number } from './counting.ts'

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
  outsider: 'one room only',
}

const roleWord = (role: string): string => (Object.hasOwn(roles, role) ? roles[role as ChatRole] : role)

const roomChange = ([what, value]: [string, unknown]): string => {
  switch (what) {
    case 'isArchived':
      return value === true ? 'archived it' : 'restored it'
    case 'isLocked':
      return value === true ? 'locked it' : 'unlocked it'
    case 'slowSeconds':
      return value === 0
        ? 'turned off slow mode'
        : `turned on slow mode (${counted(Number(value), 'second', 'seconds')})`
    case 'previews':
      return value === 'off' ? 'turned off link previews' : 'turned on link previews'
    case 'picture':
      return value === true ? 'gave it a picture' : 'removed its picture'
    case 'kind':
      return value === 'open' ? 'opened it to everyone' : 'closed it'
    case 'name':
    case 'from':
    case 'to':
      return 'renamed it'
    default:
      return 'changed its settings'
  }
}

const headings = {
  account: 'Account settings',
  arrange: 'Arrange the sidebar',
  browse: 'Rooms',
  'new-room': 'New room',
  'new-direct': 'New conversation',
  moderation: 'Moderation',
  forward: 'Forward message',
  shared: 'Share',
  remind: 'Remind me',
  report: 'Report a message',
  reactions: 'Who reacted',
  switcher: 'Go to',
  keys: 'Keyboard shortcuts',
  writing: 'Formatting and commands',
  versions: 'Earlier versions',
  emoji: 'Custom emoji',
}

export const dialogs = {
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
    copyYourself: 'Your browser blocked copying. The link is selected: press Ctrl+C.',
    qr: 'QR code for this link',
    holds: (time: string) => `Expires in ${time}. Works once.`,
  },

  pick: {
    search: 'Find people by name',
    picked: 'Selected',
    remove: (name: string) => `Remove ${name}`,
    full: (most: number) => `You can add up to ${counted(most, 'person', 'people')}.`,
    alone: 'You’re the only one here so far.',
    nobody: 'No one by that name.',
  },

  account: {
    sections: {
      label: 'Sections',
      profile: 'Profile',
      notifications: 'Notifications',
      mail: 'E-mail',
      look: 'Look',
      language: 'Language and keys',
      devices: 'Devices',
      leaving: 'Leaving',
      hints: {
        profile: 'Name and password',
        notifications: 'What each room tells you',
        mail: 'Your address, missed messages',
        look: 'Theme, density, text size, clock',
        language: 'Page language, Enter key',
        devices: 'Where you’re signed in',
        leaving: 'Sign out, or delete your account',
      },
    },
    notifications: {
      heading: 'Rooms and conversations',
      text: 'New messages are counted in the sidebar and on the tab. Choose how much of each room counts.',
      levelOf: (room: string) => `Notifications from ${room}`,
    },
    mail: {
      heading: 'Your mail address',
      why: 'With it you hear of what you miss, sign in by a link, and get a new password when you forgot yours. No one else here sees it.',
      confirmed: 'Confirmed:',
      waiting: 'A link was sent. Open it on this device to confirm:',
      unusable: 'Mails to this address came back, so none are sent there now. Give it again, or another one.',
      address: 'Mail address',
      another: 'Another address',
      password: 'Your password',
      give: 'Send a link to confirm it',
      about: 'What you get mails about',
      missed: 'Missed messages',
      missedHint: 'Direct messages, mentions and replies, one mail for each room.',
      after: {
        0: 'Never',
        5: 'After 5 minutes away',
        15: 'After 15 minutes away',
        60: 'After an hour away',
        240: 'After 4 hours away',
        1440: 'After a day away',
      },
      weekly: 'A summary each Monday',
      remove: 'Remove the address',
      removeText: 'You get no more mails, and can’t get a new password by mail.',
      removed: 'The address is removed.',
    },
    look: {
      here: 'On this device',
      theme: 'Theme',
      themes: { system: 'System', light: 'Light', dark: 'Dark' },
      everywhere: 'On all your devices',
      density: 'Density',
      densities: { comfortable: 'Comfortable', compact: 'Compact' },
      textSize: 'Text size',
      textSizes: { small: 'Small', medium: 'Medium', large: 'Large', larger: 'Larger' },
      clock: 'Clock',
      clocks: { system: 'System', '12': '12 hours', '24': '24 hours' },
      sample: 'Preview',
      sampleFirst: 'This is how messages look.',
      sampleSecond: 'Short lines stay close together.',
    },
    enter: {
      heading: 'Enter key',
      send: 'Sends the message',
      line: 'Starts a new line',
      hint: 'On this device. Ctrl+Enter always sends, Shift+Enter always starts a new line.',
    },
    language: { heading: 'Language', label: 'Display language' },
    keep: {
      heading: 'Keep this name',
      why: 'You’re a guest, so your name works only in this browser. Set a password to keep it and to sign in anywhere.',
      password: 'Choose a password',
      hint: 'At least 8 characters; a few words work well.',
      button: 'Keep my name',
      done: (name: string) => `${name} is yours now. Sign in anywhere with this name and your password.`,
    },
    rename: {
      heading: 'Name',
      label: 'Display name',
      button: 'Change name',
      done: 'Name changed. Your earlier messages now show it too.',
      take: (name: string) => `Use “${name}”`,
    },
    password: {
      heading: 'Password',
      current: 'Current password',
      next: 'New password',
      hint: 'This signs out all your other devices.',
      button: 'Change password',
      done: 'Password changed. Your other devices are signed out.',
    },
    devices: {
      heading: 'Devices',
      unnamed: 'Unknown device',
      this: 'this device',
      lastUsed: (ago: string) => `last used ${ago}`,
      end: 'Sign out',
      endOne: (device: string) => `Sign out ${device}`,
      endOthers: 'Sign out all other devices',
      endOthersQuestion: 'Every device except this one is signed out. You can sign in on them again.',
    },
    link: {
      heading: 'Sign in on another device',
      text: 'Open the link there, or scan the code. Anyone with this link can sign in as you. Don’t share it.',
      label: 'Sign-in link',
      button: 'Create link',
      another: 'Create another link',
      over: 'This link has expired. Create another one.',
    },
    audit: 'Moderation log',
    blocked: {
      heading: 'Blocked people',
      unknown: 'Unknown person',
      unblock: 'Unblock',
      unblockOne: (name: string) => `Unblock ${name}`,
    },
    notices: {
      here: 'On this device',
      on: 'Notify me',
      off: 'Turn off',
      standing: {
        off: 'Hear of messages that concern you, also while the page is closed. Your browser asks for your permission.',
        denied: '',
        pushed: 'You’re notified on this device, also while the page is closed.',
        open: 'You’re notified while the page is open. This browser can’t be reached while it’s closed.',
      },
      hindered: {
        insecure:
          'Browsers show no notifications from an address without https. Ask the person who runs this chat for one, or open it as localhost on the computer that runs it.',
        unsupported: 'This browser shows no notifications.',
        'home-screen':
          'On an iPhone or iPad, add this page to the home screen first: Share, then Add to Home Screen. Open it from there.',
      },
      denied: 'This browser was told to show no notifications from this page.',
      allow: {
        chrome: 'Click the icon to the left of the address, then Notifications, then Allow. Reload the page.',
        firefox: 'Click the crossed-out icon to the left of the address, remove “Blocked”, and try again.',
        safari: 'Open Settings, then Websites, then Notifications, and allow this page. Reload it.',
      },
      test: {
        button: 'Send me a test',
        title: 'A test',
        body: 'Notifications work on this device.',
        sent: 'Sent. If you see nothing, look at the notification settings of your system.',
        notSent:
          'Nothing was sent: the push service of this browser didn’t take it. Try again later, or turn notifications off and on.',
      },
      what: 'What you’re notified of',
      showWords: 'Show the words of messages',
      showWordsHint: 'Otherwise only the room is named.',
      reactions: 'Reactions to my messages',
      mutedMentions: 'My name in rooms I’ve set to nothing',
      sound: { here: 'Play a sound on this device', which: 'Play a sound for' },
      save: 'Save',
      saved: 'Saved.',
      keywords: {
        heading: 'Keywords',
        label: 'Words to be notified of, one per line',
        hint: (most: number) =>
          `At most ${number.format(most)}. Found in all rooms you’re in, except those set to nothing.`,
      },
      snooze: {
        heading: 'Pause',
        text: 'Nothing disturbs you meanwhile. Afterwards you get one summary.',
        until: (time: string) => `Paused until ${time}.`,
        hour: 'For an hour',
        tomorrow: 'Until tomorrow at 8',
        end: 'End now',
      },
      quiet: {
        heading: 'Quiet hours',
        text: 'In these hours nothing disturbs you.',
        add: 'Add quiet hours',
        legend: (number: number) => `Quiet hours ${number}`,
        from: 'From',
        to: 'To',
        remove: 'Remove',
        removeOne: (number: number) => `Remove quiet hours ${number}`,
        zone: (zone: string) => `Time zone: ${zone}.`,
        useZone: (zone: string) => `Use ${zone}`,
      },
    },
    kept: {
      heading: 'Without a network',
      text: 'This browser keeps your rooms and their last messages, so that the chat opens without a network. Signing out deletes them.',
      keep: 'Keep messages on this device',
      nothing: 'Nothing is kept here.',
      size: (rooms: number, size: string) => `${counted(rooms, 'room', 'rooms')}, ${size} with the page itself.`,
      mayGo: 'The browser may delete it when space runs out.',
    },
    signOut: {
      heading: 'Sign out',
      button: 'Sign out',
      anyway: (count: number) => `Sign out and delete ${count === 1 ? 'it' : 'them'}`,
      begun: (count: number) => `You have ${counted(count, 'unsent draft', 'unsent drafts')}.`,
      stay: 'Stay signed in',
      asGuest: 'You have no password, so you can’t sign back in as this guest.',
    },
    leave: {
      heading: 'Leave for good',
      text: 'Your name, password and memberships are deleted. This can’t be undone.',
      button: 'Leave for good…',
      question: 'You leave this chat on all devices. You can’t get this account back.',
      legend: 'Your messages',
      keep: 'Keep them',
      keepHint: 'They show the name “former member”.',
      delete: 'Delete them',
      deleteHint: 'All your messages, in every room.',
      keepAndLeave: 'Leave and keep my messages',
      deleteAndLeave: 'Leave and delete my messages',
      password: 'Your password, to confirm',
    },
  },

  arrange: {
    text: 'The order is the same on all your devices.',
    sections: 'Sections',
    noFavourites: 'Add a room to your favorites in its menu.',
    up: (name: string) => `Move ${name} up`,
    down: (name: string) => `Move ${name} down`,
  },

  browse: {
    search: 'Find a room',
    archived: 'Archived rooms',
    none: 'No open rooms yet.',
    nothing: 'No room by that name.',
    members: (count: number) => counted(count, 'member', 'members'),
    isIn: 'Joined',
    join: 'Join',
    joinOne: (name: string) => `Join ${name}`,
  },

  newRoom: {
    heading: 'New room',
    name: 'Name',
    who: 'Who can join',
    open: 'Open',
    openHint: 'Anyone can find, read and join it.',
    closed: 'Closed',
    closedHint: 'Only invited people can see it.',
    topic: 'Topic',
    topicHint: 'Optional.',
    people: 'Add people',
    button: 'Create room',
    madeWithoutTopic: 'The room was created, but its topic couldn’t be set.',
  },

  newDirect: {
    text: (most: number) => `Choose up to ${number.format(most)} people. Only you and they can read it.`,
    button: 'Start conversation',
  },

  room: {
    label: 'About this room',
    tabs: { about: 'About', members: 'Members', invite: 'Invite', settings: 'Settings' },
    address: 'Address',
    kind: 'Kind',
    kinds: {
      open: 'Open: anyone can read and join',
      closed: 'Closed: invited people only',
      direct: 'Only the people in it',
    } satisfies Record<RoomView['kind'], string>,
    members: 'Members',
    messages: 'Messages',
    state: 'Status',
    isArchived: 'Archived: read-only',
    isLocked: 'Locked: only hosts and moderators can post',
    isSlow: (seconds: number) => `Slow mode: one message every ${counted(seconds, 'second', 'seconds')}`,
    level: 'Notify me about',
    levels: { everything: 'Everything', mentions: 'Mentions and replies', nothing: 'Nothing' },
    leave: 'Leave this room',
    leaveOpen: 'You’ll stop getting messages from this room. You can join again at any time.',
    leaveTalk: 'Leave this conversation',
    leaveDirect: 'You’ll stop getting messages from it. Anyone in it can add you again.',
    leaveClosed: 'You’ll stop getting messages from this room. To come back, you need an invitation.',
  },

  members: {
    search: 'Find a member',
    nobody: 'No member by that name.',
    mutedUntil: (time: string) => `Muted until ${time}`,
    banned: 'Banned from this chat',
    makeHost: 'Make host',
    makeHostOne: (name: string) => `Make host: ${name}`,
    unmakeHost: 'Remove as host',
    unmakeHostOne: (name: string) => `Remove as host: ${name}`,
    remove: 'Remove',
    removeQuestion: (name: string) => `${name} will be removed and can’t rejoin for an hour. Their messages stay.`,
  },

  roomSettings: {
    nameHint: 'Old links keep working.',
    save: 'Save',
    saved: 'Saved.',
    rules: 'Permissions',
    locked: 'Locked',
    lockedHint: 'Only hosts and moderators can post. Everyone can read.',
    slow: 'Slow mode',
    slowHint: 'How long people wait between messages. Hosts and moderators don’t wait.',
    pace: (seconds: number) => {
      if (seconds === 0) return 'Off'
      return seconds % 60 === 0 ? minutes(seconds / 60) : counted(seconds, 'second', 'seconds')
    },
    previews: 'Link previews',
    previewsHint: 'Show the title and description of linked pages.',
    archiveHeading: 'Archive',
    archiveText: 'The room becomes read-only and moves to the archive. You can restore it.',
    restoreText: 'This room is archived and read-only.',
    archive: 'Archive this room',
    restore: 'Restore this room',
    deleteHeading: 'Delete',
    delete: 'Delete this room…',
    deleteForGood: 'Delete for good',
    deleteQuestion: (members: number, messages: number) =>
      `This deletes the room for ${counted(members, 'member', 'members')}, with ${counted(messages, 'message', 'messages')}. It can’t be undone.`,
    typeName: 'Type the room’s name to confirm',
    typeThis: 'Its name is',
  },

  invite: {
    seatHeading: 'Add people from this chat',
    seatHint: 'They join right away and can see the full history.',
    add: 'Add',
    addOne: (name: string) => `Add ${name}`,
    isIn: 'joined',
    linkHeading: 'Invite someone new',
    copyLink: 'Copy link',
    forWhom: (count: number) => (count === 0 ? 'Anyone can use it' : `For ${counted(count, 'person', 'people')}`),
    lasts: (count: number) => (count === 0 ? 'never expires' : `expires after ${minutes(count)}`),
    options: 'Options',
    showQr: 'Show QR code',
    where: 'Access to',
    all: 'The whole chat',
    allHint: 'Anyone with the link joins as a guest.',
    here: 'This room only',
    hereHint: 'They see only this room and the people in it.',
    onlyRoom: (name: string | undefined) => (name === undefined ? 'One room only' : `Only ${name}`),
    uses: 'For how many',
    usesOf: (count: number) => (count === 0 ? 'No limit' : counted(count, 'person', 'people')),
    holds: 'Expires after',
    holdsFor: (count: number) => (count === 0 ? 'Never' : minutes(count)),
    link: 'Invitation link',
    once: 'Copy it now, it won’t be shown again.',
    standing: 'Active links',
    none: 'No active links.',
    left: (count: number | undefined) => (count === undefined ? 'no limit' : `${number.format(count)} left`),
    until: (when: string) => `expires ${when}`,
    forEver: 'never expires',
    by: (name: string) => `by ${name}`,
    revoke: 'Revoke',
  },

  person: {
    here: 'here now',
    kinds: {
      guest: 'Guest without a password',
      person: 'Registered member',
      bot: 'Bot',
    } satisfies Record<User['kind'], string>,
    me: 'That’s you.',
    message: 'Message',
    mention: 'Mention',
    block: 'Block',
    unblock: 'Unblock',
    blockHint: 'If you block someone, you won’t see their messages, and they can’t write to you directly.',
    isBlocked: 'You blocked them. You don’t see their messages, and they can’t write to you directly.',
    moderate: 'Moderation',
    host: {
      make: (room: string) => `Make host of ${room}`,
      unmake: (room: string) => `Remove as host of ${room}`,
      made: (name: string, room: string) => `${name} is now a host of ${room}.`,
      unmade: (name: string, room: string) => `${name} is no longer a host of ${room}.`,
    },
    mute: {
      heading: 'Mute',
      muteFor: (time: string) => `Mute for ${time}`,
      where: 'Where',
      here: (room: string) => `In ${room}`,
      everywhere: 'Everywhere',
      unmute: 'Unmute',
      muted: (name: string, time: string) => `${name} is muted for ${time}.`,
      unmuted: (name: string) => `${name} can post again.`,
    },
    remove: {
      button: (room: string) => `Remove from ${room}`,
      done: (name: string, room: string) => `${name} was removed from ${room}.`,
    },
    messages: {
      button: 'Remove messages…',
      doIt: 'Remove',
      question: (name: string, hours: number) =>
        `Removes everything ${name} wrote in that time, in all rooms. You can undo it for ${counted(hours, 'hour', 'hours')}.`,
      since: 'From the last',
      lastHours: (hours: number) => minutes(hours * 60),
      done: (count: number) =>
        count === 0 ? 'No messages to remove.' : `${counted(count, 'message', 'messages')} removed.`,
      undo: 'Undo',
      undone: 'The messages are back.',
    },
    ban: {
      button: 'Ban…',
      doIt: (name: string) => `Ban ${name}`,
      question: (name: string) =>
        `${name} is signed out everywhere immediately and can’t come back until the ban ends.`,
      howLong: 'How long',
      forGood: 'Permanently',
      reason: 'Reason',
      reasonHint: 'They see this, and it’s kept in the log.',
      address: 'Also ban their IP address',
      addressHint: 'No new guests can join from it. Guests from there who never posted can’t post.',
      done: (name: string) => `${name} is banned.`,
      undo: 'Undo ban',
      undone: (name: string) => `${name} can come back.`,
    },
    appoint: {
      heading: 'Role in the chat',
      legend: 'Role in the chat',
      roles: { member: 'Member', moderator: 'Moderator', owner: 'Owner' },
      member: 'Reads and posts.',
      moderator: 'Mutes, bans, removes messages and handles reports.',
      owner: 'Does all of that, assigns roles and changes settings.',
      done: (name: string, role: string) => `${name} is now ${role}.`,
    },
  },

  moderation: {
    label: 'Moderation',
    nothing: 'You don’t have access to moderation.',
    tabs: {
      reports: 'Reports',
      bans: 'Bans',
      invitations: 'Invitations',
      audit: 'Log',
      disk: 'Files',
      settings: 'Settings',
    },
    noReports: 'No open reports. All is well.',
    noBans: 'No one is banned.',
    noAudit: 'Nothing in the log yet.',
    show: 'Show',
    undoRemoval: 'Restore messages',
    report: {
      by: 'Reported by',
      count: (people: number, networks: number) =>
        `${counted(people, 'person', 'people')} reported it, from ${counted(networks, 'network', 'networks')}.`,
      everybody: (count: number) => `Show all ${number.format(count)}`,
      saidThen: 'Text when reported:',
      moreFollow: (count: number) => `Close some of these to see ${number.format(count)} more.`,
      open: 'Show in the room',
      person: 'View author’s profile',
      delete: 'Delete message',
      deleteQuestion: 'This deletes the message for everyone. It can’t be undone.',
      deleted: 'Message deleted.',
      gone: 'This message is gone.',
      close: 'Close report',
    },
    ban: {
      forGood: 'Permanently',
      until: (time: string) => `Until ${time}`,
      by: (name: string) => `by ${name}`,
      undo: 'Undo',
      undoOne: (name: string) => `Undo ${name}’s ban`,
    },
    disk: {
      all: (bytes: string) => `All files together take ${bytes}.`,
      limit: (bytes: string) => `Up to ${bytes} are allowed.`,
      free: (free: string, all: string) => `${free} of ${all} are free on the disk.`,
      kept: (bytes: string) => `${bytes} of deleted files can still be restored.`,
      none: 'No message has files.',
      what: 'What takes the space',
      by: 'List by',
      lists: { rooms: 'Room', people: 'Person', months: 'Age' },
      largest: (count: number) => `Only the ${number.format(count)} largest are listed.`,
      files: (count: number) => counted(count, 'file', 'files'),
      hidden: { open: 'An open room', closed: 'A closed room', direct: 'A direct conversation' },
      older: 'Delete older files',
      age: 'Sent more than',
      ago: (days: number) => `${counted(days, 'day', 'days')} ago`,
      room: 'In room',
      everywhere: 'All rooms, also those you don’t see',
      person: 'By person',
      everybody: 'Everyone',
      counting: 'Counting…',
      nothing: 'There are no such files.',
      takes: (files: string, bytes: string, frees: string) =>
        `This deletes ${files} (${bytes}), which frees ${frees} a day later.`,
      button: 'Delete files…',
      doIt: (files: string) => `Delete ${files}`,
      question: (files: string, hours: number) =>
        `${files} will disappear for everyone. The messages stay. For ${number.format(hours)} hours, any owner can undo this here; after that it’s final.`,
      deletions: 'Deleted lately',
      deleted: (by: string, files: string, bytes: string) => `${by} deleted ${files} (${bytes})`,
      before: (day: string) => `sent before ${day}`,
      of: (name: string) => `by ${name}`,
      until: (time: string) => `can be restored until ${time}`,
      deleting: 'Still deleting…',
      restoring: 'Restoring…',
      restore: 'Restore',
      restoreOne: (files: string, day: string) => `Restore ${files} sent before ${day}`,
      restored: 'The files are back, except in messages that were edited or deleted since.',
    },
    settings: {
      look: 'This chat',
      name: 'Chat name',
      nameHint: 'Shown on the join screen, in invitations and in the sidebar.',
      picture: 'Picture',
      pictureHint: 'A square picture works best.',
      choosePicture: 'Choose picture',
      removePicture: 'Remove picture',
      unreadable: 'Couldn’t read this picture. Choose a PNG, JPEG or WebP file.',
      accent: 'Accent colour',
      accentHint: 'Earshot adjusts its brightness so text stays readable.',
      accents: {
        standard: 'Standard',
        red: 'Red',
        orange: 'Orange',
        olive: 'Olive',
        blue: 'Blue',
        violet: 'Violet',
        pink: 'Pink',
        grey: 'Grey',
      },
      ownAccent: 'Another colour',
      rules: 'Rules',
      roomsBy: 'Who can create rooms',
      auditFor: 'Who can read the log',
      emojiBy: 'Who can add custom emoji',
      noticeWords: 'Words of messages in notifications',
      noticeWordsHint: 'In mails too. Otherwise they only say that there is something new.',
      everyone: 'Everyone, including guests',
      members: 'Everyone with a password',
      moderators: 'Moderators and owners',
    },
  },

  emoji: {
    add: 'Add an emoji',
    choose: 'Choose picture',
    another: 'Choose another picture',
    chosen: (file: string) => `Picture: ${file}`,
    name: 'Name',
    nameHint: 'Small letters, digits, _ and -. People type it between colons.',
    pictureHint: (kB: number) =>
      `PNG, JPEG, GIF, WebP or AVIF, at most ${number.format(kB)} kB. GIF and WebP keep moving.`,
    tooLarge: (kB: number) => `This picture is too large. Choose one of at most ${number.format(kB)} kB.`,
    noPicture: 'Choose a picture first.',
    button: 'Add emoji',
    added: (name: string) => `Added ${name}.`,
    all: 'Emoji of this chat',
    none: 'No custom emoji yet.',
    by: (name: string, ago: string) => `Added by ${name} · ${ago}`,
    remove: 'Remove',
    removeOne: (name: string) => `Remove ${name}`,
    question: (name: string) => `Messages and reactions will show ${name} as text.`,
    removed: (name: string) => `Removed ${name}.`,
  },

  audit: {
    somebody: 'Someone who left',
    someRoom: 'a closed room',
    ban: (by: string, user: string, until: string | undefined) =>
      `${by} banned ${user} ${until === undefined ? 'permanently' : `until ${until}`}.`,
    unban: (by: string, user: string) => `${by} lifted ${user}’s ban.`,
    mute: (by: string, user: string, room: string | undefined, until: string | undefined) =>
      `${by} muted ${user} ${room === undefined ? 'everywhere' : `in ${room}`}${until === undefined ? '' : ` until ${until}`}.`,
    unmute: (by: string, user: string, room: string | undefined) =>
      `${by} unmuted ${user} ${room === undefined ? 'everywhere' : `in ${room}`}.`,
    removePicture: (by: string, user: string) => `${by} removed ${user}’s picture.`,
    removeEmoji: (by: string, user: string, name: string) => `${by} removed the emoji ${name} by ${user}.`,
    removeMessages: (by: string, user: string, count: number) =>
      `${by} removed ${counted(count, 'message', 'messages')} by ${user}.`,
    undoRemoval: (by: string, user: string) => `${by} restored ${user}’s messages.`,
    deleteMessage: (by: string, user: string, room: string) => `${by} deleted ${user}’s message in ${room}.`,
    closeReport: (by: string) => `${by} closed a report.`,
    removeFromRoom: (by: string, user: string, room: string) => `${by} removed ${user} from ${room}.`,
    appointInRoom: (by: string, user: string, role: string, room: string) =>
      `${by} made ${user} ${roleWord(role)} of ${room}.`,
    appoint: (by: string, user: string, role: string) => `${by} made ${user} ${roleWord(role)} of this chat.`,
    owner: (user: string) => `${user} became owner using the owner link.`,
    updateRoom: (by: string, room: string, changes: [string, unknown][]) =>
      `${by}, in ${room}: ${list.format([...new Set(changes.map(roomChange))]) || 'changed its settings'}.`,
    deleteRoom: (by: string, room: string) => `${by} deleted ${room}.`,
    deleteOlder: (by: string, day: string, user: string | undefined, room: string | undefined) =>
      `${by} deleted the files sent before ${day}${user === undefined ? '' : ` by ${user}`}${room === undefined ? '' : ` in ${room}`}.`,
    restoreFiles: (by: string, day: string) => `${by} restored the files sent before ${day}.`,
    settings: (by: string) => `${by} changed this chat’s settings.`,
    other: (by: string, act: string) => `${by}: ${act}.`,
  },

  picture: {
    part: 'The part of the picture to show',
    keys: 'Drag it, or move it with the arrow keys. Zoom with + and −.',
    zoom: 'Zoom',
    use: 'Use picture',
    mine: 'Everyone in this chat can see your picture.',
    rooms: 'Shown beside the room’s name.',
    removed: 'Picture removed.',
  },
  reactions: {
    label: 'Reactions',
    none: 'No reactions.',
  },
  shared: {
    search: 'Find a room or a person',
    rooms: 'Where to',
    nothing: 'No room by that name.',
    discard: 'Discard',
  },

  forward: {
    search: 'Find a room or a person',
    rooms: 'Where to',
    nothing: 'No room by that name.',
    none: 'You are in no other room where you can post.',
    note: 'Add a note (optional)',
    button: 'Forward',
  },

  remind: {
    when: 'Date and time',
    hint: 'The reminder shows up in your inbox.',
    past: 'This time has passed. Choose a later one.',
    button: 'Set reminder',
  },

  report: {
    text: 'Moderators will see the message and that you reported it.',
    reason: 'What’s wrong with it?',
    button: 'Report',
    done: 'Thank you. The moderators will look at it.',
  },

  switcher: {
    label: 'Room or person',
    nothing: 'No room or person by that name.',
    unread: (count: number) => `${number.format(count)} unread`,
    join: 'join',
    message: 'message',
  },

  keys: {
    or: ' or ',
    list: (enterSends: boolean) => [
      { press: [['Ctrl', 'K']], does: 'Go to a room or a person' },
      {
        press: [
          ['Alt', '↑'],
          ['Alt', '↓'],
        ],
        does: 'Previous or next room',
      },
      {
        press: [
          ['Alt', 'Shift', '↑'],
          ['Alt', 'Shift', '↓'],
        ],
        does: 'Previous or next unread room',
      },
      { press: [enterSends ? ['Enter'] : ['Ctrl', 'Enter']], does: 'Send' },
      { press: [enterSends ? ['Shift', 'Enter'] : ['Enter']], does: 'New line' },
      { press: [['Ctrl', 'B']], does: 'Bold' },
      { press: [['Ctrl', 'I']], does: 'Italic' },
      { press: [['Ctrl', 'E']], does: 'Code' },
      { press: [['Ctrl', 'K']], does: 'Make a link of the selected words' },
      { press: [['Ctrl', 'Shift', 'X']], does: 'Strikethrough' },
      { press: [['Ctrl', 'Shift', '7']], does: 'Numbered list' },
      { press: [['Ctrl', 'Shift', '8']], does: 'Bulleted list' },
      { press: [['Ctrl', 'Shift', '9']], does: 'Quote' },
      { press: [['↑']], does: 'Edit your last message' },
      { press: [['↑'], ['↓'], ['Home'], ['End']], does: 'Move between messages' },
      { press: [['Esc']], does: 'Close, cancel, or mark as read' },
      { press: [['/'], ['Ctrl', 'Shift', 'F']], does: 'Search' },
      { press: [['Shift', 'Esc']], does: 'Mark all rooms as read' },
      { press: [['Alt', 'Shift', 'F']], does: 'Add this room to favorites, or remove it' },
      { press: [['?']], does: 'Show this list' },
    ],
  },

  firstSteps: {
    label: 'First steps',
    invite: { title: 'Invite people', hint: 'Copy a link and send it to them.' },
    name: { title: 'Name this chat', hint: 'Give it a name, a picture and a colour.' },
    room: { title: 'Create a room', hint: 'Give a topic its own place.' },
  },

  arrival: {
    name: 'Your name',
    password: 'Password',
    again: 'Repeat password',
    unequal: 'The passwords don’t match.',
    toChat: 'Go to the chat',
    looking: 'Checking your link…',
    bad: 'This link doesn’t work',
    empty: {
      heading: 'This link is incomplete',
      text: 'The part after # is missing. Open the link again, or copy all of it.',
    },
    cookies: {
      heading: 'Cookies are blocked',
      text: 'Earshot needs one cookie to keep you signed in. Allow cookies for this site and reload.',
    },
    invite: {
      heading: (to: string) => `Join ${to}`,
      by: (name: string) => `${name} invited you.`,
      onlyRoom: 'You’ll see only this room and the people in it.',
      text: 'Choose a name. You can change it later.',
      bad: 'This invitation doesn’t work',
      again: 'Try again',
      passwordText: 'Choose a name and a password. You’ll sign in with them next time.',
      knownText: (name: string) => `You’re signed in as ${name}.`,
      button: 'Join',
    },
    owner: {
      heading: 'Become the owner',
      text: 'You’ll decide who moderates and who can join. Choose a name and a password, or use the name you already have here.',
      button: 'Become the owner',
    },
    signIn: {
      heading: 'Sign in on this device',
      text: 'You created this link on another device. It works once.',
      warning: (name: string) => `You’re signed in here as ${name}. Continuing signs you out.`,
      button: 'Sign in on this device',
    },
    byMail: {
      signIn: 'Send me a sign-in link',
      password: 'Forgot your password?',
      empty: 'Enter your name or your mail address first.',
      sent: 'If that person has a mail address here, a mail is on its way.',
    },
    newPassword: {
      heading: 'Choose a new password',
      text: 'You’ll be signed in here, and signed out on all other devices.',
      button: 'Set password',
    },
    confirmMail: {
      heading: 'Confirm your mail address',
      text: (name: string) => `You’re signed in as ${name}.`,
      button: 'Confirm address',
      done: 'Your mail address is confirmed',
      signInFirst: 'Sign in here as the person who gave the address, then open the link again.',
    },
    takeName: (name: string) => `Join as “${name}”`,
  },
}

export type DialogWords = typeof dialogs
