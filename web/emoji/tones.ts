/** Skin tones of emoji. */

const TONES = ['', '🏻', '🏼', '🏽', '🏾', '🏿']
const BODY = /(\p{Emoji_Modifier_Base})\ufe0f?/gu
const ONE = /^\p{RGI_Emoji}$/v

/** The emoji in this tone, 0 for none. An emoji without tones, such as a family, stays as it is. */
export function withTone(emoji: string, tone: number): string {
  const sign = TONES[tone] ?? ''
  if (sign === '') return emoji
  const toned = emoji.replaceAll(BODY, (_, body: string) => body + sign)
  return toned !== emoji && ONE.test(toned) ? toned : emoji
}
