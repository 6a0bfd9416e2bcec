/**
 * Every refusal that a person can meet: its lasting name, its code and its sentence. Other languages have a sentence of
 * their own for each name. Mistakes that only a program can make have no name here.
 */
import { type BanTerms, bannedSentence, untilAndWhy } from './banned.ts'
import type { ErrorCode } from './error-codes.ts'
import {
  MAX_ALT_CHARACTERS,
  MAX_BODY_BYTES,
  MAX_CUSTOM_EMOJI,
  MAX_DIRECT,
  MAX_EMOJI_A_DAY,
  MAX_EMOJI_BYTES,
  MAX_FILE_NAME_BYTES,
  MAX_FILES,
  MAX_PASSWORD_CHARACTERS,
  MAX_PICTURE_BYTES,
  MAX_PINS,
  MAX_REMINDERS,
  MAX_SAVED,
  MAX_SEARCH_CHARACTERS,
  MAX_TOPIC_CHARACTERS,
  MIN_DIRECT,
  MIN_PASSWORD_CHARACTERS,
} from './limits.ts'
import { once } from './once.ts'
import type { Role } from './roles.ts'
import { readableTime } from './times.ts'

/** 8,192: written out, because a first use of Intl takes ten milliseconds, and the table below is made at each start. */
const number = (value: number): string => String(value).replace(/\B(?=(?:\d{3})+$)/g, ',')
const list = once(() => new Intl.ListFormat('en', { type: 'conjunction' }))

const ROLE_WORDS: Record<Role, string> = {
  owner: 'owners',
  moderator: 'moderators',
  host: 'hosts of the room',
  member: 'people with a password',
  guest: 'guests',
  outsider: 'people invited to one room',
}

type Name = { name: string }
type Holder = Name & { holder: string }
type Free = { free: string }
type Character = { character: string }
type Until = { until: string }
type Most = { most: number }
type Filter = { filter: string }

export const REFUSALS = {
  // Permissions
  only_for: [
    'forbidden',
    ({ roles }: { roles: readonly Role[] }) =>
      `Only ${list().format(roles.map((role) => ROLE_WORDS[role]))} can do this.`,
  ],
  not_above: ['forbidden', ({ role }: { role: Role }) => `You can’t do this to someone who is ${role} here.`],
  not_to_yourself: ['bad_request', 'You can’t do this to yourself.'],
  not_in_direct: ['forbidden', 'You can’t do this in a direct conversation.'],
  session_over: ['unauthorized', 'Your session has ended. Sign in again.'],
  banned: ['banned', (ban: BanTerms) => bannedSentence(ban)],
  network_unheard: [
    'forbidden',
    ({ until }: { until?: string }) => `New people can’t write from your network${untilAndWhy({ until, reason: '' })}`,
  ],
  network_banned: [
    'banned',
    ({ until }: { until?: string }) => `New people can’t join from your network${untilAndWhy({ until, reason: '' })}`,
  ],

  // Rooms
  no_such_room: ['not_found', 'This room doesn’t exist, or you can’t see it.'],
  join_first: ['forbidden', 'Join this room first.'],
  join_before_closing: ['forbidden', 'Join this room before you close it, or you won’t see it any more.'],
  room_archived: ['forbidden', 'This room is archived and read-only.'],
  room_locked: ['forbidden', 'This room is locked. Only hosts and moderators can write here for now.'],
  room_slow: [
    'rate_limited',
    ({ seconds }: { seconds: number }) =>
      `This room is in slow mode. You can post once every ${number(seconds)} seconds.`,
  ],
  muted: [
    'forbidden',
    ({ until }: Until) => `A moderator muted you. You can write here again after ${readableTime(until)}.`,
  ],
  muted_elsewhere: [
    'forbidden',
    ({ until }: Until) => `A moderator muted you. You can do this again after ${readableTime(until)}.`,
  ],
  unwanted: ['forbidden', 'This person isn’t accepting messages from you.'],
  unwanted_among: ['forbidden', 'One of these people has blocked you.'],
  unwanted_seat: ['forbidden', 'You can’t add this person.'],
  lobby_not_deleted: ['forbidden', 'The lobby can’t be deleted.'],
  lobby_not_closed: ['forbidden', 'The lobby is always open to everyone.'],
  lobby_not_left: [
    'forbidden',
    'You can’t leave the lobby: everyone is in it. You can leave the chat for good instead.',
  ],
  lobby_not_removed: ['forbidden', 'You can’t remove people from the lobby. Mute them, or ban them from the chat.'],
  one_room_only: ['forbidden', 'You can’t do this: you were invited to one room only.'],
  they_one_room_only: ['conflict', ({ name }: Name) => `You can’t add ${name}: they were invited to one room only.`],
  rooms_by_moderators: ['forbidden', 'Only owners and moderators can create rooms here.'],
  rooms_by_members: ['forbidden', 'Guests can’t create rooms here.'],
  direct_size: ['bad_request', `A direct conversation has ${MIN_DIRECT} to ${MAX_DIRECT} people.`],
  room_needs_name: ['bad_request', 'Give the room a name.'],
  room_name_taken: ['conflict', ({ name }: Name) => `There is already a room called “${name}”. Choose another name.`],
  room_name_wrong: ['bad_request', ({ name }: Name) => `To delete the room, type its name: “${name}”.`],
  room_needs_host: ['conflict', 'You are the only host of this room. Make someone else a host first.'],
  last_in_room: ['conflict', 'You are the last person in this room. Invite someone, or delete the room.'],
  kept_out: [
    'forbidden',
    ({ until }: Until) => `You were removed from this room. You can join again after ${readableTime(until)}.`,
  ],
  they_kept_out: [
    'forbidden',
    'This person was removed from the room a short while ago. Only a host or a moderator can add them now.',
  ],
  not_in_room: ['not_found', 'This person is not in this room.'],
  direct_not_left: [
    'forbidden',
    'You can’t leave a conversation between two people. Hide it, or block the other person.',
  ],
  no_such_request: ['not_found', 'This request was answered or withdrawn already.'],
  request_declined: [
    'rate_limited',
    ({ name, until }: Name & Until) => `You can’t ask ${name} again until ${readableTime(until)}.`,
  ],
  requests_waiting: ['rate_limited', ({ name }: Name) => `${name} has many requests waiting. Try again later.`],
  topic_too_long: ['bad_request', `A topic can have at most ${MAX_TOPIC_CHARACTERS} characters. Shorten it.`],

  // People
  no_such_person: ['not_found', 'This person isn’t here, or has left the chat.'],
  name_needed: ['bad_request', 'Enter a name.'],
  name_invisible: ['bad_request', 'A name can’t contain invisible characters. Type it again without them.'],
  name_marks: ['bad_request', 'A letter in a name can’t carry that many accents.'],
  name_character: [
    'bad_request',
    ({ character }: Character) => `A name can’t contain “${character}”. Use letters, numbers, punctuation or emoji.`,
  ],
  name_too_long: ['bad_request', 'This name is too long. Choose a shorter one.'],
  name_too_many: [
    'bad_request',
    ({ most }: Most) => `A name can have at most ${most} characters. Choose a shorter one.`,
  ],
  name_alphabets: ['bad_request', 'A word in a name can’t mix alphabets. Use letters of one alphabet.'],
  name_reserved: ['bad_request', ({ name }: Name) => `“${name}” is reserved. Choose another name.`],
  name_taken: ['conflict', ({ name }: Name) => `“${name}” is taken. Choose another name.`],
  name_taken_try: [
    'conflict',
    ({ name, free }: Name & Free) => `“${name}” is taken. If it is yours, sign in. How about “${free}”?`,
  ],
  name_taken_free: ['conflict', ({ name, free }: Name & Free) => `“${name}” is taken. How about “${free}”?`],
  name_here_try: [
    'conflict',
    ({ name, free }: Name & Free) => `Someone here is already called “${name}”. How about “${free}”?`,
  ],
  name_alike: [
    'conflict',
    ({ name, holder }: Holder) => `“${name}” looks too much like “${holder}”. Choose another name.`,
  ],
  name_alike_try: [
    'conflict',
    ({ name, holder, free }: Holder & Free) => `“${name}” looks too much like “${holder}”. How about “${free}”?`,
  ],
  name_yours: ['conflict', 'Your name already has a password.'],
  is_guest: ['conflict', ({ name }: Name) => `${name} is a guest. Only people with a password can have a role.`],
  last_owner: ['conflict', 'The chat needs an owner. Make someone else an owner first.'],

  // Arriving
  access_closed: ['forbidden', 'This chat takes no new members. If you have an account, sign in with your password.'],
  access_invite: ['forbidden', 'You need an invitation to join this chat. Ask a member for a link.'],
  wrong_password: ['unauthorized', 'Wrong name or password.'],
  not_your_password: ['forbidden', 'Wrong password.'],
  guest_has_no_password: ['conflict', 'You have no password yet. Set one first.'],
  password_short: ['bad_request', `A password needs at least ${MIN_PASSWORD_CHARACTERS} characters.`],
  password_long: ['bad_request', `A password can have at most ${MAX_PASSWORD_CHARACTERS} characters.`],
  sign_ins_waiting: ['overloaded', 'Too many people are signing in right now. Try again in a moment.'],
  sign_in_link_over: [
    'forbidden',
    'This sign-in link was used or has expired. Create a new one on a device where you are signed in.',
  ],
  owner_link_over: ['forbidden', 'This owner link was used or replaced. Run `npm start -- owner-link` for a new one.'],
  no_such_session: ['not_found', 'This device is signed out already.'],
  no_such_invite: ['not_found', 'This invitation was revoked or has expired.'],
  invite_unknown: ['forbidden', 'This invitation isn’t valid. Ask for a new one.'],
  invite_used: ['forbidden', 'This invitation has been used. Ask for a new one.'],
  invite_revoked: ['forbidden', 'This invitation was revoked. Ask for a new one.'],
  invite_expired: ['forbidden', 'This invitation has expired. Ask for a new one.'],
  invite_room_gone: ['forbidden', 'The room of this invitation was deleted. Ask for a new invitation.'],
  invite_elsewhere: ['conflict', 'You were invited to one room only. Sign out to use another invitation.'],

  // Mail
  mail_off: ['forbidden', 'This chat sends no mail.'],
  address_wrong: ['bad_request', 'This is no mail address. It looks like ann@example.org.'],
  mail_link_over: ['forbidden', 'This link was used or replaced, or has expired. Ask for a new one.'],
  mails_asked: ['rate_limited', 'Too many mails were asked for. Try again later.'],

  // Messages
  no_such_message: ['not_found', 'This message doesn’t exist any more.'],
  no_such_original: [
    'bad_request',
    ({ seq }: { seq: number }) => `The message you reply to (number ${seq}) doesn’t exist.`,
  ],
  not_your_message: ['forbidden', 'You can only edit or delete your own messages.'],
  not_your_versions: ['forbidden', 'Only the author and moderators can see earlier versions of a message.'],
  message_empty: ['bad_request', 'The message is empty. Write something first.'],
  message_too_long: [
    'too_long',
    `This message is too long: at most ${number(MAX_BODY_BYTES)} bytes. Shorten it, or split it.`,
  ],
  text_damaged: [
    'bad_request',
    'This text contains broken characters (U+0000 or half a character). Remove them and try again.',
  ],
  reaction_not_emoji: ['bad_request', 'A reaction is one emoji.'],
  reactions_full: [
    'conflict',
    ({ most }: Most) => `A message can have at most ${most} different reactions. Add to one that is there.`,
  ],
  // Files
  no_such_file: ['not_found', 'This file doesn’t exist, or you can’t see it.'],
  file_unfinished: ['conflict', 'This file isn’t uploaded completely yet.'],
  file_lost: ['not_found', 'The bytes of this file are missing on the server.'],
  files_full: ['storage_unavailable', 'The server has no room for more files.'],
  files_away: ['storage_unavailable', 'The server can’t reach its storage for files. Try again later.'],
  upload_elsewhere: [
    'conflict',
    ({ received }: { received: number }) => `The upload goes on at byte ${number(received)}.`,
  ],
  upload_taken_over: ['conflict', 'Another request goes on with this upload.'],
  files_of_today: [
    'rate_limited',
    ({ most }: Most) => `You or your network have uploaded ${number(most)} MB today. Try again tomorrow.`,
  ],
  uploads_at_once: ['rate_limited', 'You are uploading too many files at once. Wait for one of them.'],
  file_too_large: ['too_long', ({ most }: Most) => `This file is too large: at most ${number(most)} MB.`],
  file_name_long: ['bad_request', `A file’s name can have at most ${MAX_FILE_NAME_BYTES} bytes. Shorten it.`],
  files_too_many: ['bad_request', `A message can carry at most ${MAX_FILES} files.`],
  alt_too_long: ['bad_request', `A description can have at most ${number(MAX_ALT_CHARACTERS)} characters. Shorten it.`],

  pins_full: ['conflict', `A room can have at most ${MAX_PINS} pinned messages. Unpin one first.`],
  reminders_full: ['conflict', `You can have at most ${number(MAX_REMINDERS)} reminders. Remove one first.`],
  saved_full: ['conflict', `You can save at most ${number(MAX_SAVED)} messages. Remove one first.`],

  // Custom emoji
  emoji_name: [
    'bad_request',
    'The name of an emoji has 2 to 32 small letters (a to z), digits, _ or -, and begins with a letter or a digit.',
  ],
  emoji_unfit: [
    'bad_request',
    `The picture must be a PNG, JPEG, GIF, WebP or AVIF file of at most ${MAX_EMOJI_BYTES / 1_000} kB.`,
  ],
  emoji_taken: ['conflict', ({ name }: Name) => `There is already an emoji :${name}:. Choose another name.`],
  emoji_by_moderators: ['forbidden', 'Only owners and moderators can add emoji here.'],
  no_such_emoji: ['not_found', ({ name }: Name) => `There is no emoji :${name}: any more.`],
  not_your_emoji: ['forbidden', 'Someone else added this emoji. You can only remove your own.'],
  emoji_full: ['conflict', `The chat can have at most ${MAX_CUSTOM_EMOJI} emoji of its own. Remove one first.`],
  emoji_made: ['rate_limited', `A person can add ${MAX_EMOJI_A_DAY} emoji a day. Try again later.`],

  // Notices
  endpoint_taken: ['conflict', 'Another browser is told at this address. Turn notifications off and on again.'],

  // Moderation
  picture_unfit: [
    'bad_request',
    `The picture must be a PNG, JPEG or WebP file of at most ${MAX_PICTURE_BYTES / 1_000} kB.`,
  ],
  reason_too_long: ['bad_request', 'A reason can have at most 500 characters. Shorten it.'],
  no_such_report: ['not_found', 'This report is closed already.'],
  reports_waiting: [
    'rate_limited',
    ({ most }: Most) => `You or your network have ${most} open reports. Wait until the moderators have looked at them.`,
  ],
  no_such_removal: ['not_found', 'This removal can’t be undone any more.'],

  // Searching
  search_empty: ['bad_request', 'Enter something to search for.'],
  search_too_long: ['bad_request', `A search can have at most ${MAX_SEARCH_CHARACTERS} characters. Shorten it.`],
  search_too_many: ['bad_request', ({ most }: Most) => `A search can have at most ${most} words. Leave some out.`],
  search_too_many_people: [
    'bad_request',
    ({ most }: Most) => `A search can name at most ${most} people. Leave some out.`,
  ],
  search_minus: ['bad_request', ({ filter }: Filter) => `“-” excludes words. It can’t stand before “${filter}:”.`],
  search_value: ['bad_request', ({ filter }: Filter) => `“${filter}:” needs a value right after it, without a space.`],
  search_day: ['bad_request', ({ filter }: Filter) => `“${filter}:” needs a date such as 2026-12-31.`],
  search_has: ['bad_request', 'has: can be followed by link, code, file, image, video or audio.'],
  search_is: ['bad_request', 'Only is:pinned is supported.'],

  // Limits of amount and time
  reading_fast: ['rate_limited', 'You are loading too much at once. Wait a moment.'],
  acting_fast: ['rate_limited', 'You are doing this too often. Wait a moment.'],
  writing_fast: ['rate_limited', 'You are writing too fast. Wait a moment.'],
  reports_from_network: ['rate_limited', 'Your network sends too many reports. Try again later.'],
  passwords_tried: ['rate_limited', 'Too many wrong passwords. Try again later.'],
  claims_from_network: ['rate_limited', 'Too many people on your network are setting a password. Try again later.'],
  rooms_made: ['rate_limited', 'You have created ten rooms within an hour. Try again later.'],
  rooms_from_network: ['rate_limited', 'Your network creates too many rooms. Try again later.'],
  requests_from_network: ['rate_limited', 'Your network sends too many requests. Try again later.'],
  guests_from_network: ['rate_limited', 'Too many guests are joining from your network. Try again later.'],
  connections_from_network: ['rate_limited', 'Your network opens too many connections. Try again in a moment.'],
  guests_connected: [
    'rate_limited',
    ({ most }: Most) => `${most} guests from your network are connected already. Try again later.`,
  ],
  connections: [
    'rate_limited',
    ({ most }: Most) => `You have ${most} open connections already. Close a tab or a device first.`,
  ],
  store_busy: ['overloaded', 'The server is very busy. Try again in a moment.'],
  store_away: ['storage_unavailable', 'The server can’t reach its storage. Try again later.'],
  store_fault: [
    'storage_unavailable',
    ({ fault }: { fault: string }) => `The server can’t save this now (${fault}). Try again later.`,
  ],
  bug: ['internal', 'Something went wrong on the server. The error was logged.'],

  // Refusals that a client makes itself
  outbox_full: ['overloaded', 'You have 500 unsent messages. Wait until they are sent, or delete the failed ones.'],
  not_connected: ['overloaded', 'You are not connected to the server.'],
  file_not_here: ['not_found', 'This file is no longer in this browser. Choose it again.'],
  no_answer: ['overloaded', 'The server didn’t answer in time. Try again.'],
} as const satisfies Record<string, readonly [ErrorCode, string | ((about: never) => string)]>

export type Reason = keyof typeof REFUSALS

/** The values of a reason's sentence. With them a page makes the sentence in its own language. */
export type About<Name extends Reason> = (typeof REFUSALS)[Name][1] extends (about: infer Given) => string
  ? Given
  : undefined

type Plain = { [Name in Reason]: About<Name> extends undefined ? Name : never }[Reason]

/** Whether this is the name of a refusal whose sentence takes no values. */
export const isPlainReason = (name: string): name is Plain =>
  Object.hasOwn(REFUSALS, name) && typeof REFUSALS[name as Reason][1] === 'string'
