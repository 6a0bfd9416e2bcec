import type { Client } from '../../../client/client.ts'
import type { Me } from '../../../protocol/models.ts'
import { openOverlay } from '../../overlay.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Name } from '../../ui/name.tsx'
import { ThemeSwitch } from '../../ui/theme-switch.tsx'
import { overlayWords } from '../../words-overlays.ts'
import { useAction } from '../action.ts'
import { Section } from '../parts/section.tsx'
import { isModerator, mayReadAudit } from '../may.ts'
import { RoleBadge } from '../person-row.tsx'
import { Blocked } from './blocked.tsx'
import { ChooseLanguage } from './language.tsx'
import { Devices } from './devices.tsx'
import { LeaveForGood } from './leave.tsx'
import { ChangePassword, KeepName, Rename } from './name-and-password.tsx'
import { SignOut } from './sign-out.tsx'

type Props = { client: Client; me: Me; onSignedOut?: (() => void) | undefined }

/** Who I am here: my name, my devices, and the ways out. */
export function Account({ client, me, onSignedOut }: Props) {
  const says = overlayWords.account
  const isGuest = me.user.kind === 'guest'
  // Here, so that what became of it is still said when the guest is no guest any more.
  const claim = useAction((password: string) => client.run('user:claim', { password }))
  return (
    <>
      <div class="me">
        <Avatar name={me.user.name} />
        <p class="me-name">
          <Name user={me.user} />
          <RoleBadge role={me.role} />
        </p>
        <ThemeSwitch />
      </div>
      {(isGuest || claim.acting.state === 'done') && <KeepName name={me.user.name} claim={claim} />}
      <Rename client={client} name={me.user.name} />
      {!isGuest && <ChangePassword client={client} />}
      <Devices client={client} />
      <ChooseLanguage />
      {!isModerator(me) && mayReadAudit(me, client.settings.value) && (
        <Section heading={overlayWords.moderation.tabs.audit}>
          <button type="button" class="button" onClick={() => openOverlay({ kind: 'moderation' })}>
            {says.audit}
          </button>
        </Section>
      )}
      {me.blocked.length > 0 && <Blocked client={client} ids={me.blocked} />}
      {onSignedOut && (
        <Section heading={says.signOut.heading}>
          <SignOut client={client} isGuest={isGuest} onSignedOut={onSignedOut} />
        </Section>
      )}
      <Section heading={says.leave.heading}>
        <LeaveForGood client={client} isGuest={isGuest} />
      </Section>
    </>
  )
}
