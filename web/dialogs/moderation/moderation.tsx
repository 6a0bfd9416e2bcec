import { useState } from 'preact/hooks'
import type { Client } from '../../../client/client.ts'
import type { Me } from '../../../protocol/models.ts'
import { dialogWords } from '../../words/dialogs.ts'
import { useLoaded } from '../../ui/use-action.ts'
import { InviteByLink } from '../invitations/invitations.tsx'
import { isModerator, isOwner, mayReadAudit } from '../../people/permissions.ts'
import { lazy } from '../../ui/lazy.tsx'
import { type Tab, Tabs } from '../../ui/tabs.tsx'
import { Audit } from './audit.tsx'
import { Bans } from './bans.tsx'
import { ChatSettings } from './chat-settings.tsx'
import { Reports } from './reports.tsx'

const Disk = lazy(async () => (await import('./disk.tsx')).Disk, {
  until: () => <p class="soft late">{dialogWords.loading}</p>,
})

type Props = { client: Client; me: Me; tab?: ModerationTab | undefined; goTo: (slug: string, seq?: number) => void }
type ModerationTab = 'reports' | 'bans' | 'invitations' | 'audit' | 'disk' | 'settings'

/** The moderators' tools. Members see the log too, where the owners allow it. */
export function Moderation({ client, me, tab = 'reports', goTo }: Props) {
  const says = dialogWords.moderation
  const [chosen, setChosen] = useState<ModerationTab>(tab)
  const reports = useLoaded(
    async () =>
      isModerator(me) ? client.run('reports:list', {}) : { ok: true as const, value: { reports: [], open: 0 } },
    // A new report is shown at once.
    [me.role, client.openReports.value],
  )
  const tabs: Tab<ModerationTab>[] = [
    ...(isModerator(me)
      ? [
          { id: 'reports' as const, label: says.tabs.reports, count: reports.value?.open ?? 0 },
          { id: 'bans' as const, label: says.tabs.bans },
          { id: 'invitations' as const, label: says.tabs.invitations },
        ]
      : []),
    ...(mayReadAudit(me, client.settings.value) ? [{ id: 'audit' as const, label: says.tabs.audit }] : []),
    ...(isOwner(me)
      ? [
          { id: 'disk' as const, label: says.tabs.disk },
          { id: 'settings' as const, label: says.tabs.settings },
        ]
      : []),
  ]
  const current = tabs.find(({ id }) => id === chosen)?.id ?? tabs[0]?.id
  if (current === undefined) return <p class="soft">{says.nothing}</p>
  return (
    <Tabs tabs={tabs} current={current} label={says.label} onChoose={setChosen}>
      {current === 'reports' && <Reports client={client} me={me} reports={reports} goTo={goTo} />}
      {current === 'bans' && <Bans client={client} />}
      {current === 'invitations' && <InviteByLink client={client} me={me} />}
      {current === 'audit' && <Audit client={client} me={me} goTo={goTo} />}
      {current === 'disk' && <Disk client={client} />}
      {current === 'settings' && <ChatSettings client={client} />}
    </Tabs>
  )
}
