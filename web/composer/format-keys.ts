/** Keyboard shortcuts for formats. Their code is loaded with the first such key: most messages are plain text. */
import { hasCommand } from '../browser/control-key.ts'

type Hear = (event: KeyboardEvent, field: HTMLTextAreaElement) => boolean

let hear: Hear | undefined

async function load(): Promise<Hear | undefined> {
  try {
    hear = (await import('../formatting/apply.ts')).hearFormatKey
  } catch {
    // Offline: the next key tries again.
  }
  return hear
}

/** Browsers have their own shortcuts on these letters. */
const LETTERS = /^[bie]$/i
/** A list or a quote may continue on the next line. */
const MAY_GO_ON = /^\s*[-*+>\d]/m

/** Handles a key in the field, after all other handlers. */
export function hearFormats(event: KeyboardEvent, field: HTMLTextAreaElement): void {
  const isCommand = hasCommand(event)
  if (hear) {
    if (hear(event, field)) event.preventDefault()
  } else if (isCommand && LETTERS.test(event.key)) {
    event.preventDefault()
    void load().then((loaded) => loaded?.(event, field))
  }
  // Ctrl is pressed before its letter, and the mark of a list is typed before the line ends.
  else if (isCommand || MAY_GO_ON.test(field.value)) void load()
}
