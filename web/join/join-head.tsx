import { chatName } from '../state/chat-look.ts'
import { ChatMark } from '../ui/chat-mark.tsx'

/** The name of the chat, and a heading for the next step. */
export function JoinHead({ heading }: { heading: string }) {
  return (
    <header class="join-head">
      <span class="join-mark">
        <ChatMark />
      </span>
      <div>
        <p class="join-chat">
          <bdi translate={false}>{chatName}</bdi>
        </p>
        <h1 id="join-heading">{heading}</h1>
      </div>
    </header>
  )
}
