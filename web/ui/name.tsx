import type { User } from '../../protocol/models.ts'
import { words } from '../words.ts'
import { hueOf } from './name-colour.ts'

/** Somebody's name in its colour. Isolated: a name that runs right to left must not turn round what stands beside it. */
export function Name({ user }: { user: User }) {
  const kind = user.kind === 'person' ? undefined : words.room[user.kind]
  return (
    <>
      <bdi class="name" style={{ '--hue': String(hueOf(user.name)) }}>
        {user.name}
      </bdi>
      {kind && ' '}
      {kind && <span class="name-kind">{kind}</span>}
    </>
  )
}
