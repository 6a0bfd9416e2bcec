/** Whether bytes are plain text: UTF-8, without controls, and nothing that a browser could take for a page. */

/** Controls that no text has. Tab, the ends of lines and pages, and escape are in texts. */
// oxlint-disable-next-line no-control-regex
const CONTROLS = /[\u0000-\u0008\u000b\u000e-\u001a\u001c-\u001f\u007f]/
/** Markup begins so, behind white space. */
const MARKUP = /^[\ufeff\s]*</

export async function isText(bytes: AsyncIterable<Uint8Array>): Promise<boolean> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  let blank = true
  try {
    for await (const chunk of bytes) {
      const text = decoder.decode(chunk, { stream: true })
      if (CONTROLS.test(text) || (blank && MARKUP.test(text))) return false
      blank &&= text.trim() === ''
    }
    decoder.decode()
    return true
  } catch (error) {
    if (error instanceof TypeError) return false
    throw error
  }
}
