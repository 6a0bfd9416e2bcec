import { sayBriefly } from '../ui/say-briefly.ts'
import { fileWords as words } from '../words/files.ts'
import type { ViewerProps } from './viewer.tsx'

/** Opens a picture over the page. Its code is loaded with the first one. */
export function openViewer(props: Omit<ViewerProps, 'onClose'>): void {
  void import('./viewer.tsx').then(
    ({ showViewer }) => showViewer(props),
    // The network is away, or the server has another page by now.
    () => sayBriefly(words.missing),
  )
}
