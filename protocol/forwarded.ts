/** A message of another room as a quotation: the author's name and the words, below what the forwarder adds. */

/** The signs that our Markdown reads within a line, with the backslashes before them. */
const SIGN = /(\\*)([`*_~[\]<&@])/g

export function forwardedBody({ author, body, comment }: { author: string; body: string; comment: string }): string {
  const quoted = [`> **${asItIs(author)}**`, '>', ...body.split(/\r\n|[\n\r]/).map(quoteLine)].join('\n')
  return comment === '' ? quoted : `${comment}\n\n${quoted}`
}

const quoteLine = (line: string): string => (line === '' ? '>' : `> ${line}`)

/** Two backslashes stand for one before a sign, and stars follow the name. */
const asItIs = (name: string): string =>
  name.replaceAll(SIGN, String.raw`$1$1\$2`).replace(/\\+$/, (backslashes) => backslashes + backslashes)
