/** Shows that a drop anywhere on the page adds the dragged files. */
import { fileWords as words } from '../words/files.ts'
import './drop-area.css'

/** A drag tells of itself this often at least, in ms. Without a word it has left the window. */
const SILENCE_MS = 400

let area: HTMLElement | undefined
let timer: ReturnType<typeof setTimeout> | undefined

export function showDropArea(): void {
  clearTimeout(timer)
  timer = setTimeout(hide, SILENCE_MS)
  if (area) return
  area = document.createElement('div')
  area.className = 'drop-area'
  area.textContent = words.drop
  document.body.append(area)
  addEventListener('drop', hide, { once: true })
}

function hide(): void {
  clearTimeout(timer)
  area?.remove()
  area = undefined
}
