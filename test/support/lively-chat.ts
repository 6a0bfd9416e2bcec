/** A chat to be looked at: people of several scripts, rooms of each kind and three hundred messages, all of it written over HTTP. */
import type { RoomView } from '../../protocol/models.ts'
import { type Somebody, done, guest, moderator, person } from './people.ts'

const MESSAGES = 300

/** Phrases that recur in a week: enough of them that no screen shows a line twice. */
const SMALL_TALK = [
  'Has anybody seen the key of the bicycle shed?',
  'It hangs behind the door, under the green scarf.',
  'Found it, thank you!',
  'The parcel from the printer came. I put it on the long table.',
  'I can take the minutes tomorrow if somebody else does Thursday.',
  'Thursday is fine for me.',
  'The heating in the hall is on again :)',
  'Finally. I have been typing in gloves.',
  'Who is cooking on Friday? There will be nine of us, two of them without gluten.',
  'I could make the lentil soup from last year.',
  'Please do. And bread from the place at the corner.',
  'Reminder: the window in the attic does not close by itself.',
  'The forecast says rain until Sunday.',
  'Then we move the film night inside, and the chairs with it.',
  'I have the projector at home, shall I bring it along?',
  'Yes! And the long cable, the short one is broken.',
  'The bus on line 12 is late again, start without me.',
  'We have started with the easy part.',
  'Does this paragraph read well to you? I have rewritten it four times and cannot see it any more.',
  'It reads well. I would only leave the last sentence out.',
  'Done. It is better without.',
  'The new chairs are *much* better than the old ones.',
  'My back agrees.',
  'Could somebody water the plants in room 3 while I am away?',
  'I will, every second day.',
  'The library asks for its books back, seven of them are ours.',
  'Three are on my desk. I take them along on the way home.',
  'How do you all sort your photographs? I have eleven thousand and no idea.',
  'By year and then not at all.',
  'By whoever is in them.',
  'I pay my niece.',
  'The tea is finished. I repeat: the tea is finished.',
  'This is an emergency.',
]

type Line = readonly [
  who: string,
  body: string,
  more?: { to?: number; react?: readonly (readonly [string, ...string[]])[] },
]

/** The end of the lobby: the first screen. `to` counts back from the line itself. */
export const MORNING: readonly Line[] = [
  [
    'Ann',
    'Good morning! The projector in room 2 is broken, we meet in the library.',
    {
      react: [
        ['👍', 'Tom', 'Priya', '李雷'],
        ['☕', 'Tom'],
      ],
    },
  ],
  ['Tom', 'On my way. Shall I bring the *big* box of cables?'],
  ['Ann', 'Yes please, and the adapter with the yellow sticker', { to: 1 }],
  [
    'Maximiliane von Hohenstein',
    'Agenda for today:\n\n1. What broke last week\n2. Who writes the report\n3. Cake',
    { react: [['🎂', 'Ann', 'Tom', 'Priya', 'مريم', '李雷']] },
  ],
  ['李雷', '大家好！我十分钟后到。'],
  ['مريم', 'صباح الخير جميعاً، سأتأخر قليلاً عن الاجتماع'],
  ['Ann', 'No hurry, مريم. Everything is written down here: https://example.org/notes/2026'],
  [
    'Tom',
    'To post from a script, this is all it takes:\n\n```sh\ncurl -d "The kettle is on" -H "Authorization: Bearer $TOKEN" \\\n  -H "Content-Type: text/plain" \\\n  localhost:5050/api/rooms/lobby/messages\n```',
  ],
  [
    'Priya',
    'Oh nice. Then the door bell could say it here by itself',
    {
      to: 1,
      react: [
        ['🔔', 'Tom', 'Eve'],
        ['❤️', 'Ann'],
      ],
    },
  ],
  ['Tom', '@Eve you have the door bell, do you not?'],
  ['Eve', 'I do. Give me until `Friday`.', { react: [['🎉', 'Tom', 'Priya', 'Ann']] }],
  ['Priya', '🎉🔔'],
]

const LONG: readonly Line[] = [
  ['Donaudampfschifffahrtskapitän', 'Anextraordinarilylongwordwithoutanyplacetobreakit'.repeat(5)],
  [
    'Bartholomew Featherstonehaugh',
    'https://example.org/a/path/that/goes/on/and/on/and/on/without/any/end/in/sight/because/somebody/generated/it?with=query&and=more&and=evenmore#fragment',
  ],
  ['שירה לוי', 'שלום לכולם! מישהו יודע מתי מתחילים? אני מביאה עוגה 🎂'],
  ['مريم', '> صباح الخير جميعاً\n\nالاجتماع الساعة 10:30 في المكتبة، و`README.md` في المجلد المعتاد'],
  ['李雷', '| 房间 | 时间 | 谁 |\n|---|---|---|\n| 图书馆 | 10:30 | 大家 |\n| 厨房 | 12:00 | 李雷、Tom |'],
  [
    'Donaudampfschifffahrtskapitän',
    '```ts\nexport const answer = (question: string): number => (question.length > 0 ? 42 : Number.NaN) // a line that is longer than any phone is wide\n```',
    {
      react: [
        ['👍', 'Ann'],
        ['❤️', 'Ann', 'Tom'],
        ['😂', 'Tom'],
        ['🎉', 'Priya'],
        ['🤔', '李雷'],
        ['👀', 'مريم'],
        ['🙏', 'Tom'],
        ['🔥', 'Eve'],
      ],
    },
  ],
  [
    'Ann',
    'One **bold**, one *slanted*, one ~~struck out~~, one `of code`.\n\n> What was said by somebody else\n\n- one thing\n- another thing\n  - and a part of it\n\n---\n\nAnd an end.',
  ],
]

const BOOKS: readonly Line[] = [
  ['Ann', 'What do we read in December? I would like something short after that brick.'],
  ['Tom', 'The one about the lighthouse? It has 120 pages.', { to: 1, react: [['👍', 'Ann', 'Eve']] }],
  ['Priya', 'I have read it twice and would again', { to: 1, react: [['❤️', 'Tom']] }],
  [
    'Maximiliane von Hohenstein',
    'Is it the translation from 1987 or the new one? The old one leaves out the whole chapter about the storm, which everybody says is the best of the book.',
    { to: 2 },
  ],
  ['Tom', 'The new one. With the storm.', { to: 1, react: [['⛈️', 'Priya']] }],
  [
    'Eve',
    'Then the lighthouse it is. I order five.',
    { to: 5, react: [['🎉', 'Tom', 'Priya', 'Ann', 'Maximiliane von Hohenstein']] },
  ],
]

const BOOK_NEWS: readonly Line[] = [
  ['Priya', 'The shop has four of them, the fifth comes on Tuesday.', { to: 1 }],
  ['Ann', '@Eve can you lend me yours over the weekend?'],
  ['Bartholomew Featherstonehaugh', 'I join you, if there is still a place at the table.'],
]

export type LivelyChat = {
  people: Record<string, Somebody>
  rooms: Record<'books' | 'long' | 'attic' | 'board' | 'kitchen', RoomView>
}

/** Fills the chat that Eve owns. */
export async function fillLively(place: { url: string }, eve: Somebody): Promise<LivelyChat> {
  const people: Record<string, Somebody> = { Eve: eve, Tom: await moderator(place, eve, 'Tom') }
  for (const name of ['Ann', 'Maximiliane von Hohenstein', 'Priya']) people[name] = await person(place, name)
  for (const name of ['李雷', 'مريم', 'שירה לוי', 'Donaudampfschifffahrtskapitän', 'Bartholomew Featherstonehaugh'])
    people[name] = await guest(place, name)
  const ids = Object.values(people).map(({ user }) => user.id)
  const without = (...names: string[]) => ids.filter((id) => !names.some((name) => people[name]?.user.id === id))

  const make = async (by: Somebody, name: string, kind: 'open' | 'closed', memberIds: string[]) => {
    const room = await done(place, by, 'room:create', { name, kind, memberIds })
    for (const one of Object.values(people))
      if (memberIds.includes(one.user.id)) await done(place, one, 'room:accept', { roomId: room.id })
    return room
  }
  const books = await make(eve, 'Book club', 'open', without('Eve'))
  const long = await make(eve, 'Donaudampfschifffahrtsgesellschaft: Wort & Bild', 'open', without('Eve'))
  const kitchen = await make(people['مريم']!, 'غرفة المطبخ', 'open', without('مريم'))
  const board = await make(eve, 'Board', 'closed', [people.Tom!.user.id, people.Ann!.user.id])
  const attic = await make(eve, 'Attic', 'open', [people.Tom!.user.id])
  const party = await make(eve, 'Summer party', 'open', without('Eve'))
  const topics = [
    ['lobby', 'For everyone in the house. Today: library, 10:30'],
    [books.id, 'December: the one about the lighthouse, with the storm'],
    [attic.id, 'Things that nobody needs at the moment'],
  ] as const
  for (const [roomId, topic] of topics) await done(place, eve, 'room:update', { roomId, topic })

  const talk = (roomId: string, lines: readonly Line[]) => say(place, people, roomId, lines)
  const names = Object.keys(people)
  await talk(
    'lobby',
    Array.from({ length: MESSAGES - MORNING.length }, (_, place) => {
      const line = SMALL_TALK[place % SMALL_TALK.length] ?? ''
      return [names[(place * 7 + (place >> 2)) % names.length] ?? 'Ann', line] as const
    }),
  )
  await moderate(place, people)
  await talk('lobby', MORNING)
  await talk(long.id, LONG)
  await talk(books.id, BOOKS)
  await talk(party.id, [['Ann', 'That was the best one so far.']])
  await done(place, eve, 'room:update', { roomId: party.id, isArchived: true })
  for (const roomId of ['lobby', long.id, books.id, party.id])
    await done(place, eve, 'room:read', { roomId, seq: await newestSeq(place, people, roomId) })
  await talk(books.id, BOOK_NEWS)
  await talk(kitchen.id, [
    ['مريم', 'من يطبخ يوم الجمعة؟\n\n- أنا أحضر الخبز\n- `Tom` يحضر القدر الكبير\n\n> لا تنسوا الملح'],
    ['Tom', 'I can, if somebody shows me where the big pot is.'],
  ])
  await talk(board.id, [['Tom', 'The numbers for November are in.']])
  const tom = await done(place, people.Tom!, 'room:create', { kind: 'direct', memberIds: [eve.user.id] })
  await talk(tom.id, [['Tom', 'Do you have a minute?']])
  const three = await done(place, eve, 'room:create', {
    kind: 'direct',
    memberIds: [people.Ann!.user.id, people['李雷']!.user.id],
  })
  await talk(three.id, [['Ann', 'A present for Priya?']])
  return { people, rooms: { books, long, attic, board, kitchen } }
}

async function say(
  place: { url: string },
  people: Record<string, Somebody>,
  roomId: string,
  lines: readonly Line[],
): Promise<void> {
  for (const [who, body, { to, react = [] } = {}] of lines) {
    const before = to === undefined ? {} : { replyTo: (await newestSeq(place, people, roomId)) + 1 - to }
    const draft = { roomId, clientId: crypto.randomUUID(), body, ...before }
    const { seq } = await done(place, people[who]!, 'message:send', draft)
    for (const [emoji, ...names] of react) {
      for (const name of names) await done(place, people[name]!, 'message:react', { roomId, seq, emoji, on: true })
    }
  }
}

async function newestSeq(place: { url: string }, people: Record<string, Somebody>, roomId: string): Promise<number> {
  const { messages } = await done(place, people.Tom!, 'room:history', { roomId, limit: 1 })
  return messages.at(-1)?.seq ?? 0
}

/** Reports and other things for moderators to see. */
async function moderate(place: { url: string }, people: Record<string, Somebody>): Promise<void> {
  const { Eve: eve, Tom: tom, Ann: ann } = people
  const mallory = await guest(place, 'Best Offers 24h')
  const { seq } = await done(place, mallory, 'message:send', {
    roomId: 'lobby',
    clientId: crypto.randomUUID(),
    body: 'CHEAP WATCHES, only today: https://watches.example/?ref=1',
  })
  await done(place, ann!, 'message:report', { roomId: 'lobby', seq, reason: 'Advertising, the third time today' })
  await done(place, tom!, 'message:delete', { roomId: 'lobby', seq: seq - 1 })
  await done(place, tom!, 'message:delete', { roomId: 'lobby', seq })
  const other = await guest(place, 'Night owl')
  const said = await done(place, other, 'message:send', {
    roomId: 'lobby',
    clientId: crypto.randomUUID(),
    body: 'You are all wrong, and you know it.',
  })
  await done(place, ann!, 'message:report', { roomId: 'lobby', seq: said.seq, reason: 'Not nice' })
  await done(place, eve!, 'user:ban', {
    userId: mallory.user.id,
    minutes: 10_080,
    reason: 'Advertising',
    address: false,
  })
  await done(place, tom!, 'user:mute', { userId: other.user.id, minutes: 60 })
}
