import { isModerator, mayReadAudit } from '../../people/permissions.ts'
import { Avatar } from '../../people/avatar.tsx'
import { Name } from '../../people/name.tsx'
import { RoleBadge } from '../../people/person-row.tsx'
import { StatusButton } from '../../people/status-button.tsx'
import { PictureField } from '../picture/picture-field.tsx'
import { openDialog } from '../../state/open-dialog.ts'
import { Section } from '../../ui/section.tsx'
import { useAction } from '../../ui/use-action.ts'
import { dialogWords } from '../../words/dialogs.ts'
import type { AccountProps } from './account-props.ts'
import { ChangePassword, KeepName, Rename } from './name-and-password.tsx'

/** My name and my picture, and the password that keeps the name mine. */
export function Profile({ client, me }: AccountProps) {
  const isGuest = me.user.kind === 'guest'
  // Here, so that its result is still shown when the guest has become a person.
  const claim = useAction((password: string) => client.run('user:claim', { password }))
  return (
    <>
      <div class="me">
        <Avatar name={me.user.name} id={me.user.id} picture={me.user.picture} />
        <p class="me-name">
          <Name user={me.user} />
          <RoleBadge role={me.role} />
        </p>
      </div>
      <StatusButton me={me} />
      {(isGuest || claim.acting.state === 'done') && <KeepName name={me.user.name} claim={claim} />}
      <Rename client={client} name={me.user.name} />
      <PictureField
        of={me.user}
        hint={dialogWords.picture.mine}
        set={(image) => client.run('user:picture', image === undefined ? {} : { image })}
      />
      {!isGuest && <ChangePassword client={client} />}
      {!isModerator(me) && mayReadAudit(me, client.settings.value) && (
        <Section heading={dialogWords.moderation.tabs.audit}>
          <button type="button" class="button" onClick={() => openDialog({ kind: 'moderation' })}>
            {dialogWords.account.audit}
          </button>
        </Section>
      )}
    </>
  )
}
