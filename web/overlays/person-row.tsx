import type { ComponentChildren } from 'preact'
import type { Role, User } from '../../protocol/models.ts'
import { openOverlay } from '../overlay.ts'
import { Avatar } from '../ui/avatar.tsx'
import { Name } from '../ui/name.tsx'
import { overlayWords } from '../words-overlays.ts'

type Props = {
  user: User
  role?: Role | undefined
  isHere?: boolean | undefined
  note?: ComponentChildren
  /** Where a click leads from; without it the row is no link. */
  roomId?: string | undefined
  isLink?: boolean
  /** Only where there is room for it: all that can be done is behind the link as well. */
  isWide?: boolean
  children?: ComponentChildren
}

/** Somebody in a list: who they are, and what can be done with them. */
export function PersonRow({
  user,
  role,
  isHere = false,
  note,
  roomId,
  isLink = false,
  isWide = false,
  children,
}: Props) {
  const who = (
    <>
      <span class="person-picture" data-here={isHere || undefined}>
        <Avatar name={user.name} />
      </span>
      <span class="person-words">
        <span>
          <Name user={user} />
          {role && <RoleBadge role={role} />}
          {isHere && <span class="unseen">, {overlayWords.person.here}</span>}
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
          onClick={() => openOverlay({ kind: 'person', user, ...(roomId !== undefined && { roomId }) })}
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

/** Only what stands out: a member is a member, and a guest's name says so already. */
export function RoleBadge({ role }: { role: Role }) {
  if (role === 'member' || role === 'guest') return null
  return <span class="role-badge">{overlayWords.roles[role]}</span>
}
