/** A chat in which everything has happened once, written through its store: quickly, and without a server. */
import { createHash, randomUUID } from 'node:crypto'
import { LOBBY } from '../../protocol/limits.ts'
import { prepareName } from '../../protocol/names/looks.ts'
import { openStore } from '../../server/store/open.ts'
import type { NewRoom, Store } from '../../server/store/store.ts'
import type { Signed } from '../../server/store/terms.ts'

const hash = (text: string): Uint8Array => new Uint8Array(createHash('sha256').update(text).digest())
const inHours = (hours: number): string => new Date(Date.now() + hours * 3_600_000).toISOString()

/** Names of several scripts, and what is hard to copy: quotes, escapes, joined emoji, the greatest character. */
export const NAMES = ['Olga', 'Ann', 'Tom', 'مريم', '李雷', 'שירה לוי', 'Ünï 🎈']
const BODIES = [
  'صباح الخير جميعاً، `README.md` في المجلد',
  '大家好！我十分钟后到。',
  `\\u0000 \\x00 \\N "double" 'single' \\\\ {"a": [1, null]} $1 ?2 -- /* */`,
  '👩‍👩‍👧‍👦 e\u0301 \u{10ffff} \u2028 \ufeff \u0001\t\r\n\n> quoted',
  'long '.repeat(3_000).trim(),
]

/** Answers with the token of each of the people by name. */
export async function growChat(folder: string): Promise<Record<string, string>> {
  const store = await openStore({ folder })
  try {
    return await grow(store)
  } finally {
    await store.close()
  }
}

async function grow(store: Store): Promise<Record<string, string>> {
  const tokens: Record<string, string> = {}
  const people: Record<string, Signed> = {}
  const device = (name: string, network = '192.0.2.1') => {
    tokens[name] = randomUUID()
    return { tokenHash: hash(tokens[name]), device: 'Firefox on Linux', network }
  }
  await store.setOwnerCode(hash('the owner link'))
  const olga = signed(
    await store.redeemOwnerCode(hash('the owner link'), {
      name: prepareName('Olga'),
      passwordHash: 'hash of Olga’s',
      device: device('Olga'),
    }),
  )
  for (const name of NAMES.slice(1)) {
    const isPerson = name === 'Ann' || name === 'Tom'
    const password = isPerson ? { passwordHash: `hash of ${name}’s` } : {}
    people[name] = signed(await store.addUser({ name: prepareName(name), device: device(name), ...password }))
  }
  const [ann, tom, guest] = [people.Ann!, people.Tom!, people['李雷']!]
  await store.appoint(olga, tom.userId, 'moderator')
  const say = async (by: Signed, body: string, roomId: string = LOBBY, replyTo?: number) =>
    (await store.append(by, { roomId, body, clientId: randomUUID(), ...(replyTo !== undefined && { replyTo }) }))
      .message

  for (let round = 0; round < 40; round++) {
    for (const [place, by] of [olga, ...Object.values(people)].entries())
      await say(by, `${BODIES[(round + place) % BODIES.length]} ${round}`, LOBBY, round === 0 ? undefined : round)
  }
  const room = async (by: Signed, kind: NewRoom['kind'], name: string, memberIds: string[]) => {
    const made = { kind, name, look: name.toLowerCase(), slug: name.toLowerCase().replaceAll(/\W+/g, '-'), memberIds }
    return (await store.createRoom(by, made)).roomId
  }
  const books = await room(ann, 'open', 'Book club', [tom.userId, guest.userId, people['Ünï 🎈']!.userId])
  const board = await room(olga, 'closed', 'Board', [tom.userId])
  const direct = await room(ann, 'direct', '', [olga.userId])
  await store.acceptRequest(olga, direct)
  await room(people['مريم']!, 'direct', '', [ann.userId, tom.userId])
  for (const id of [books, board, direct]) await say(id === board ? olga : ann, 'The first one here', id)
  await store.updateRoom(ann, books, { name: 'Book circle 📚', topic: 'نقرأ', slowSeconds: 5 })
  await say(guest, 'Slowly', books)
  await store.updateRoom(olga, board, { isArchived: true })
  await store.unseat(ann, books, people['Ünï 🎈']!.userId, inHours(1))
  const declined = await room(people['שירה לוי']!, 'closed', 'Not for Ann', [ann.userId])
  await store.declineRequest(ann, declined)

  const { seq } = await say(ann, 'First words')
  await store.edit(ann, { roomId: LOBBY, seq, body: 'Second words' })
  await store.edit(ann, { roomId: LOBBY, seq, body: `Third words ${BODIES[2]}` })
  for (const [by, emoji] of [
    [ann, '👍'],
    [tom, '👍'],
    [guest, '👩‍👩‍👧‍👦'],
  ] as const)
    await store.react(by, LOBBY, seq, emoji, true)
  await store.pin(tom, LOBBY, seq, true)
  await store.save(tom, LOBBY, seq, true)
  await store.remind(tom, LOBBY, seq, inHours(24))
  await store.forward(ann, { roomId: LOBBY, seq, toRoomId: direct, clientId: randomUUID(), comment: 'Look' })
  const mentions = [['ann']]
  await store.append(tom, { roomId: LOBBY, body: 'Come here, @Ann', clientId: randomUUID(), mentions })
  await store.deleteMessage(tom, LOBBY, (await say(tom, 'Not said')).seq)
  await store.markRead(ann, LOBBY, 100)
  await store.setLevel(ann, LOBBY, 'mentions')
  await store.setStatus(ann, { emoji: '🎈', text: 'away', until: inHours(1) })
  await store.setTimeZone(ann, 'Asia/Kolkata')
  await store.updatePreferences(ann, { density: 'compact', favourites: [books] })
  await store.updateSettings(olga, { name: 'دردشة 🎵', accent: '#1a7f5a', emoji: '🎵' })
  const bytes = new Uint8Array([0x89, 0x50, 0, 255, 92, 120, 39])
  await store.setPicture(olga, { hash: 'a'.repeat(64), type: 'image/png', bytes })
  await store.addSignInCode(ann, hash('sign in'), inHours(1))
  await store.addInvite(olga, { codeHash: hash('invite'), roomId: books, uses: 3, expiresAt: inHours(5) })
  await store.block(ann, guest.userId, true)

  const nuisance = signed(
    await store.addUser({ name: prepareName('Nuisance'), device: device('Nuisance', '192.0.2.9') }),
  )
  const loud = await say(nuisance, 'Louder')
  await store.edit(nuisance, { roomId: LOBBY, seq: loud.seq, body: 'Loudest' })
  await store.react(tom, LOBBY, loud.seq, '🙄', true)
  await store.report(guest, LOBBY, loud.seq, 'Too loud')
  await store.mute(tom, { userId: nuisance.userId, until: inHours(1), reason: 'Loud' })
  await store.removeMessages(olga, nuisance.userId, inHours(-1))
  await store.ban(olga, { userId: nuisance.userId, until: inHours(9), reason: '', address: true })
  const leaver = signed(await store.addUser({ name: prepareName('Leaver'), device: device('Leaver') }))
  await say(leaver, 'Goodbye')
  await store.leave(leaver, 'delete')
  return Object.fromEntries(NAMES.map((name) => [name, tokens[name]!]))
}

const signed = ({ user, sessionId }: { user: { id: string }; sessionId: string }): Signed => ({
  userId: user.id,
  sessionId,
})
