/** Profile cards, the directory and statuses, in words. */
import type { ChatRole } from '../../../protocol/roles.ts'

export const people = {
  card: {
    label: (name: string) => `Profile of ${name}`,
    here: 'Here now',
    away: 'Not here',
    host: 'Host of this room',
    since: (date: string) => `Joined ${date}`,
    localTime: (time: string) => `${time} local time`,
    moderate: 'Moderate',
    account: 'Account settings',
  },

  roles: {
    owner: 'Owner',
    moderator: 'Moderator',
    member: 'Member',
    guest: 'Guest',
    outsider: 'Invited to one room',
  } satisfies Record<ChatRole, string>,
  bot: 'Bot',

  status: {
    heading: 'Your status',
    set: 'Set a status',
    change: (status: string) => `Change your status: ${status}`,
    emoji: 'Emoji',
    chooseEmoji: 'Choose an emoji',
    noEmoji: 'Remove emoji',
    text: 'What’s your status?',
    suggestions: 'Suggestions',
    suggested: {
      meeting: 'In a meeting',
      focus: 'Focusing',
      lunch: 'Having lunch',
      travel: 'On my way',
      sick: 'Out sick',
      holiday: 'On holiday',
    },
    until: 'Clear it',
    lasts: {
      half: 'In 30 minutes',
      hour: 'In an hour',
      today: 'At the end of today',
      week: 'At the end of this week',
      time: 'At a time I choose',
      ever: 'Never',
    },
    time: 'Date and time',
    isPast: 'This time has passed. Choose a later one.',
    isEmpty: 'Choose an emoji or write a few words.',
    endsAt: (time: string) => `Until ${time}`,
    save: 'Save',
    clear: 'Clear status',
    zone: 'Show my local time',
    zoneHint: (time: string) => `On your profile: ${time} now.`,
  },

  directory: {
    heading: 'People',
    search: 'Find people by name',
    role: 'Role',
    anyRole: 'All roles',
    nobody: 'No one by that name.',
    none: 'No one here yet.',
    here: 'Here now only',
    nobodyHere: 'No one who matches is here now.',
    everyone: 'Show everyone',
  },
}

export type PeopleWords = typeof people
