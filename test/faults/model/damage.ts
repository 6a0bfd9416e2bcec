/** Ways to spoil a good history: each breaks one promise, as a bug would. */
import type { Event } from '../history.ts'
import type { EventOf } from '../rules/rule.ts'
import type { Played } from './room.ts'
import { all, begunAt, end, first, middle, swapped, withEvents, withMessage, withStore } from './spoil.ts'

type Damage = { name: string; rule: string; spoil: (good: Played) => Played }

/** The ten ways that every checker of a chat must notice. */
export const DAMAGES: Damage[] = [
  {
    name: 'an acked message is gone from the store',
    rule: 'K1',
    spoil: (good) =>
      withStore(good, (messages) => messages.filter(({ seq }) => seq !== first(good, 'ack').message.seq)),
  },
  {
    name: 'a message is in the store twice',
    rule: 'K2',
    spoil: (good) => withStore(good, (messages) => [...messages, { ...messages[3]!, ...end(good) }]),
  },
  {
    name: 'two messages are swapped, for all alike',
    rule: 'K9',
    spoil: (good) => {
      // The later of the two was sent when the earlier had been acked.
      const ack = first(good, 'ack')
      const later = all(good, 'ack').find(
        ({ draft, observer }) => observer !== ack.observer && begunAt(good, draft) > ack.at,
      )
      return swapped(good, ack.message.seq, later!.message.seq)
    },
  },
  {
    name: 'a change is left out of a connection',
    rule: 'K6',
    spoil: (good) => {
      const live = all(good, 'change').filter(({ by }) => by === 'live')
      const follows = (a: Event, b: EventOf<'change'>) =>
        a.what === 'change' && a.observer === b.observer && a.connection === b.connection
      const inTheMiddle = live.find((change, index) => {
        return (
          live.slice(index + 1).some((later) => follows(later, change)) &&
          live.slice(0, index).some((earlier) => follows(earlier, change))
        )
      })
      return withEvents(good, (event) => (event === inTheMiddle ? [] : [event]))
    },
  },
  {
    name: 'a message is heard that nobody stored',
    rule: 'K4',
    spoil: (good) =>
      withMessage(good, (message) => ({
        ...message,
        seq: good.store.lastSeq + 7,
        rev: good.store.rev + 7,
        body: 'never said',
        clientId: 'nobody’s',
      })),
  },
  {
    name: 'two observers hear different words at one rev',
    rule: 'K5',
    spoil: (good) => withMessage(good, (message) => ({ ...message, body: 'other words' })),
  },
  {
    name: 'a change of an earlier epoch is heard',
    rule: 'K15',
    spoil: (good) =>
      withEvents(good, (event) => [event === middle(good, 'change') ? { ...event, epoch: 'e0' } : event]),
  },
  {
    name: 'somebody who was banned still hears',
    rule: 'K13',
    spoil: (good) => {
      const last = all(good, 'change').at(-1)!
      return { ...good, events: [...good.events, { ...last, what: 'revoked', at: last.at - 5_000 }] }
    },
  },
  {
    name: 'one sender’s messages are swapped, for all alike',
    rule: 'K8',
    spoil: (good) => {
      const [one] = all(good, 'ack')
      const other = all(good, 'ack').find(
        ({ observer, message }) => observer === one!.observer && message.seq !== one!.message.seq,
      )
      return swapped(good, one!.message.seq, other!.message.seq)
    },
  },
  {
    name: 'a message is shown twice',
    rule: 'K14',
    spoil: (good) =>
      withEvents(good, (event) => [
        event === middle(good, 'apply')
          ? { ...middle(good, 'apply'), runs: [...middle(good, 'apply').runs, middle(good, 'apply').runs[0]!] }
          : event,
      ]),
  },
]

/** Damage that each remaining rule is there to notice. */
export const MORE_DAMAGES: Damage[] = [
  {
    name: 'a number is given to no message',
    rule: 'K3',
    spoil: (good) => ({ ...good, store: { ...good.store, rev: good.store.rev + 1, lastSeq: good.store.lastSeq + 1 } }),
  },
  {
    name: 'a refused message is stored',
    rule: 'K4',
    spoil: (good) => ({
      ...good,
      events: [...good.events, { ...first(good, 'ack'), what: 'nack', code: 'forbidden', isFinal: true }],
    }),
  },
  {
    name: 'somebody never gets a message',
    rule: 'K7',
    spoil: (good) =>
      withEvents(good, (event) => [
        event === first(good, 'final')
          ? { ...first(good, 'final'), shown: first(good, 'final').shown.toSpliced(2, 1) }
          : event,
      ]),
  },
  {
    name: 'a read does not hold what was acked before',
    rule: 'K10',
    spoil: (good) =>
      withEvents(good, (event) => [event.what === 'read' ? { ...event, lastSeq: 0, messages: [] } : event]),
  },
  {
    name: 'somebody is late',
    rule: 'K11',
    spoil: (good) =>
      withEvents(good, (event) => [event === first(good, 'final') ? { ...event, at: event.at + 60_000 } : event]),
  },
  {
    name: 'a draft is left in an outbox',
    rule: 'K11',
    spoil: (good) =>
      withEvents(good, (event) => [event === first(good, 'final') ? { ...first(good, 'final'), outbox: 1 } : event]),
  },
  {
    name: 'a retry became a second message under another clientId',
    rule: 'K12',
    spoil: (good) => {
      const accepted = new Set(all(good, 'ack').map(({ draft }) => draft.body))
      const { body } = all(good, 'timeout').find(({ draft }) => accepted.has(draft.body))!.draft
      return withStore(good, (messages) => [...messages, { ...messages[0]!, body, clientId: 'another', ...end(good) }])
    },
  },
  {
    name: 'a draft vanishes: neither accepted nor refused',
    rule: 'K12',
    spoil: (good) => {
      const draft = { clientId: 'vanished', body: '«vanished»' }
      return { ...good, events: [{ ...first(good, 'invoke'), draft }, ...good.events] }
    },
  },
  {
    name: 'a draft is shown beside its message',
    rule: 'K14',
    spoil: (good) => {
      const { clientId, body } = good.store.messages[0]!
      return withEvents(good, (event) => [
        event === middle(good, 'apply')
          ? { ...middle(good, 'apply'), runs: [[1, 2]], drafts: [{ clientId, body }] }
          : event,
      ])
    },
  },
]
