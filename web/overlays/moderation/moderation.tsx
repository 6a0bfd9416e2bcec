import { useState } from 'preact/hooks'
import type { Client } from '../../../client/client.ts'
import type { Me } from '../../../protocol/models.ts'
import { overlayWords } from '../../words-overlays.ts'
import { useLoaded } from '../action.ts'
import { Invitations, MakeInvitation } from '../invitations.tsx'
import { isModerator, isOwner, mayReadAudit } from '../may.ts'
import { type Tab, Tabs } from '../parts/tabs.tsx'
import { Audit } from './audit.tsx'
import { Bans } from './bans.tsx'
import { ChatSettings } from './chat-settings.tsx'
import { Reports } from './reports.tsx'

type Props = { client: Client; me: Me; goTo: (slug: string, seq?: number) => void }
type ModerationTab = 'reports' | 'bans' | 'invitations' | 'audit' | 'settings'

/** What keeps the peace, for those who keep it; the log also for members, where the owners want that. */
export function Moderation({ client, me, goTo }: Props) {
  const says = overlayWords.moderation
  const [chosen, setChosen] = useState<ModerationTab>('reports')
  const reports = useLoaded(
    async () => (isModerator(me) ? client.run('reports:list', {}) : { ok: true as const, value: { reports: [] } }),
    // Whoever reports something while I look is seen at once.
    [me.role, client.openReports.value],
  )
  const tabs: Tab<ModerationTab>[] = [
    ...(isModerator(me)
      ? [
          { id: 'reports' as const, label: says.tabs.reports, count: reports.value?.reports.length ?? 0 },
          { id: 'bans' as const, label: says.tabs.bans },
          { id: 'invitations' as const, label: says.tabs.invitations },
        ]
      : []),
    ...(mayReadAudit(me, client.settings.value) ? [{ id: 'audit' as const, label: says.tabs.audit }] : []),
    ...(isOwner(me) ? [{ id: 'settings' as const, label: says.tabs.settings }] : []),
  ]
  const current = tabs.find(({ id }) => id === chosen)?.id ?? tabs[0]?.id
  if (current === undefined) return <p class="soft">{says.nothing}</p>
  return (
    <Tabs tabs={tabs} current={current} label={says.label} onChoose={setChosen}>
      {current === 'reports' && <Reports client={client} me={me} reports={reports} goTo={goTo} />}
      {current === 'bans' && <Bans client={client} />}
      {current === 'invitations' && <ChatInvitations client={client} me={me} />}
      {current === 'audit' && <Audit client={client} me={me} goTo={goTo} />}
      {current === 'settings' && <ChatSettings client={client} />}
    </Tabs>
  )
}

function ChatInvitations({ client, me }: { client: Client; me: Me }) {
  const [times, setTimes] = useState(0)
  return (
    <>
      <MakeInvitation client={client} me={me} onMade={() => setTimes((count) => count + 1)} />
      <Invitations client={client} me={me} key={times} />
    </>
  )
}
