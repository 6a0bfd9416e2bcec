import type { Room } from '../../client/rooms.ts'
import type { User } from '../../protocol/models.ts'
import { Avatar } from '../ui/avatar.tsx'
import { Mark } from '../ui/icons.tsx'
import { Name } from '../ui/name.tsx'
import { ThemeSwitch } from '../ui/theme-switch.tsx'
import { words } from '../words.ts'
import './header.css'

/** Which room this is, and who I am in it. */
export function Header({ room, you }: { room: Room | undefined; you: User | undefined }) {
  const view = room?.view.value
  return (
    <header class="header">
      <span class="header-mark" aria-hidden="true">
        <Mark />
      </span>
      <div class="header-room">
        <h1>
          <bdi>{view?.name ?? words.product}</bdi>
        </h1>
        <p class="header-topic" dir="auto" title={view?.topic}>
          {view?.topic || words.room.topicless}
        </p>
      </div>
      {you && (
        <span class="header-you" title={words.room.you(you.name)}>
          <span class="unseen">{words.room.you('')}</span>
          <Avatar name={you.name} />
          <span class="header-name">
            <Name user={you} />
          </span>
        </span>
      )}
      <ThemeSwitch />
    </header>
  )
}
