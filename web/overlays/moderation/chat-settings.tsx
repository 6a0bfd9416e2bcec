import type { Client } from '../../../client/client.ts'
import type { Settings } from '../../../protocol/models.ts'
import { Problem } from '../../ui/problem.tsx'
import { overlayWords } from '../../words-overlays.ts'
import { useAction } from '../action.ts'
import { Choices } from '../parts/fields.tsx'
import { Done } from '../parts/section.tsx'

/** What owners decide for everybody. */
export function ChatSettings({ client }: { client: Client }) {
  const says = overlayWords.moderation.settings
  const update = useAction((patch: Partial<Settings>) => client.run('settings:update', patch))
  const settings = update.acting.state === 'done' ? update.acting.value : client.settings.value
  if (!settings) return <p class="soft">{overlayWords.loading}</p>
  return (
    <div class="stack">
      <Choices
        legend={says.roomsBy}
        name="roomsBy"
        value={settings.roomsBy}
        onChoose={(roomsBy) => update.start({ roomsBy })}
        options={[
          { value: 'everyone', label: says.everyone },
          { value: 'members', label: says.members },
          { value: 'moderators', label: says.moderators },
        ]}
      />
      <Choices
        legend={says.auditFor}
        name="auditFor"
        value={settings.auditFor}
        onChoose={(auditFor) => update.start({ auditFor })}
        options={[
          { value: 'moderators', label: says.moderators },
          { value: 'members', label: says.members },
        ]}
      />
      <Problem failure={update.failure} />
      {update.acting.state === 'done' && <Done>{overlayWords.roomSettings.saved}</Done>}
    </div>
  )
}
