import type { RefObject } from 'preact'
import { controlKey } from '../browser/control-key.ts'
import { writingWords as words } from '../words/writing.ts'
import { formatIn } from './apply.ts'
import { FORMATS, type Format } from './marks.ts'
import { Icon } from '../ui/icon.tsx'
import './bar.css'

const PATHS: Record<Format, string> = {
  bold: 'M7 5h6a3.5 3.5 0 0 1 0 7H7zm0 7h7a3.5 3.5 0 0 1 0 7H7z',
  italic: 'M10 5h8M6 19h8M14 5l-4 14',
  strikethrough:
    'M4 12h16M16.5 7.500C16 6 14.5 5 12 5c-2.5 0-4.5 1-4.5 3.5 0 1 .5 2 1.5 2.500M7 16c.5 2 2.5 3 5 3s5-1 5-3.500c0-.6-.1-1-.4-1.5',
  code: 'm8 8-4 4 4 4M16 8l4 4-4 4M13.5 6l-3 12',
  quote: 'M5 5v14M10 8h9M10 12h9M10 16h6',
  list: 'M5 7h.01M5 12h.01M5 17h.01M10 7h9M10 12h9M10 17h9',
  numbers: 'M4 6l1.5-1v5M4 15c0-1.5 2.5-1.5 2.5 0 0 1-2.5 2-2.5 3.500h2.700M11 7h8M11 12h8M11 17h8',
  link: 'M10 14a4 4 0 0 0 6 .4l3-3a4 4 0 0 0-5.7-5.700l-1 1M14 10a4 4 0 0 0-6-.4l-3 3a4 4 0 0 0 5.7 5.700l1-1',
}
const KEYS: Partial<Record<Format, string>> = { bold: 'B', italic: 'I', code: 'E', link: 'K' }
/** A separator comes before these. */
const BEGINS: readonly Format[] = ['code', 'list', 'link']

type Props = { field: RefObject<HTMLTextAreaElement | null> }

/** One button for each format. The bar is one stop of Tab; arrow keys move between its buttons. */
export function FormatBar({ field }: Props) {
  function hear(event: KeyboardEvent & { currentTarget: HTMLElement }) {
    const buttons = [...event.currentTarget.querySelectorAll('button')]
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    if (step === undefined) return
    const at = buttons.findIndex((button) => button === document.activeElement)
    const next = buttons[(at + (document.dir === 'rtl' ? -step : step) + buttons.length) % buttons.length]
    event.preventDefault()
    for (const button of buttons) button.tabIndex = button === next ? 0 : -1
    next?.focus()
  }

  return (
    <div class="format-bar" role="toolbar" aria-label={words.formatting} onKeyDown={hear}>
      {FORMATS.map((name, at) => {
        const key = KEYS[name]
        return (
          <button
            key={name}
            type="button"
            class="icon-button"
            data-begins={BEGINS.includes(name)}
            aria-label={words.formats[name]}
            title={key === undefined ? words.formats[name] : `${words.formats[name]} (${controlKey}+${key})`}
            tabIndex={at === 0 ? 0 : -1}
            // The field keeps the focus, and a phone its keyboard.
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => field.current && formatIn(field.current, name)}
          >
            <Icon path={PATHS[name]} />
          </button>
        )
      })}
    </div>
  )
}
