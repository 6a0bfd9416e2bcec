/** Pasted code gets a fence: without one, Markdown would remove the indentation of its lines. */
import { isInCode } from '../completion/word-at.ts'
import { insertText } from '../browser/insert-text.ts'
import { fenceOf, looksLikeCode } from '../formatting/code-lines.ts'

/** Up to this many lines, one undo removes the fence. With more, it takes two: `insertText` is slow with many lines. */
const MOST_AT_ONCE = 100

/** Lets the browser paste, and then adds a fence around certain code. The first undo removes only the fence. */
export function hearPaste(event: ClipboardEvent): void {
  const { target: field, clipboardData } = event
  if (!(field instanceof HTMLTextAreaElement) || !clipboardData || event.defaultPrevented) return
  const pasted = clipboardData.getData('text/plain')
  const language = languageOf(clipboardData.getData('vscode-editor-data'))
  const start = field.selectionStart
  const isCode = language === undefined ? looksLikeCode(pasted) : pasted.trim().includes('\n')
  if (!isCode || isInCode(field.value.slice(0, start))) return
  const hear = (input: Event) => {
    if (input instanceof InputEvent && input.inputType === 'insertFromPaste') fence(field, start, language)
  }
  field.addEventListener('input', hear, { once: true })
}

function fence(field: HTMLTextAreaElement, start: number, language?: string): void {
  const end = field.selectionEnd
  const pasted = field.value.slice(start, end)
  const before = field.value.slice(0, start)
  const code = pasted.replace(/\n+$/, '')
  if (code.split('\n').length <= MOST_AT_ONCE) {
    const { head, tail } = fenceOf(code, before, language)
    insertText(field, head + code + tail, start, end)
    return
  }
  const { head, tail } = fenceOf(pasted, before, language)
  insertText(field, tail, end, end)
  insertText(field, head, start, start)
  const behind = end + head.length + tail.length
  field.setSelectionRange(behind, behind)
}

const NAMES: Record<string, string> = { typescriptreact: 'tsx', javascriptreact: 'jsx', shellscript: 'sh' }

/** The language that VS Code puts on the clipboard, or undefined for text that is not code. */
function languageOf(data: string): string | undefined {
  const { 1: mode = '' } = /"mode":"([a-z]+)"/.exec(data) ?? []
  return mode === '' || mode === 'plaintext' || mode === 'markdown' ? undefined : (NAMES[mode] ?? mode)
}
