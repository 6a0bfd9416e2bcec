import type { Client } from '../../../client/client.ts'
import type { Payload } from '../../../protocol/commands.ts'
import { Problem } from '../../ui/problem.tsx'
import { dialogWords } from '../../words/dialogs.ts'
import { useSetting } from '../../ui/use-action.ts'
import { Check, Choices } from '../../ui/fields.tsx'
import { Done, Section } from '../../ui/section.tsx'
import { LookOfChat } from './chat-look.tsx'

/** Settings of the owners for the whole chat. */
export function ChatSettings({ client }: { client: Client }) {
  const says = dialogWords.moderation.settings
  const update = useSetting((patch: Payload<'settings:update'>) => client.run('settings:update', patch))
  const settings = update.acting.state === 'done' ? update.acting.value : client.settings.value
  if (!settings) return <p class="soft">{dialogWords.loading}</p>
  return (
    <>
      <LookOfChat client={client} settings={client.settings.value ?? settings} />
      <Section heading={says.rules}>
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
        <Choices
          legend={says.emojiBy}
          name="emojiBy"
          value={settings.emojiBy ?? 'moderators'}
          onChoose={(emojiBy) => update.start({ emojiBy })}
          options={[
            { value: 'members', label: says.members },
            { value: 'moderators', label: says.moderators },
          ]}
        />
        <Check
          label={dialogWords.roomSettings.previews}
          hint={dialogWords.roomSettings.previewsHint}
          checked={settings.previews !== 'off'}
          onChange={(on) => update.start({ previews: on ? 'on' : 'off' })}
        />
        <Check
          label={says.noticeWords}
          hint={says.noticeWordsHint}
          checked={settings.noticeWords !== 'off'}
          onChange={(on) => update.start({ noticeWords: on ? 'on' : 'off' })}
        />
        <Problem failure={update.failure} />
        {update.acting.state === 'done' && <Done>{dialogWords.roomSettings.saved}</Done>}
      </Section>
    </>
  )
}
