/** The words of the emoji picker, and the names of the emoji. They are loaded with the picker. */
import { type EmojiWords, emoji } from './english/emoji.ts'
import { inLanguage } from './language.ts'

export let emojiWords: EmojiWords = emoji
let load = () => import('./english/emoji-names.ts')

inLanguage((dictionary) => {
  emojiWords = dictionary.emoji
  load = dictionary.emojiNames
})

/** In each line an emoji, its name, and further words for it. */
export const loadEmojiNames = async (): Promise<string> => (await load()).emojiNames
