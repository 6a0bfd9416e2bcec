import { basePath } from '../browser/base-path.ts'
import { chatLook } from '../state/chat-look.ts'
import { Mark } from './icons.tsx'

/** The chat's own picture, or its emoji, or else the product's logo. The chat's name stands beside it. */
export function ChatMark() {
  const { picture, emoji } = chatLook.value
  if (picture !== undefined) return <img class="chat-mark" src={`${basePath}/picture/${picture}`} alt="" />
  if (emoji === undefined) return <Mark />
  return (
    <span class="chat-mark" aria-hidden="true">
      {emoji}
    </span>
  )
}
