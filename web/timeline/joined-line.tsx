import type { User } from '../../protocol/models.ts'
import { laterWords } from '../words/later.ts'
import './joined-line.css'

/** Up to this many names are shown. With more, only the first two are, until the reader asks for all. */
const MOST = 3

/** A quiet line between two messages that names new members. */
export function JoinedLine({ users, youId }: { users: readonly User[]; youId: string | undefined }) {
  const says = laterWords.timeline
  const names = users.map(({ id, name }) => (id === youId ? says.you : name))
  if (names.length <= MOST) return <p class="joined-line">{says.joined(names, 0)}</p>
  return (
    <details class="joined-line">
      <summary>{says.joined(names.slice(0, 2), names.length - 2)}</summary>
      {says.joined(names, 0)}
    </details>
  )
}
