import type { Me, Settings } from '../../protocol/models.ts'

/** As in `permissions.ts`. The sidebar needs only this one. */
export function mayMakeRooms({ role }: Me, settings: Settings | undefined): boolean {
  if (role === 'outsider') return false
  const by = settings?.roomsBy ?? 'everyone'
  return role === 'owner' || role === 'moderator' || by === 'everyone' || (by === 'members' && role === 'member')
}
