import type { Client } from '../../../client/client.ts'
import { Avatar } from '../../people/avatar.tsx'
import { Name } from '../../people/name.tsx'
import { clockTime } from '../../ui/time.ts'
import { dialogWords } from '../../words/dialogs.ts'

/** A quarter past nine in the evening differs between the two clocks. */
const EVENING = new Date(2026, 0, 1, 21, 15).toISOString()

/** Two rows as in a room. */
export function Sample({ client }: { client: Client }) {
  const says = dialogWords.account.look
  const you = client.you.value
  if (!you) return null
  return (
    <div class="sample" role="group" aria-label={says.sample}>
      <div class="row" data-head="true">
        <div class="gutter">
          <Avatar name={you.name} id={you.id} picture={you.picture} />
        </div>
        <div>
          <p class="by">
            <Name user={you} />
            <span class="sent-at">{clockTime(EVENING)}</span>
          </p>
          <p class="body">{says.sampleFirst}</p>
        </div>
      </div>
      <div class="row">
        <div class="gutter" />
        <p class="body">{says.sampleSecond}</p>
      </div>
    </div>
  )
}
