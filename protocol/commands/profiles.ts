/** Commands about what people see of each other: a status, a time zone, a profile. */
import * as v from 'valibot'
import { Base64, Cursor, Emoji, FutureTime, Limit, Query, RoomId, StatusText, UserId, ZoneName } from '../fields.ts'
import { DirectPeople, PeoplePage, Profile, User } from '../models.ts'
import { CHAT_ROLES } from '../roles.ts'
import { command } from './command.ts'

export const profileCommands = {
  'user:status': command({
    does: 'Sets my status: an emoji, some words, or both. It ends by itself at `until`. Without emoji and words it is cleared.',
    input: {
      emoji: v.optional(Emoji),
      text: v.optional(StatusText, ''),
      until: v.optional(FutureTime),
    },
    output: v.undefined(),
  }),
  'user:timeZone': command({
    does: 'Tells others my time zone, so that they see my local time. Without one it is cleared.',
    input: { timeZone: v.optional(ZoneName) },
    output: v.undefined(),
  }),
  'user:picture': command({
    does: 'Sets my picture, which others see beside my name. It is cut to a square of 256 pixels. Without an image, my picture is removed.',
    input: { image: v.optional(Base64) },
    output: User,
  }),
  'user:profile': command({
    does: 'A person’s profile, as I may see it. With a `roomId`, it tells whether they are a host of that room, if I can see it. To an outsider, people outside of their room are `not_found`.',
    input: { userId: UserId, roomId: v.optional(RoomId) },
    output: Profile,
  }),
  'people:list': command({
    does: 'The directory: all users who are not banned, persons before guests, by name. `query` is the beginning of any word of a name. With a `role`, only users with that role are listed, and with `here` only those who are online. An outsider finds only the people of their room.',
    input: {
      query: v.optional(Query, ''),
      role: v.optional(v.picklist(CHAT_ROLES)),
      here: v.optional(v.boolean(), false),
      after: v.optional(Cursor),
      limit: v.optional(Limit, 50),
    },
    output: PeoplePage,
  }),
  'people:direct': command({
    does: 'The people of my direct rooms, without requests: whether each is online, and their statuses and time zones.',
    input: {},
    output: DirectPeople,
  }),
}
