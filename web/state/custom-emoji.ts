/** How custom emoji are shown. Until their list is here, their names are text. */
import { signal } from '@preact/signals'
import type { ComponentChildren } from 'preact'
import type { FindEmoji } from '../../protocol/markdown/inline.ts'

type CustomEmoji = {
  find: FindEmoji
  /** The same text with an emoji of Unicode for each custom one. */
  asUnicode: (text: string) => string
  /** The picture of `:name:`; undefined for all other texts. */
  draw: (text: string) => ComponentChildren
  names: readonly string[]
}

export const customEmoji = signal<CustomEmoji | undefined>(undefined)

/** The picture of a custom emoji. Every other text is drawn as it is. */
export const drawEmoji = (emoji: string): ComponentChildren => customEmoji.value?.draw(emoji) ?? emoji
