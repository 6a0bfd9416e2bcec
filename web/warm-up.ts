/** Fetches the parts that were not needed yet, when the page has come to rest: then they are there without a network, too. */
const REST_MS = 2_000

export function warmUp(): () => void {
  const timer = setTimeout(() => {
    const parts = [
      import('./overlays/overlays.tsx'),
      import('./rooms/room-menu.tsx'),
      import('./rooms/over.tsx'),
      import('./rooms/nowhere.tsx'),
      import('./rooms/icon.ts'),
      import('./timeline/message-tools.tsx'),
      import('./timeline/edit-field.tsx'),
      import('./composer/answer-bar.tsx'),
      import('./timeline/code-tools.tsx'),
      import('./timeline/folded.tsx'),
      import('./timeline/unfold.tsx'),
      import('./composer/limit.tsx'),
      import('./composer/completing.tsx'),
      import('./panel/panel.tsx'),
      import('./composer/closed-bar.tsx'),
    ]
    // What cannot be had now is asked for again when it is needed.
    void Promise.allSettled(parts)
  }, REST_MS)
  return () => clearTimeout(timer)
}
