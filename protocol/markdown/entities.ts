/** Character references, as CommonMark reads them; only the few that people type. */
const NAMED: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0' }
const ENTITY = /&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]{2,4}));/iy

export function decodeEntity(text: string, at: number): { character: string; length: number } | undefined {
  ENTITY.lastIndex = at
  const found = ENTITY.exec(text)
  if (!found) return undefined
  const [whole, decimal, hex, name] = found
  const character = name === undefined ? characterOf(decimal, hex) : NAMED[name.toLowerCase()]
  return character === undefined ? undefined : { character, length: whole.length }
}

export const decodeEntities = (text: string): string =>
  text.replace(/&[^;\s&]{2,8};/g, (reference) => decodeEntity(reference, 0)?.character ?? reference)

function characterOf(decimal: string | undefined, hex: string | undefined): string {
  const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal)
  const isCharacter = code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff)
  return isCharacter ? String.fromCodePoint(code) : '\ufffd'
}
