/** Shows custom emoji, of which the list is here. */
import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { asUnicode, findEmojiOf } from '../../protocol/markdown/emoji.ts'
import type { CustomEmoji } from '../../protocol/models.ts'
import { basePath } from '../browser/base-path.ts'
import { customEmoji } from '../state/custom-emoji.ts'
import './custom-emoji.css'

/** What is needed to show one, and kept in the browser. */
export type Shown = Pick<CustomEmoji, 'name' | 'picture' | 'still'>

export function showCustomEmoji(list: readonly Shown[]): void {
  const known = new Map(list.map((one) => [one.name, one]))
  customEmoji.value = {
    find: findEmojiOf(known),
    asUnicode: (text) => asUnicode(text, known),
    draw: (text): ComponentChildren => {
      const emoji = text.startsWith(':') ? known.get(text.slice(1, -1)) : undefined
      return emoji && <EmojiPicture key={emoji.picture} emoji={emoji} />
    },
    names: [...known.keys()],
  }
}

const addressOf = (hash: string): string => `${basePath}/api/pictures/${hash}`

/** Its name is there for screen readers, and in its place when it cannot be loaded. */
export function EmojiPicture({ emoji: { name, picture, still } }: { emoji: Shown }) {
  const [isLost, setIsLost] = useState(false)
  const text = `:${name}:`
  if (isLost) return <>{text}</>
  const image = (
    <img
      class="custom-emoji"
      src={addressOf(picture)}
      alt={text}
      title={text}
      decoding="async"
      draggable={false}
      onError={() => setIsLost(true)}
    />
  )
  if (still === undefined) return image
  return (
    <picture>
      <source media="(prefers-reduced-motion: reduce)" srcset={addressOf(still)} />
      {image}
    </picture>
  )
}
