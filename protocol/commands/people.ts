/** Commands about people: accounts, sessions and invitations. */
import * as v from 'valibot'
import {
  Code,
  Count,
  Id,
  Limit,
  Minutes,
  Name,
  NameOrAddress,
  Password,
  Query,
  RoomId,
  SessionId,
  UserId,
} from '../fields.ts'
import {
  InviteLook,
  InvitesList,
  NewInvite,
  NewSession,
  PeopleList,
  RoomView,
  SessionsList,
  SignInLink,
  User,
} from '../models.ts'
import { MAX_INVITE_USES } from '../limits.ts'
import { command } from './command.ts'

export const peopleCommands = {
  'user:claim': command({
    does: 'Makes me, a guest, a person. The name is mine from now on, and I can sign in with it and this password.',
    input: { password: Password },
    output: User,
  }),
  'user:rename': command({
    does: 'Changes my name. My earlier messages show it too.',
    input: { name: Name },
    output: User,
  }),
  'user:password': command({
    does: 'Changes my password, and signs me out on all other devices.',
    input: { current: Password, password: Password },
    output: v.undefined(),
  }),
  'user:leave': command({
    does: 'Deletes my account. My messages stay under “former member”, or are deleted; many of them take a moment. A person confirms with the password.',
    input: { messages: v.picklist(['keep', 'delete']), password: v.optional(Password) },
    output: v.undefined(),
  }),
  'user:block': command({
    does: 'Blocks or unblocks a user. I do not see a blocked user’s messages, and they cannot write to me directly.',
    input: { userId: UserId, on: v.boolean() },
    output: v.undefined(),
  }),
  'user:appoint': command({
    does: 'Makes a person an owner, a moderator or a member of the chat. The last owner stays owner.',
    input: { userId: UserId, role: v.picklist(['owner', 'moderator', 'member']) },
    output: v.undefined(),
  }),
  'people:find': command({
    does: 'Finds people by the beginning of any word of their name.',
    input: { query: v.optional(Query, ''), limit: v.optional(Limit, 20) },
    output: PeopleList,
  }),
  'session:end': command({
    does: 'Signs out this session, or another one of mine by its id. Its token stops working, and its connections close.',
    input: { sessionId: v.optional(SessionId) },
    output: v.undefined(),
  }),
  'session:endAll': command({
    does: 'Signs out all my sessions; with `others`, all but this one.',
    input: { others: v.optional(v.boolean(), false) },
    output: v.undefined(),
  }),
  'session:link': command({
    does: 'Makes a link that signs another device in as me, once, within ten minutes.',
    input: {},
    output: SignInLink,
  }),
  'sessions:list': command({
    does: 'The devices on which I am signed in.',
    input: {},
    output: SessionsList,
  }),
  'invite:create': command({
    does: 'Makes an invitation. The code is shown only in this answer. An invitation with a roomId opens that room only.',
    input: {
      roomId: v.optional(RoomId),
      uses: v.optional(
        v.pipe(
          Count,
          v.minValue(1),
          v.maxValue(MAX_INVITE_USES),
          v.description('how many people may use it; any number if absent'),
        ),
      ),
      minutes: v.optional(v.pipe(Minutes, v.description('how long it works; for ever if absent'))),
    },
    output: NewInvite,
  }),
  'invites:list': command({
    does: 'The active invitations, without their codes: mine, and for moderators those of all.',
    input: {},
    output: InvitesList,
  }),
  'invite:revoke': command({
    does: 'Revokes an invitation.',
    input: { inviteId: Id },
    output: v.undefined(),
  }),
  'invite:redeem': command({
    does: 'Takes the seat in a room that an invitation offers.',
    input: { invite: Code },
    output: RoomView,
  }),
}

/** Lookups for strangers, who have no account yet. */
export const lookups = {
  'invite:look': command({
    does: 'Describes an invitation: its chat, its room and its maker. An inactive one is refused with the reason. Looking does not use it up.',
    input: { invite: Code },
    output: InviteLook,
  }),
  'session:look': command({
    does: 'Checks the code of a sign-in link. A used or expired one is refused with the reason. Looking does not use it up.',
    input: { code: Code },
    output: v.undefined(),
  }),
  'mail:signIn': command({
    does: 'Mails a sign-in link to the person with this name or mail address, if there is one with a confirmed address. The answer is the same for all.',
    input: { to: NameOrAddress },
    output: v.undefined(),
  }),
  'mail:password': command({
    does: 'Mails a link for a new password, likewise.',
    input: { to: NameOrAddress },
    output: v.undefined(),
  }),
  'password:look': command({
    does: 'Checks the code of a mailed link for a new password. A used or expired one is refused. Looking does not use it up.',
    input: { code: Code },
    output: v.undefined(),
  }),
  'owner:look': command({
    does: 'Checks the code of the owner link. A used or replaced one is refused with the reason. Looking does not use it up.',
    input: { code: Code },
    output: v.undefined(),
  }),
}

/** The commands that let a user in. They have no caller yet. */
export const arrivals = {
  'session:start': command({
    does: 'Signs in: as a new guest by `name` (and `invite`, where access needs one), as a person by `name` and `password`, or by the `code` of one’s own sign-in link. Where access is `closed`, `name`, `password` and `invite` make a new person.',
    input: {
      name: v.optional(Name),
      password: v.optional(Password),
      invite: v.optional(Code),
      code: v.optional(Code),
      device: v.optional(
        v.pipe(Code, v.description('the `device` of an earlier answer; a browser keeps it as a cookie')),
      ),
    },
    output: NewSession,
  }),
  'password:start': command({
    does: 'Sets a new password by the code of a mailed link, signs the person out on all devices, and in on this one. The code works once, within an hour.',
    input: { code: Code, password: Password },
    output: NewSession,
  }),
  'owner:start': command({
    does: 'Makes an owner by the code of the owner link: a new person, or the person with this name, who gets this password. The code works once.',
    input: { code: Code, name: Name, password: Password },
    output: NewSession,
  }),
}
