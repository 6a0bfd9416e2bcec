import type { RoomView } from '../../../protocol/models.ts'
import type { Signed } from '../store.ts'
import type { Database } from './database.ts'
import { requireSession } from './sessions.ts'

type RoomRow = {
  id: string
  slug: string
  name: string
  topic: string
  kind: RoomView['kind']
  last_seq: number
  rev: number
  member_count: number
  read_seq: number
  role: RoomView['role']
}

const SEATED = `
  select r.id, r.slug, r.name, r.topic, r.kind, r.last_seq, r.rev, r.member_count, m.read_seq, m.role
  from memberships m join rooms r on r.id = m.room_id`

export function roomsOf(database: Database, { userId, sessionId }: Signed): RoomView[] {
  requireSession(database, sessionId)
  return database.all<RoomRow>(`${SEATED} where m.user_id = ? order by r.name`, userId).map(toRoomView)
}

export function findRoom(database: Database, idOrSlug: string, { userId, sessionId }: Signed): RoomView | undefined {
  requireSession(database, sessionId)
  const row = database.get<RoomRow>(`${SEATED} where m.user_id = ?1 and (r.id = ?2 or r.slug = ?2)`, userId, idOrSlug)
  return row && toRoomView(row)
}

export function peekRoom(database: Database, slug: string): RoomView | undefined {
  const row = database.get<RoomRow>(
    `select id, slug, name, topic, kind, last_seq, rev, member_count, 0 as read_seq, 'member' as role from rooms where slug = ?`,
    slug,
  )
  return row && toRoomView(row)
}

export function revs(database: Database): { roomId: string; rev: number; lastSeq: number }[] {
  return database.all('select id as roomId, rev, last_seq as lastSeq from rooms')
}

/** Takes a seat; a seat already taken stays as it is. */
export function seat(database: Database, roomId: string, userId: string, role: RoomView['role'], at: string): void {
  const taken = database.get(
    `insert into memberships (room_id, user_id, role, joined_at) values (?, ?, ?, ?) on conflict do nothing returning 1 as taken`,
    roomId,
    userId,
    role,
    at,
  )
  if (taken) database.run('update rooms set member_count = member_count + 1 where id = ?', roomId)
}

function toRoomView(row: RoomRow): RoomView {
  return {
    id: row.id,
    slug: row.slug,
    name: row.name,
    topic: row.topic,
    kind: row.kind,
    lastSeq: row.last_seq,
    rev: row.rev,
    readSeq: row.read_seq,
    role: row.role,
    memberCount: row.member_count,
  }
}
