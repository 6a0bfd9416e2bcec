/** Loads the remaining parts when the page is at rest, so that they also work without a network. */
import type { Client } from '../client/client.ts'
import { calmly } from './browser/calmly.ts'
import { isWhole, noteWhole, untilOnline } from './browser/until-online.ts'

const REST_MS = 2_000

/** Begins to wait for that. The answer stops it. */
export function warmUp(client: Client): () => void {
  let isWanted = true
  let stop: (() => void) | undefined
  const timer = setTimeout(
    async () => {
      await untilOnline()
      const parts = calmly(() => [
        import('./dialogs/dialogs.tsx'),
        import('./room/room-menu.tsx'),
        import('./shell/sidebar-menu.tsx'),
        import('./room/session-over.tsx'),
        import('./room/no-room.tsx'),
        import('./shell/tab-icon.ts'),
        import('./timeline/message-tools.tsx'),
        import('./timeline/edit-field.tsx'),
        import('./composer/answer-bar.tsx'),
        import('./timeline/code-tools.tsx'),
        import('./timeline/folded.tsx'),
        import('./timeline/previews.tsx'),
        import('./timeline/row-note.tsx'),
        import('./timeline/unfold.tsx'),
        import('./drafts/limit-note.tsx'),
        import('./drafts/hand-over.ts'),
        import('./files/attach.ts'),
        import('./files/strip.tsx'),
        import('./composer/completing.tsx'),
        import('./composer/preview.tsx'),
        import('./formatting/apply.ts'),
        import('./formatting/bar.tsx'),
        import('./panel/panel.tsx'),
        import('./composer/closed-bar.tsx'),
        import('./ui/say-briefly.ts'),
      ])
      // A part that fails to load is asked for again when it is needed.
      if (!(await Promise.allSettled(parts)).every(({ status }) => status === 'fulfilled')) return
      noteWhole()
      const [offline, notify] = await calmly(() =>
        Promise.all([import('./offline/begin.ts'), import('./notify/begin.ts')]),
      )
      if (!isWanted) return
      const stops = [offline.begin(client), notify.begin(client)]
      stop = () => stops.forEach((end) => end())
    },
    isWhole ? 0 : REST_MS,
  )
  return () => {
    isWanted = false
    clearTimeout(timer)
    stop?.()
  }
}
