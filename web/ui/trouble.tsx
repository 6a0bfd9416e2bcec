import { words } from '../words/first.ts'

/** The notice in place of a part that failed to load, or has broken. */
export function Trouble({ text, onClose }: { text: string; onClose?: () => void }) {
  return (
    <div class="trouble" role="alert">
      <p>{text}</p>
      <button type="button" class="text-button" onClick={() => location.reload()}>
        {words.connection.reload}
      </button>
      {onClose && (
        <button type="button" class="text-button" onClick={onClose}>
          {words.connection.dismiss}
        </button>
      )}
    </div>
  )
}
