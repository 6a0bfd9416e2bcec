import { Section } from '../../ui/section.tsx'
import { dialogWords } from '../../words/dialogs.ts'
import type { AccountProps } from './account-props.ts'
import { LeaveForGood } from './leave.tsx'
import { SignOut } from './sign-out.tsx'

/** Two ways out: signing out of this device, and leaving the chat. */
export function Leaving({ client, me, onSignedOut }: AccountProps) {
  const says = dialogWords.account
  const isGuest = me.user.kind === 'guest'
  return (
    <>
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
