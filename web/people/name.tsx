import type { User } from '../../protocol/models.ts'
import { words } from '../words/first.ts'
import { hueOf } from './name-colour.ts'

/**
 * A user's name in its colour. Isolated: a right-to-left name must not reorder the text beside it.
 * As a button it opens their profile, through `hear-profiles.ts`.
 */
export function Name({ user, isButton = false }: { user: User; isButton?: boolean }) {
  const kind = user.kind === 'person' ? undefined : words.room[user.kind]
  return (
    <>
      <bdi
        class="name"
        translate={false}
        style={{ '--hue': String(hueOf(user.id)) }}
        {...(isButton && { role: 'button', tabIndex: 0 })}
      >
        {user.name}
      </bdi>
      {kind && ' '}
      {kind && <span class="name-kind">{kind}</span>}
    </>
  )
}
