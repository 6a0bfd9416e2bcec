import { overlayWords } from '../words-overlays.ts'

/** What the keyboard does. */
export function Keys() {
  const { keys } = overlayWords
  // A Mac has another key there; which one it is, only the old property knows everywhere.
  const control = /mac|iphone|ipad/i.test(navigator.platform) ? '⌘' : 'Ctrl'
  return (
    <dl class="keys">
      {keys.list.map(({ press, does }) => (
        <div key={does}>
          <dt>
            {press.map((chord, index) => (
              <>
                {index > 0 && <span class="keys-or">{keys.or}</span>}
                <span class="chord">
                  {chord.map((key) => (
                    <kbd key={key}>{key === 'Ctrl' ? control : key}</kbd>
                  ))}
                </span>
              </>
            ))}
          </dt>
          <dd>{does}</dd>
        </div>
      ))}
    </dl>
  )
}
