import type { Me, User } from '../../protocol/models.ts'
import { Avatar } from '../people/avatar.tsx'
import { Name } from '../people/name.tsx'
import { useStatusNow } from '../people/use-status-now.ts'
import { shellWords } from '../words/shell.ts'
import { Icon } from '../ui/icon.tsx'

type Props = { you: User; me: Me | undefined; onOpen: () => void; onStatus: () => void }

/** My name and my status. The button opens my account and the way to sign out. */
export function MyButton({ you, me, onOpen, onStatus }: Props) {
  const status = useStatusNow(me?.status)
  const label = [shellWords.sidebar.status, status?.emoji, status?.text].filter(Boolean).join(' ')
  return (
    <>
      <button type="button" class="side-link side-you" title={shellWords.room.you(you.name)} onClick={onOpen}>
        <Avatar name={you.name} id={you.id} picture={you.picture} />
        <span class="side-name">
          <span class="unseen">{shellWords.room.youAre} </span>
          <Name user={you} />
        </span>
      </button>
      <button type="button" class="icon-button" aria-label={label} title={label} onClick={onStatus}>
        {status?.emoji ?? (
          <Icon>
            {status ? (
              <path d="M5 6h14v10H10l-4 3v-3H5ZM9 10h6M9 13h4" />
            ) : (
              <path d="M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16ZM9 14c1.5 2 4.5 2 6 0M9.5 10h.01M14.5 10h.01" />
            )}
          </Icon>
        )}
      </button>
    </>
  )
}
