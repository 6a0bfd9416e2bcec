/** What a name may be, and when two names are one to the eye (Unicode Technical Standard #39). */
import { rectifyConfusion } from 'unicode-confusables'
import { Refusal } from '../../../protocol/errors.ts'
import { MAX_NAME_GRAPHEMES } from '../../../protocol/limits.ts'
import type { PreparedName } from '../../store/store.ts'

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

// Control, format (zero width, bidi), surrogate, private use, unassigned, line and paragraph separators,
// and what Unicode says is drawn as nothing. The joiner is for the check below.
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u
// Inside an emoji the joiner and the variation selector are seen: they make the family and the red heart.
const EMOJI = /\p{RGI_Emoji}/gv

// The alphabets whose letters are taken for each other's. Mixed in one name they are a mask, not a name.
const ALPHABETS = [/\p{Script=Latin}/u, /\p{Script=Greek}/u, /\p{Script=Cyrillic}/u]

/**
 * The name as it will be shown: of somebody, or of a room with more characters at most. Throws `bad_request` with a
 * sentence for the person who chose it.
 */
export function tidyName(typed: string, most = MAX_NAME_GRAPHEMES): string {
  const name = typed
    .normalize('NFKC')
    .trim()
    .replaceAll(/\p{Zs}+/gu, ' ')
  if (name === '') throw new Refusal('bad_request', 'A name needs at least one character.')
  if (UNSEEN.test(name.replaceAll(EMOJI, '')))
    throw new Refusal('bad_request', 'A name may not hold invisible characters.')
  if (/\p{M}{5}/u.test(name)) throw new Refusal('bad_request', 'A name may not pile up marks on one letter.')
  if (!/[\p{L}\p{N}\p{S}\p{P}]/u.test(name.replaceAll('\u2800', '')))
    throw new Refusal('bad_request', 'A name needs a character that can be seen.')
  if ([...graphemes.segment(name)].length > most) {
    throw new Refusal('bad_request', `A name has at most ${most} characters.`)
  }
  return name
}

/** Throws `bad_request` for a name that is put together of letters that are taken for each other's. */
export function requireOneAlphabet(name: string): void {
  if (ALPHABETS.filter((alphabet) => alphabet.test(name)).length <= 1) return
  throw new Refusal('bad_request', 'A name keeps to one alphabet.')
}

/** What speaks to a whole room, and what those are called who have left. */
const NOBODY = new Set(['room', 'former member'])

/** Throws `bad_request` for what is no name of somebody. */
export function requirePersonal(name: string): void {
  requireOneAlphabet(name)
  if (NOBODY.has(nameKey(name))) throw new Refusal('bad_request', `Nobody is called “${name}” here. Take another name.`)
}

/** `Ann 2`, shortened if need be. */
export function numbered(name: string, number: number): string {
  const suffix = ` ${number}`
  const kept = [...graphemes.segment(name)].slice(0, MAX_NAME_GRAPHEMES - suffix.length)
  return (
    kept
      .map(({ segment }) => segment)
      .join('')
      .trimEnd() + suffix
  )
}

/** The form in which names are compared: letter case folded. */
export const nameKey = (name: string): string => name.normalize('NFKC').toLowerCase()

/** The form in which names are compared by the eye: look-alikes folded too. */
export const nameLook = (name: string): string => nameKey(Array.from(name.normalize('NFD'), lookOf).join(''))

export const prepareName = (name: string): PreparedName => ({ name, key: nameKey(name), look: nameLook(name) })

// The tables say that m looks like rn. It does, but Corn must not stand in the way of Com.
function lookOf(character: string): string {
  const look = rectifyConfusion(character)
  return look.length > 1 && /[\x20-\x7e]/.test(character) ? character : look
}
