/** Detection of lines that are certainly code, and the fence that keeps them as they are. */
/** Patterns of code lines that hardly ever match prose. Each matches one trimmed line. */
const CODE = [
  /(?:[{}([]|[}\]],|\}\)|[=-]>)$/,
  // A verse has semicolons, too.
  /^(?:\S*|.*[=()[\]{}].*|[\w-]+:.*|(?:return|using|package|import|int|long|char|float|double|bool)\s.*);$/,
  /^(?:if|for|while|switch|catch|elif)\s?\(/,
  /^(?:async |export |public |private |static )*(?:def|fn|func|function|class|struct|enum|interface|impl)\s.*[({:]/,
  /^(?:if|elif|else|for|while|try|except|finally|with)\b.*:$/,
  /^(?:const|let|var|val|type)\s.*=/,
  /^(?:import|from)\s\S.*["';*]|^from \S+ import /,
  /^[\w$@.[\]"'-]+\s?(?:[-+*/|&:]?=|=>)\s?\S/,
  /^(?:await |return |new |!)?[\w$.]+\(.*\)[;,]?$/,
  /^<\/?[a-z!][^<>]*>|\/>$/i,
  /^"[^"]*"\s?:/,
  /^(?:\/\/|\/\*|#include\b|#!)/,
  // Stack traces, in the format of two languages.
  /^at \S.*:\d+\)?$|^File "[^"]*", line \d/,
]
/** A closing bracket, a comment or an empty line: it tells nothing about the lines around it. */
const EITHER = /^(?:[\])}]+|#.*|\*.*|)$/

const KEY = /^(?:- )?[a-z_][\w.-]*:(?: \S.*)?$/

/** Whether several lines, one or more indented, are certainly code. A verse, list or letter may be indented, too. */
export function looksLikeCode(text: string): boolean {
  const lines = text.replaceAll('\r', '').split('\n')
  if (!lines.slice(1).some((line) => /^(?: {2,}|\t)\s*\S/.test(line))) return false
  const telling = lines.map((line) => line.trim()).filter((line) => !EITHER.test(line))
  const code = telling.filter((line) => CODE.some((look) => look.test(line)))
  return (code.length >= 2 && code.length * 2 >= telling.length) || areSettings(telling)
}

/** YAML: only keys and list items, and at least one key with something below it. */
function areSettings(lines: readonly string[]): boolean {
  const keys = lines.filter((line) => KEY.test(line))
  return (
    keys.length >= 3 &&
    keys.some((line) => line.endsWith(':')) &&
    lines.every((line) => /^- \S/.test(line) || KEY.test(line))
  )
}

/** The text to put before and after code so that all of it is shown literally. */
export function fenceOf(code: string, before: string, language = ''): { head: string; tail: string } {
  const longest = Math.max(2, ...(code.match(/`+/g) ?? []).map(({ length }) => length))
  const fence = '`'.repeat(longest + 1)
  const isNewLine = before === '' || before.endsWith('\n')
  return { head: `${isNewLine ? '' : '\n'}${fence}${language}\n`, tail: `${code.endsWith('\n') ? '' : '\n'}${fence}\n` }
}
