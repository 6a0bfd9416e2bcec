/** Drops and pastes that are not plain text. By default a browser opens a dropped file or link in place of the page. */
import { insertInComposer } from './insert.ts'

/** Whether the drag began on this page: a link dragged by accident is not meant for the composer. */
let isOwn = false

const isField = (target: EventTarget | null) =>
  target instanceof HTMLElement && target.matches('input, textarea') && !target.matches(':disabled, [readonly]')

const hasFiles = (data: DataTransfer) => data.types.includes('Files')

/** A browser inserts dropped text itself if the target is a field. */
const isForBrowser = ({ target, dataTransfer }: DragEvent) =>
  dataTransfer === null || (isField(target) && !hasFiles(dataTransfer))

/** The field that is open takes the files. Elsewhere a drop does nothing, and opens nothing. */
let taker: ((files: FileList) => void) | undefined

/** Gives dropped and pasted files to this function, until the answer is called. */
export function takeFiles(take: (files: FileList) => void): () => void {
  taker = take
  return () => {
    if (taker === take) taker = undefined
  }
}

/** Links if there are any, else text. The list of links may have comments. */
function textOf(data: DataTransfer): string {
  const links = data
    .getData('text/uri-list')
    .split(/\r?\n/)
    .filter((line) => line !== '' && !line.startsWith('#'))
  return links.length > 0 ? links.join(' ') : data.getData('text/plain').trim()
}

const listeners = {
  dragstart: () => {
    isOwn = true
  },
  dragend: () => {
    isOwn = false
  },
  dragover(event: DragEvent) {
    if (!isForBrowser(event)) event.preventDefault()
    if (!isOwn && taker && event.dataTransfer && hasFiles(event.dataTransfer))
      void import('../files/drop-area.ts').then(({ showDropArea }) => showDropArea())
  },
  drop(event: DragEvent) {
    const { dataTransfer } = event
    const wasOwn = isOwn
    isOwn = false
    if (isForBrowser(event) || !dataTransfer) return
    event.preventDefault()
    if (wasOwn) return
    const text = textOf(dataTransfer)
    if (hasFiles(dataTransfer)) taker?.(dataTransfer.files)
    else if (text !== '') insertInComposer(text)
  },
  paste(event: ClipboardEvent) {
    const { clipboardData } = event
    // Some programs add a picture of the text to the clipboard.
    if (!clipboardData || clipboardData.files.length === 0 || clipboardData.types.includes('text/plain')) return
    event.preventDefault()
    taker?.(clipboardData.files)
  },
}

/** Begins to listen. The answer stops it. */
export function hearDrops(): () => void {
  const end = new AbortController()
  for (const [event, listener] of Object.entries(listeners))
    addEventListener(event, listener as (event: Event) => void, { signal: end.signal })
  return () => end.abort()
}
