/** A short message over everything, even over a dialog. It is read aloud and may offer one action. */
import './say-briefly.css'

/** Long enough to read it, and with an offer to think about it. */
const SAID_MS = 6_000
const OFFERED_MS = 12_000

let line: HTMLElement | undefined
let timer: ReturnType<typeof setTimeout> | undefined

export function sayBriefly(text: string, offer?: { label: string; run: () => void }): void {
  clearTimeout(timer)
  line?.remove()
  const said = document.createElement('p')
  line = said
  said.className = 'said-briefly'
  said.role = 'alert'
  said.popover = 'manual'
  // Text outside an open dialog is not read aloud.
  ;(document.querySelector('dialog[open]') ?? document.body).append(said)
  said.showPopover()
  // An alert is read aloud when its text changes, not when it is added with its text.
  said.textContent = text
  if (offer) said.append(' ', offered(offer, said))
  const end = () => {
    // It stays while the pointer or the focus is on it.
    if (said.matches(':hover, :focus-within')) timer = setTimeout(end, SAID_MS)
    else said.remove()
  }
  timer = setTimeout(end, offer ? OFFERED_MS : SAID_MS)
}

function offered({ label, run }: { label: string; run: () => void }, said: HTMLElement): HTMLElement {
  const button = document.createElement('button')
  button.type = 'button'
  button.className = 'text-button'
  button.textContent = label
  button.addEventListener('click', () => {
    said.remove()
    run()
  })
  return button
}
