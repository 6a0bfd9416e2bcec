/** A mail’s text, twice: plain, and as HTML with everything escaped and nothing from elsewhere. */
import type { MailWords } from './words/mail-words.ts'

export type Part =
  | { says: string }
  /** Set smaller, at the end. */
  | { small: string; url?: string }
  | { link: string; url: string }
  | { button: string; url: string }
  | { quote: { by: string; at: string; words: string; url: string }[] }

type Laid = { text: string; html: string }

export function layOut({ dir }: Pick<MailWords, 'dir'>, lang: string, parts: Part[]): Laid {
  const body = parts.map(toHtml).join('\n')
  return {
    text: `${parts.map(toText).join('\n\n')}\n`,
    html: `<!doctype html>\n<html lang="${lang}" dir="${dir}"><head><meta charset="utf-8"><title></title></head>\n<body style="margin:0;padding:24px;font:16px/1.5 sans-serif">\n${body}\n</body></html>\n`,
  }
}

function toText(part: Part): string {
  if ('says' in part) return part.says
  if ('small' in part) return part.url === undefined ? part.small : `${part.small}\n${part.url}`
  if ('link' in part) return `${part.link}\n${part.url}`
  if ('button' in part) return `${part.button}:\n${part.url}`
  return part.quote.map(({ by, at, words, url }) => `${by}, ${at}\n${indented(words)}\n${url}`).join('\n\n')
}

const indented = (words: string): string => words.replaceAll(/^/gm, '> ')

function toHtml(part: Part): string {
  if ('says' in part) return `<p dir="auto">${escape(part.says)}</p>`
  if ('small' in part) {
    const words =
      part.url === undefined ? escape(part.small) : `<a href="${escape(part.url)}">${escape(part.small)}</a>`
    return `<p style="font-size:13px;color:#666">${words}</p>`
  }
  if ('link' in part) return `<p dir="auto"><a href="${escape(part.url)}">${escape(part.link)}</a></p>`
  if ('button' in part) {
    const style =
      'display:inline-block;padding:10px 16px;border-radius:8px;background:#1a5fb4;color:#fff;text-decoration:none'
    return `<p><a href="${escape(part.url)}" style="${style}">${escape(part.button)}</a></p>`
  }
  return part.quote.map(quoteToHtml).join('\n')
}

const quoteToHtml = ({ by, at, words, url }: { by: string; at: string; words: string; url: string }): string =>
  `<p style="margin:16px 0 4px"><strong><bdi>${escape(by)}</bdi></strong> <a href="${escape(url)}" style="font-size:13px;color:#666">${escape(at)}</a></p>
<blockquote dir="auto" style="margin:0;padding-inline-start:12px;border-inline-start:3px solid #ccc">${escape(words).replaceAll('\n', '<br>')}</blockquote>`

const ESCAPED: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

export const escape = (text: string): string => text.replaceAll(/[&<>"']/g, (sign) => ESCAPED[sign]!)
