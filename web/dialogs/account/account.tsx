import type { ComponentType } from 'preact'
import type { Me } from '../../../protocol/models.ts'
import { isNarrow } from '../../state/narrow.ts'
import { type AccountSection, openDialog } from '../../state/open-dialog.ts'
import { Avatar } from '../../people/avatar.tsx'
import { Name } from '../../people/name.tsx'
import { RoleBadge } from '../../people/person-row.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { dialogWords } from '../../words/dialogs.ts'
import { Devices } from './devices.tsx'
import { Language } from './language.tsx'
import { Leaving } from './leaving.tsx'
import { LookOfPage } from './look.tsx'
import { Mail } from './mail.tsx'
import { Notifications } from './notifications.tsx'
import { Profile } from './profile.tsx'
import type { AccountProps } from './account-props.ts'
import { SectionIcon } from './section-icon.tsx'
import { Icon } from '../../ui/icon.tsx'

const PARTS: Record<AccountSection, ComponentType<AccountProps>> = {
  profile: Profile,
  notifications: Notifications,
  mail: Mail,
  look: LookOfPage,
  language: Language,
  devices: Devices,
  leaving: Leaving,
}

/** My account and preferences. The list of sections stays beside the open one; on a phone each is a page. */
export function Account({ section, ...props }: AccountProps & { section?: AccountSection | undefined }) {
  const says = dialogWords.account.sections
  const sections = sectionsOf(props)
  if (isNarrow.value && section === undefined) return <Sections me={props.me} sections={sections} />
  const current = section ?? 'profile'
  const Part = PARTS[current]
  if (isNarrow.value) return <Part {...props} />
  return (
    <div class="sides">
      <Tabs
        tabs={sections.map((id) => ({ id, label: says[id], icon: <SectionIcon section={id} /> }))}
        current={current}
        label={says.label}
        isVertical
        onChoose={(next) => openDialog({ kind: 'account', section: next })}
      >
        <Part key={current} {...props} />
      </Tabs>
    </div>
  )
}

/** Guests have no mail address, and some servers send no mails. */
const sectionsOf = ({ client, me }: AccountProps): AccountSection[] =>
  (Object.keys(PARTS) as AccountSection[]).filter(
    (id) => id !== 'mail' || (client.server.value?.hasMail && me.user.kind === 'person'),
  )

/** The first page on a phone. */
function Sections({ me, sections }: { me: Me; sections: AccountSection[] }) {
  const says = dialogWords.account.sections
  return (
    <>
      <div class="me">
        <Avatar name={me.user.name} id={me.user.id} picture={me.user.picture} />
        <p class="me-name">
          <Name user={me.user} />
          <RoleBadge role={me.role} />
        </p>
      </div>
      <nav aria-label={says.label}>
        <ul class="section-list">
          {sections.map((id) => (
            <li key={id}>
              <button type="button" class="section-link" onClick={() => openDialog({ kind: 'account', section: id })}>
                <SectionIcon section={id} />
                <span>
                  {says[id]}
                  <span class="hint">{says.hints[id]}</span>
                </span>
                <Icon class="section-arrow" path="M9 6l6 6-6 6" />
              </button>
            </li>
          ))}
        </ul>
      </nav>
    </>
  )
}
