/** Orders about people: who I am, where I am signed in, whom I invite. */
import * as v from 'valibot'
import { Code, Count, Limit, Minutes, Name, Password, Query, RoomId, SessionId, UserId } from '../fields.ts'
import { InvitesList, NewInvite, NewSession, PeopleList, RoomView, SessionsList, SignInLink, User } from '../models.ts'
import { MAX_INVITE_USES } from '../limits.ts'
import { command } from './command.ts'

export const peopleCommands = {
  'user:claim': command({
    does: 'Makes me, a guest, a person: from now on the name is mine, and I can sign in with it and this password.',
    input: { password: Password },
    output: User,
  }),
  'user:rename': command({
    does: 'Gives me another name. All that I have said carries it.',
    input: { name: Name },
    output: User,
  }),
  'user:password': command({
    does: 'Changes my password, and ends my sessions on all other devices.',
    input: { current: Password, password: Password },
    output: v.undefined(),
  }),
  'user:leave': command({
    does: 'I leave for good. What I said stays under “former member”, or is deleted. A person gives the password, to be sure.',
    input: { messages: v.picklist(['keep', 'delete']), password: v.optional(Password) },
    output: v.undefined(),
  }),
  'user:block': command({
    does: 'Blocks somebody for me, or no longer: I am not shown what they say, and they cannot write to me directly.',
    input: { userId: UserId, on: v.boolean() },
    output: v.undefined(),
  }),
  'user:appoint': command({
    does: 'Makes a person an owner, a moderator or a member of the chat. The last owner stays one.',
    input: { userId: UserId, role: v.picklist(['owner', 'moderator', 'member']) },
    output: v.undefined(),
  }),
  'people:find': command({
    does: 'People by the beginning of any word of their name.',
    input: { query: v.optional(Query, ''), limit: v.optional(Limit, 20) },
    output: PeopleList,
  }),
  'session:end': command({
    does: 'Signs out: the token of this session, or of the other one of mine that is named, is worth nothing from now on, and its connections close.',
    input: { sessionId: v.optional(SessionId) },
    output: v.undefined(),
  }),
  'session:endAll': command({
    does: 'Signs out everywhere; with `others` everywhere but here.',
    input: { others: v.optional(v.boolean(), false) },
    output: v.undefined(),
  }),
  'session:link': command({
    does: 'A link that signs another device in as me, once, within ten minutes.',
    input: {},
    output: SignInLink,
  }),
  'sessions:list': command({
    does: 'Where I am signed in.',
    input: {},
    output: SessionsList,
  }),
  'invite:create': command({
    does: 'Makes an invitation. The code is shown this once. With a roomId whoever comes by it sees that room only.',
    input: {
      roomId: v.optional(RoomId),
      uses: v.optional(
        v.pipe(
          Count,
          v.minValue(1),
          v.maxValue(MAX_INVITE_USES),
          v.description('how many may come by it; any number if absent'),
        ),
      ),
      minutes: v.optional(v.pipe(Minutes, v.description('how long it holds; for ever if absent'))),
    },
    output: NewInvite,
  }),
  'invites:list': command({
    does: 'The invitations that still hold: mine, and for moderators everybody’s. Never their codes.',
    input: {},
    output: InvitesList,
  }),
  'invite:revoke': command({
    does: 'Takes an invitation back.',
    input: { inviteId: v.pipe(v.string(), v.minLength(1), v.maxLength(64)) },
    output: v.undefined(),
  }),
  'invite:redeem': command({
    does: 'Takes the seat that an invitation to a room offers, as who I am.',
    input: { invite: Code },
    output: RoomView,
  }),
}

/** The orders from somebody not known yet, so they are given without a caller. */
export const arrivals = {
  'session:start': command({
    does: 'Signs in: as a new guest by `name` (and `invite`, where access asks for one), as a person by `name` and `password`, or as who made it by the `code` of a sign-in link. Where access is `closed`, `name`, `password` and `invite` make a new person.',
    input: {
      name: v.optional(Name),
      password: v.optional(Password),
      invite: v.optional(Code),
      code: v.optional(Code),
    },
    output: NewSession,
  }),
  'owner:start': command({
    does: 'Makes an owner of whoever holds the code of the owner link: a new person, or the one of this name with a new password. The code works once.',
    input: { code: Code, name: Name, password: Password },
    output: NewSession,
  }),
}
