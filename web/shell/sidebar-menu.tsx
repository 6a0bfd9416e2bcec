import type { RefObject } from 'preact'
import type { Client } from '../../client/client.ts'
import { leaveDrawerFor } from '../state/drawer.ts'
import { openDialog } from '../state/open-dialog.ts'
import { Menu, MenuItem } from '../ui/menu.tsx'
import { laterWords } from '../words/later.ts'
import { shellWords } from '../words/shell.ts'
import { markAllRead } from './mark-all-read.ts'

type Props = { client: Client; anchor: RefObject<HTMLElement | null>; onArrange: () => void; onClose: () => void }

/** Actions on all rooms at once. */
export function SidebarMenu({ client, anchor, onArrange, onClose }: Props) {
  const says = laterWords.sidebar
  return (
    <Menu label={shellWords.sidebar.menu} anchor={anchor} onClose={onClose}>
      <MenuItem onClick={() => void markAllRead(client)}>{says.markAllRead}</MenuItem>
      <MenuItem onClick={onArrange}>{says.arrange}</MenuItem>
      <MenuItem onClick={() => leaveDrawerFor(() => openDialog({ kind: 'emoji' }))}>{says.emoji}</MenuItem>
    </Menu>
  )
}
