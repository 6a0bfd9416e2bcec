import { closeOverlay } from '../overlay.ts'
import { words } from '../words.ts'

/** A part of the page could not be had. */
export function Unloaded() {
  return (
    <div class="unloaded" role="alert">
      <p>{words.broken.unloaded}</p>
      <button type="button" class="text-button" onClick={() => location.reload()}>
        {words.connection.reload}
      </button>
      <button type="button" class="text-button" onClick={closeOverlay}>
        {words.connection.dismiss}
      </button>
    </div>
  )
}
