/** Commands about notices: of what I am told, when, and in which browsers. */
import * as v from 'valibot'
import { FutureTime, NotifyLevel, ZoneName } from '../fields.ts'
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
    input: { endpoint: Endpoint, keys: PushKeys },
    output: v.object({ endpoint: Endpoint }),
  }),
  'push:unsubscribe': command({
    does: 'Ends a subscription of mine.',
    input: { endpoint: Endpoint },
    output: v.undefined(),
  }),
}
