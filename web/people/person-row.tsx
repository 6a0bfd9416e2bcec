import type { ComponentChildren } from 'preact'
import type { Status, User } from '../../protocol/models.ts'
import type { Role } from '../../protocol/roles.ts'
import { openCard } from '../state/open-card.ts'
import { Avatar } from './avatar.tsx'
import { Name } from './name.tsx'
import { StatusMark } from './status-mark.tsx'
import { dialogWords } from '../words/dialogs.ts'

type Props = {
  user: User
  role?: Role | undefined
  isHere?: boolean | undefined
  status?: Status | undefined
  note?: ComponentChildren
  /** The room in which the profile is opened. */
  roomId?: string | undefined
  isLink?: boolean
  /** Hides the children if space is short: the profile has all actions as well. */
  isWide?: boolean
  children?: ComponentChildren
}

/** A user in a list, with their state and possible actions. */
export function PersonRow({
  user,
  role,
  isHere = false,
  status,
  note,
  roomId,
  isLink = false,
  isWide = false,
  children,
}: Props) {
  const who = (
    <>
      <span class="person-picture" data-here={isHere || undefined}>
        <Avatar name={user.name} id={user.id} picture={user.picture} />
      </span>
      <span class="person-words">
        <span>
          <Name user={user} />
          {role && <RoleBadge role={role} />}
          <StatusMark status={status} />
          {isHere && <span class="unseen">, {dialogWords.person.here}</span>}
        </span>
        {note && <span class="person-note">{note}</span>}
      </span>
    </>
  )
  return (
    <li class="person">
      {isLink ? (
        <button
          type="button"
          class="person-who person-link"
          aria-haspopup="dialog"
          onClick={({ currentTarget }) => openCard(user, currentTarget, roomId)}
        >
          {who}
        </button>
      ) : (
        <span class="person-who">{who}</span>
      )}
      {children && <span class={isWide ? 'person-acts person-acts-wide' : 'person-acts'}>{children}</span>}
    </li>
  )
}

/** Only roles that stand out: a member needs no badge, and a guest's name shows it already. */
export function RoleBadge({ role }: { role: Role }) {
  if (role === 'member' || role === 'guest') return null
  return <span class="role-badge">{dialogWords.roles[role]}</span>
}
