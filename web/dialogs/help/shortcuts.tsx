import { controlKey } from '../../browser/control-key.ts'
import { enterSends } from '../../state/enter-key.ts'
import { dialogWords } from '../../words/dialogs.ts'

/** The keyboard shortcuts. */
export function Keys() {
  const { keys } = dialogWords
  return (
    <dl class="keys">
      {keys.list(enterSends.value).map(({ press, does }) => (
        <div key={does}>
          <dt>
            {press.map((chord, index) => (
              <>
                {index > 0 && <span class="keys-or">{keys.or}</span>}
                <span class="chord" translate={false}>
                  {chord.map((key) => (
                    <kbd key={key}>{key === 'Ctrl' ? controlKey : key}</kbd>
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
