/**
 * Previews of pages that messages link to. A message waits in `links` until a node has read its pages, which are kept in
 * `pages` for a while. So a crash loses none, and of several nodes one reads a page.
 */
import { refusal } from '../../../../protocol/errors.ts'
import type { Message } from '../../../../protocol/models.ts'
import type { LinkedMessage, ReadPage } from '../../store.ts'
import type { AllowedInRoom } from '../allowed.ts'
import type { Database } from '../database.ts'
import { settings } from '../moderation/settings.ts'
import { nextRev } from '../next-rev.ts'
import { type MessageRow, noSuchMessage, requireMessage, SELECT_MESSAGE, toMessage } from './message-rows.ts'
import { keepPreviewPictures } from './preview-pictures.ts'
import { isShown, parsePreviews, type PreviewEntry } from './preview-rows.ts'

/** Messages that a node takes at once. */
const SLICE = 10
/** How long a node may take for them. After that another one takes them. */
const LEASE_MS = 60_000
/** A page that ends the server itself is not tried for ever. */
const TRIES = 3
/** How long a message waits for another that has the same page read. */
const AGAIN_MS = 1_000
/** A message that waited longer, behind too many others, is left. */
export const WAIT_AT_MOST_MS = 10 * 60_000
/**
 * How long a page counts as read: one with a preview, and one without. Its picture is kept for a day although no message
 * shows it.
 */
const KEPT_MS = 20 * 60 * 60_000
const KEPT_WITHOUT_MS = 10 * 60_000

type Place = Pick<MessageRow, 'room_id' | 'seq'>

/** A new message waits for the previews of its links. */
export function noteLinks(database: Database, { room_id, seq }: Place, links: readonly string[] = []): void {
  if (links.length === 0 || !getsPreviews(database, room_id)) return
  database.run(
    `insert into links (room_id, seq, addresses, asked_at, due_at) values (?, ?, ?, clock_ms(), clock_ms())`,
    room_id,
    seq,
    JSON.stringify(links),
  )
}

/** After an edit, the previews of links that stay are kept, and those of new ones waited for. */
export function renewPreviews(
  database: Database,
  row: MessageRow,
  links: readonly string[] = [],
): Pick<MessageRow, 'previews'> {
  forgetLinks(database, row)
  const before = parsePreviews(row.previews)
  const entries = links.flatMap((link) => before.find(({ url }) => url === link) ?? [])
  if (entries.length < links.length) noteLinks(database, row, links)
  return { previews: keepEntries(database, row, entries) }
}

/** A deleted message has none, and waits for none. */
export function forgetPreviews(database: Database, row: MessageRow): Pick<MessageRow, 'previews'> {
  forgetLinks(database, row)
  return { previews: keepEntries(database, row, []) }
}

const forgetLinks = (database: Database, { room_id, seq }: Place): void =>
  database.run('delete from links where room_id = ? and seq = ?', room_id, seq)

function keepEntries(database: Database, { room_id, seq, previews }: MessageRow, entries: PreviewEntry[]): string {
  const json = JSON.stringify(entries)
  if (json === previews) return json
  database.run('update messages set previews = ? where room_id = ? and seq = ?', json, room_id, seq)
  keepPreviewPictures(database, { room_id, seq }, entries)
  return json
}

/** Not where the owners or a host turned them off, and not where only guests would make the server fetch pages. */
function getsPreviews(database: Database, roomId: string): boolean {
  if (settings(database).previews === 'off') return false
  const room = database.get(
    `select 1 from rooms r where r.id = ? and r.no_previews = 0 and r.deleted_at is null
       and exists (select 1 from memberships s join users u on u.id = s.user_id
                   where s.room_id = r.id and s.requested_by is null and u.kind <> 'guest')`,
    roomId,
  )
  return room !== undefined
}

export const areLinksDue = (database: Database): boolean =>
  database.get('select 1 from links where due_at <= clock_ms() limit 1') !== undefined

/** Whether the message is still there, and still gets previews. */
const isWanted = (database: Database, { room_id, seq }: Place): boolean =>
  getsPreviews(database, room_id) &&
  database.get('select 1 from messages where room_id = ? and seq = ? and deleted_at is null', room_id, seq) !==
    undefined

type LinksRow = Place & { id: number; addresses: string; tries: number; waited: number }

/**
 * Hands out messages that are due, each with the pages that this node is to read. Authors take turns: one who links to
 * many slow pages waits longer, and nobody else does.
 */
export function takeLinks(database: Database): LinkedMessage[] {
  const rows = database.all<LinksRow>(
    `update links set due_at = clock_ms() + ${LEASE_MS}, tries = tries + 1
     where id in (
       select t.id from (
         select l.id, l.due_at, row_number() over (partition by m.author_id order by l.due_at, l.id) as turn
         from links l left join messages m on m.room_id = l.room_id and m.seq = l.seq where l.due_at <= clock_ms()) t
       order by t.turn, t.due_at, t.id limit ${SLICE})
     returning id, room_id, seq, addresses, tries, clock_ms() - asked_at as waited`,
  )
  return rows
    .toSorted((one, other) => one.id - other.id)
    .flatMap((row) => {
      if (row.tries > TRIES || row.waited > WAIT_AT_MOST_MS || !isWanted(database, row)) {
        forgetLinks(database, row)
        return []
      }
      const addresses = JSON.parse(row.addresses) as string[]
      const pages = addresses.map((address) => ({ address, page: pageAt(database, address) }))
      if (pages.some(({ page }) => page?.is_read === 0)) {
        database.run(`update links set due_at = clock_ms() + ${AGAIN_MS}, tries = tries - 1 where id = ?`, row.id)
        return []
      }
      const unread = pages.flatMap(({ address, page }) => (page ? [] : [address]))
      for (const address of unread) keepPage(database, { address, isRead: false, keptMs: LEASE_MS })
      return [{ id: row.id, unread }]
    })
}

type PageRow = { preview: string | null; is_read: number }

const pageAt = (database: Database, address: string): PageRow | undefined =>
  database.get('select preview, is_read from pages where address = ? and good_until > clock_ms()', address)

function keepPage(
  database: Database,
  { address, preview, isRead, keptMs }: { address: string; preview?: string; isRead: boolean; keptMs: number },
): void {
  database.run(
    `insert into pages (address, preview, is_read, good_until) values (?, ?, ?, clock_ms() + ?)
     on conflict (address) do update
       set preview = excluded.preview, is_read = excluded.is_read, good_until = excluded.good_until`,
    address,
    preview ?? null,
    isRead ? 1 : 0,
    keptMs,
  )
}

/**
 * Keeps what was read, and answers with the message if it changed. It may have been edited, deleted or closed to
 * previews meanwhile.
 */
export function keepPages(database: Database, id: number, read: ReadPage[]): Message | undefined {
  for (const { address, preview } of read)
    keepPage(database, {
      address,
      ...(preview && { preview: JSON.stringify(preview) }),
      isRead: true,
      keptMs: preview ? KEPT_MS : KEPT_WITHOUT_MS,
    })
  const [waiting] = database.all<Place & { addresses: string }>(
    'delete from links where id = ? returning room_id, seq, addresses',
    id,
  )
  if (!waiting || !getsPreviews(database, waiting.room_id)) return undefined
  const row = database.get<MessageRow>(
    `${SELECT_MESSAGE} where m.room_id = ? and m.seq = ? and m.deleted_at is null`,
    waiting.room_id,
    waiting.seq,
  )
  if (!row) return undefined

  const before = parsePreviews(row.previews)
  const entries = (JSON.parse(waiting.addresses) as string[]).flatMap((url): PreviewEntry[] => {
    const kept = before.find((entry) => entry.url === url)
    if (kept) return [kept]
    const preview = pageAt(database, url)?.preview
    if (preview === null || preview === undefined) return []
    return [{ url, ...(JSON.parse(preview) as NonNullable<ReadPage['preview']>) }]
  })
  if (JSON.stringify(entries) === row.previews) return undefined
  return toMessage(withEntries(database, row, entries))
}

/** The author removes one preview, or all of them, also those that are waited for. */
export function unpreview(
  database: Database,
  by: AllowedInRoom,
  seq: number,
  url?: string,
): { message: Message; isNew: boolean } {
  const row = requireMessage(database, by.room.id, seq)
  if (row.deleted_at !== null) throw noSuchMessage()
  if (row.author_id !== by.user.id) throw refusal('not_your_message')
  const before = parsePreviews(row.previews)
  const waiting = database.get<{ addresses: string }>(
    'select addresses from links where room_id = ? and seq = ?',
    row.room_id,
    row.seq,
  )
  const addresses = waiting ? (JSON.parse(waiting.addresses) as string[]) : before.map((entry) => entry.url)
  const entries = addresses.flatMap((address): PreviewEntry[] => {
    if (url === undefined || url === address) return [{ url: address, isRemoved: true }]
    const kept = before.find((entry) => entry.url === address)
    return kept ? [kept] : []
  })
  if (JSON.stringify(entries) === row.previews) return { message: toMessage(row), isNew: false }
  if (entries.length === addresses.length) forgetLinks(database, row)
  if (!before.some((entry) => isShown(entry) && !entries.includes(entry))) {
    // Nobody sees a difference, so there is nothing to tell.
    return { message: toMessage({ ...row, previews: keepEntries(database, row, entries) }), isNew: false }
  }
  return { message: toMessage(withEntries(database, row, entries)), isNew: true }
}

/** The message at its next rev, with these entries. */
function withEntries(database: Database, row: MessageRow, entries: PreviewEntry[]): MessageRow {
  const rev = nextRev(database, row.room_id)
  database.run('update messages set rev = ? where room_id = ? and seq = ?', rev, row.room_id, row.seq)
  return { ...row, rev, previews: keepEntries(database, row, entries) }
}
