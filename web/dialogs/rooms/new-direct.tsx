import { useState } from 'preact/hooks'
import type { Client } from '../../../client/client.ts'
import { MAX_DIRECT } from '../../../protocol/limits.ts'
import type { User } from '../../../protocol/models.ts'
import { closeDialog } from '../../state/open-dialog.ts'
import { Problem } from '../../ui/problem.tsx'
import { dialogWords } from '../../words/dialogs.ts'
import { useAction } from '../../ui/use-action.ts'
import { PickPeople } from './pick-people.tsx'

type Props = { client: Client; goTo: (slug: string) => void }

/** A new conversation of a few people. If the same people already have one, it is opened. */
export function NewDirect({ client, goTo }: Props) {
  const says = dialogWords.newDirect
  const [people, setPeople] = useState<User[]>([])
  const open = useAction(() => client.run('room:create', { kind: 'direct', memberIds: people.map(({ id }) => id) }))
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault()
        if (people.length === 0) return
        void open.start().then((result) => {
          if (!result?.ok) return
          closeDialog()
          goTo(result.value.slug)
        })
      }}
    >
      <p class="soft">{says.text(MAX_DIRECT - 1)}</p>
      <PickPeople client={client} picked={people} onPick={setPeople} atMost={MAX_DIRECT - 1} isFirst />
      <div class="foot">
        <Problem failure={open.failure} />
        <button type="submit" class="button button-main" aria-disabled={open.isRunning || people.length === 0}>
          {says.button}
        </button>
      </div>
    </form>
  )
}
