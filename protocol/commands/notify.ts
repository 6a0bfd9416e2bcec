/** Commands about notices: of what I am told, when, and in which browsers. */
import * as v from 'valibot'
import { FutureTime, NotifyLevel, RoomId, ZoneName } from '../fields.ts'
import { Endpoint, Keywords, NotifySettings, PushKey, PushKeys, Quiet } from '../notices.ts'
import { command } from './command.ts'

export const notifyCommands = {
  'notify:get': command({ does: 'Of what I am told, and when.', input: {}, output: NotifySettings }),
  'notify:update': command({
    does: 'Changes the given settings; the others stay. My other devices get the change.',
    input: {
      keywords: v.optional(Keywords),
      quiet: v.optional(Quiet),
      timeZone: v.optional(
        v.pipe(
          v.union([v.literal(''), ZoneName]),
          v.description('the zone of the quiet hours; empty: that of my profile'),
        ),
      ),
      showWords: v.optional(v.boolean()),
      reactions: v.optional(v.boolean()),
      mutedMentions: v.optional(v.boolean()),
      sound: v.optional(NotifyLevel),
    },
    output: NotifySettings,
  }),
  'notify:snooze': command({
    does: 'Tells me nothing until a moment, and then what waited; null ends that now.',
    input: { until: v.nullable(FutureTime) },
    output: NotifySettings,
  }),
  'push:key': command({
    does: 'The public key with which a browser subscribes to pushes of this chat (RFC 8292).',
    input: {},
    output: PushKey,
  }),
  'push:subscribe': command({
    does: 'Tells this session’s browser from now on, also while no page is open. A session has one subscription, and a later one replaces it. It ends with the session.',
    input: {
      endpoint: Endpoint,
      keys: PushKeys,
      language: v.optional(
        v.pipe(
          v.string(),
          v.regex(/^[a-z]{2,3}(?:-[A-Za-z\d]{1,8}){0,3}$/),
          v.description('the language of the page, as in BCP 47: notices use its words where there are some'),
        ),
      ),
    },
    output: v.object({ endpoint: Endpoint }),
  }),
  'push:test': command({
    does: 'Sends one push to this session’s browser. Answers whether its push service took it.',
    input: {},
    output: v.object({ isSent: v.boolean() }),
  }),
  'screen:show': command({
    does: 'Says which room this connection shows on a screen that somebody looks at: I am not told of its messages meanwhile. Without a room the page is hidden, or nobody is there. It ends with the connection; without one, over HTTP, nothing is noted.',
    input: { roomId: v.optional(RoomId) },
    output: v.object({ roomId: v.optional(RoomId) }),
  }),
  'push:unsubscribe': command({
    does: 'Ends a subscription of mine.',
    input: { endpoint: Endpoint },
    output: v.undefined(),
  }),
}
