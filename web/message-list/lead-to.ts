import type { RoomRef } from '../../protocol/models.ts'
import { follow, goTo, pathTo } from '../state/address.ts'
import { closePanel, isPanelAlone } from '../state/open-panel.ts'

/** Makes a link lead from a list to a message. */
export function leadTo({ slug }: Pick<RoomRef, 'slug'>, seq: number, onOpen?: () => void) {
  return {
    href: pathTo(slug, seq),
    onClick: (event: MouseEvent) =>
      follow(event, () => {
        onOpen?.()
        // A panel beside the room stays open: the next result is one key away.
        if (isPanelAlone.peek()) closePanel()
        goTo(slug, seq)
      }),
  }
}
