/** Messages that come at once are appended together. Nobody can tell it from one after the other. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Refusal } from '../../../protocol/errors.ts'
import { LOBBY } from '../../../protocol/limits.ts'
import type { Draft, Written } from '../store.ts'
import { inHours, type MakeFolder, newRoom, type Somebody, Stage } from './stage.ts'

type Play = {
  people: Record<string, Somebody>
  rooms: Record<string, string>
  drafts: [author: string, room: string, draft: Omit<Draft, 'roomId'>][]
}

export function describeGroups(makeFolder: MakeFolder): void {
  describe('messages that come at once', () => {
    const stage = new Stage(makeFolder)

    /** People and rooms of one name each, and drafts of every kind: refused, repeated, answering, mentioning, first ones. */
    async function prepare(name: string): Promise<Play> {
      const { store } = stage
      const names = ['olga', 'ann', 'bob', 'cid', 'dora', 'mute', 'gone']
      const people: Record<string, Somebody> = {}
      for (const each of names)
        people[each] = await (each === 'olga' ? stage.owner(`${each} ${name}`) : stage.person(`${each} ${name}`))
      const [olga, ann, bob, cid, dora, mute, gone] = names.map((each) => people[each]!) as [Somebody, ...Somebody[]] &
        Somebody[]
      const all: [Somebody, ...Somebody[]] = [olga, ann!, bob!, cid!, dora!, mute!, gone!]
      const direct = async (by: Somebody, other: Somebody) =>
        (await store.createRoom(by, newRoom('direct', '', [other.userId]))).roomId
      const rooms = {
        open: await stage.room('open', `Open ${name}`, all),
        slow: await stage.room('open', `Slow ${name}`, all),
        locked: await stage.room('open', `Locked ${name}`, all),
        hidden: await direct(ann!, bob!),
        request: await direct(ann!, cid!),
        unwanted: await direct(ann!, dora!),
      }
      await store.updateRoom(olga, rooms.slow, { slowSeconds: 3_600 })
      await store.updateRoom(olga, rooms.locked, { isLocked: true })
      await store.acceptRequest(bob!, rooms.hidden)
      await store.hideRoom(bob!, rooms.hidden)
      await store.acceptRequest(dora!, rooms.unwanted)
      await store.block(dora!, ann!.userId, true)
      await store.mute(olga, { userId: mute!.userId, until: inHours(1), reason: '' })
      await store.endSession(gone!)

      const mentions = [[`bob ${name}`], [`dora ${name}`]]
      const said = (author: string, room: string, body: string, more: Partial<Draft> = {}): Play['drafts'][number] => [
        author,
        room,
        { body, clientId: `${name} ${body}`, ...more },
      ]
      const drafts = [
        // For those who block Ann her messages are read, and each has read their own.
        said('ann', 'open', 'first'),
        said('ann', 'open', 'second', { mentions }),
        said('dora', 'open', 'third', { replyTo: 2 }),
        said('mute', 'open', 'never'),
        said('ann', 'open', 'to all', { mentions: [['room']] }),
        said('gone', 'open', 'nowhere'),
        said('bob', 'open', 'too far', { replyTo: 100 }),
        said('bob', 'open', 'fourth', { replyTo: 1, mentions }),
        // The same again, and with other words.
        said('bob', 'open', 'fourth', { replyTo: 1, mentions }),
        said('bob', 'open', 'other words', { clientId: `${name} fourth` }),
        said('bob', 'slow', 'elsewhere', { clientId: `${name} fourth` }),
        said('cid', 'slow', 'in turn'),
        said('cid', 'slow', 'too soon'),
        said('cid', 'locked', 'shut out'),
        said('olga', 'locked', 'let in', { mentions: [['room']] }),
        said('ann', 'hidden', 'show it'),
        said('ann', 'hidden', 'again'),
        said('cid', 'request', 'accepted', { mentions }),
        said('ann', 'request', 'welcome'),
        said('ann', 'unwanted', 'unheard'),
        said('olga', 'open', 'last'),
      ]
      return { people, rooms, drafts }
    }

    /** The outcome, in names that two plays have in common. */
    async function tell(name: string, { people, rooms, drafts }: Play, results: PromiseSettledResult<Said>[]) {
      const known = [...Object.entries(people), ...Object.entries({ ...rooms })]
      const nameOf = (id: string) => known.find(([, one]) => (typeof one === 'string' ? one : one.userId) === id)?.[0]
      const outcomes = results.map((result, place) => {
        const body = drafts[place]![2].body
        if (result.status === 'rejected') {
          const { reason, code } = (result.reason as Refusal).toFailure()
          return { body, refused: reason ?? code }
        }
        const { message, isNew, shownTo = [] } = result.value
        const { roomId, seq, rev, author, answers, mentions = [], mentionsRoom, replyTo } = message
        const called = mentions.map(({ id }) => nameOf(id))
        const [room, shown] = [nameOf(roomId), shownTo.map(nameOf)]
        const answered = answers === undefined ? undefined : nameOf(answers)
        return { body, room, seq, rev, by: nameOf(author.id), answered, called, mentionsRoom, replyTo, isNew, shown }
      })
      const views: object[] = []
      for (const [room, roomId] of Object.entries(rooms)) {
        for (const [person, who] of Object.entries(people)) {
          if (person === 'gone') continue
          const view = (await stage.store.roomsOf(who)).find(({ id }) => id === roomId)
          const { readSeq, lastSeq, mentions, request } = view ?? {}
          views.push({ room, person, isListed: view !== undefined, readSeq, lastSeq, mentions, isAsked: !!request })
        }
        const history = await stage.wholeHistory(roomId)
        views.push(history.map(({ seq, rev, body, author }) => [seq, rev, body, nameOf(author.id)]))
      }
      return JSON.parse(JSON.stringify({ outcomes, views }).replaceAll(name, 'NAME')) as { outcomes: object[] }
    }

    const appends = ({ people, rooms, drafts }: Play) =>
      drafts.map(
        ([author, room, draft]) =>
          () =>
            stage.store.append(people[author]!, { ...draft, roomId: rooms[room]! }),
      )
    type Said = Awaited<ReturnType<typeof stage.store.append>>

    test('[S93] [S3] [S2] come to what they come to one after the other', async () => {
      const calm = await prepare('calm')
      const inTurn: PromiseSettledResult<Said>[] = []
      for (const append of appends(calm)) inTurn.push(...(await Promise.allSettled([append()])))

      const busy = await prepare('busy')
      const groups: number[] = []
      stage.store.work.watch((written: Written) => groups.push(...written.groups.map(({ calls }) => calls)))
      const atOnce = await Promise.allSettled(appends(busy).map((append) => append()))
      assert.deepEqual(groups, [busy.drafts.length], 'they were one group')

      const told = await tell('calm', calm, inTurn)
      assert.deepEqual(await tell('busy', busy, atOnce), told)
      const refused = told.outcomes.filter((outcome) => 'refused' in outcome)
      assert.equal(refused.length, 8, JSON.stringify(refused))
    })

    test('[S93] a message is known to those that come with it', async () => {
      const [ann, bob] = [await stage.person('Ann of them'), await stage.person('Bob of them')]
      const { lastSeq } = await stage.store.history(LOBBY, { limit: 1 })
      const [, answer] = await Promise.all([
        stage.say(ann, 'asked'),
        stage.say(bob, 'answered', { replyTo: lastSeq + 1 }),
      ])
      assert.deepEqual([answer.replyTo, answer.answers], [lastSeq + 1, ann.userId])
      const { entries } = await stage.store.inbox(ann, { limit: 1 })
      assert.equal(entries[0]?.kind, 'reply')
    })

    test('[S93] the calls of one user keep their order', async () => {
      const [olga, ann, bob] = [await stage.owner('Olga'), await stage.person('Ann'), await stage.person('Bob')]
      const roomId = await stage.room('closed', 'At once', [olga, ann, bob])
      const say = (who: Somebody, body: string) => stage.store.append(who, { roomId, body, clientId: body })
      const told = await Promise.allSettled([
        say(bob, 'in it'),
        stage.store.leaveRoom(bob, roomId),
        say(ann, 'of another'),
        say(bob, 'out of it'),
      ])
      assert.deepEqual(
        told.map(({ status }) => status),
        ['fulfilled', 'fulfilled', 'fulfilled', 'rejected'],
      )
    })
  })
}
