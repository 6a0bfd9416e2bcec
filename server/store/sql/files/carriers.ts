/** The messages of a room that carry files, or have links. The indexes for it are by these very conditions. */
import type { ListedKind } from '../../../../protocol/files.ts'
import { hasLink } from '../../../../protocol/has-link.ts'
import type { CarriersPage } from '../../../../protocol/models.ts'
import type { FoundPage } from '../../store.ts'
import type { AllowedInRoom } from '../allowed.ts'
import type { Database } from '../database.ts'
import { type MessageRow, SELECT_MESSAGE, toMessage } from '../messages/message-rows.ts'
import { toPage } from '../page.ts'

/** The facts are JSON of ours, in which a name or a text cannot have a quote that nothing precedes. */
const KIND = `(case when facts like '%"type":"image/%' then 'image' when facts like '%"type":"video/%' then 'video'
  when facts like '%"type":"audio/%' then 'audio' else 'other' end)`

const WITH_FILES = `${SELECT_MESSAGE} where m.room_id = ?1 and m.seq in (
  select distinct seq from files where room_id = ?1 and seq < ?2 and removal_id is null order by seq desc limit ?3)
  order by m.seq desc`
const WITH_FILES_OF_KIND = `${SELECT_MESSAGE} where m.room_id = ?1 and m.seq in (
  select distinct seq from files where room_id = ?1 and ${KIND} = ?4 and seq < ?2 and removal_id is null
  order by seq desc limit ?3)
  order by m.seq desc`
/** Some of these have no link after all, as in `a://b`. */
const MAYBE_WITH_LINKS = `${SELECT_MESSAGE} where m.room_id = ?1 and m.seq < ?2
  and (m.body like '%://%' or lower(m.body) like '%www.%') order by m.seq desc limit ?3`

export function carriers(
  database: Database,
  { room }: AllowedInRoom,
  kind: ListedKind | undefined,
  { after, limit }: FoundPage,
): CarriersPage {
  const before = after === undefined ? Number.MAX_SAFE_INTEGER : Number(after)
  const isOfLinks = kind === 'link'
  const rows =
    kind === undefined || isOfLinks
      ? database.all<MessageRow>(isOfLinks ? MAYBE_WITH_LINKS : WITH_FILES, room.id, before, limit + 1)
      : database.all<MessageRow>(WITH_FILES_OF_KIND, room.id, before, limit + 1, kind)
  const { shown, more } = toPage(rows, limit, (last) => String(last.seq))
  return { messages: shown.filter(({ body }) => !isOfLinks || hasLink(body)).map(toMessage), ...more }
}
