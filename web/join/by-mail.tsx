import { useState } from 'preact/hooks'
import { Problem } from '../ui/problem.tsx'
import { useAction } from '../ui/use-action.ts'
import { dialogWords } from '../words/dialogs.ts'
import { ask, post } from './session.ts'

/** Ways in for people who have given a mail address. The answer does not tell whether there is such a person. */
export function ByMail({ to }: { to: string }) {
  const says = dialogWords.arrival.byMail
  const [isEmpty, setEmpty] = useState(false)
  const asking = useAction((what: 'sign-in' | 'password') => ask<undefined>(`/api/mail/${what}`, post({ to })))
  const start = (what: 'sign-in' | 'password') => {
    setEmpty(to === '')
    if (to === '') document.querySelector<HTMLElement>('#join-name')?.focus()
    else void asking.start(what)
  }
  return (
    <>
      <button type="button" class="text-button join-other" onClick={() => start('sign-in')}>
        {says.signIn}
      </button>
      <button type="button" class="text-button join-other" onClick={() => start('password')}>
        {says.password}
      </button>
      <p class="join-note" role="status">
        {isEmpty && to === '' ? says.empty : asking.acting.state === 'done' ? says.sent : ''}
      </p>
      <Problem failure={asking.failure} />
    </>
  )
}
