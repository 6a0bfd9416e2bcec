import { useRef, useState } from 'preact/hooks'
import type { Client } from '../../../client/client.ts'
import type { Failure, Result } from '../../../protocol/errors.ts'
import { MAX_TOPIC_CHARACTERS } from '../../../protocol/limits.ts'
import type { RoomView, User } from '../../../protocol/models.ts'
import { closeDialog } from '../../state/open-dialog.ts'
import { Problem } from '../../ui/problem.tsx'
import { sentenceOf } from '../../words/language.ts'
import { dialogWords } from '../../words/dialogs.ts'
import { useAction } from '../../ui/use-action.ts'
import { Choices, Field } from '../../ui/fields.tsx'
import { PickPeople } from './pick-people.tsx'

type Props = { client: Client; goTo: (slug: string) => void }

/** The most people that one command may seat. */
const MOST_SEATS = 100

export function NewRoom({ client, goTo }: Props) {
  const says = dialogWords.newRoom
  const [kind, setKind] = useState<'open' | 'closed'>('open')
  const [people, setPeople] = useState<User[]>([])
  const name = useRef<HTMLInputElement>(null)
  const topic = useRef<HTMLTextAreaElement>(null)
  /** The room, made but still without its topic: another try must not make a second one. */
  const made = useRef<RoomView | undefined>(undefined)
  const make = useAction(async (): Promise<Result<RoomView>> => {
    if (!made.current) {
      const created = await client.run('room:create', {
        name: name.current?.value.trim() ?? '',
        kind,
        memberIds: people.map(({ id }) => id),
      })
      if (!created.ok) return created
      made.current = created.value
    }
    const wanted = topic.current?.value.trim() ?? ''
    if (wanted === '') return { ok: true, value: made.current }
    const updated = await client.run('room:update', { roomId: made.current.id, topic: wanted })
    return updated.ok ? updated : { ok: false, error: withoutTopic(updated.error) }
  })

  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault()
        void make.start().then((result) => {
          if (!result?.ok) return
          closeDialog()
          goTo(result.value.slug)
        })
      }}
    >
      <Field label={says.name}>
        {(props) => (
          <input
            {...props}
            ref={name}
            class="field"
            dir="auto"
            maxLength={200}
            required
            autocomplete="off"
            data-first
          />
        )}
      </Field>
      <Choices
        legend={says.who}
        name="kind"
        value={kind}
        onChoose={setKind}
        options={[
          { value: 'open', label: says.open, hint: says.openHint },
          { value: 'closed', label: says.closed, hint: says.closedHint },
        ]}
      />
      <Field label={says.topic} hint={says.topicHint}>
        {(props) => (
          <textarea {...props} ref={topic} class="field" dir="auto" rows={2} maxLength={MAX_TOPIC_CHARACTERS} />
        )}
      </Field>
      <fieldset class="choices">
        <legend>{says.people}</legend>
        <PickPeople client={client} picked={people} onPick={setPeople} atMost={MOST_SEATS} />
      </fieldset>
      <div class="foot">
        <Problem failure={make.failure} />
        <button type="submit" class="button button-main" aria-disabled={make.isRunning}>
          {says.button}
        </button>
      </div>
    </form>
  )
}

const withoutTopic = ({ code, ...failure }: Failure): Failure => ({
  code,
  message: `${dialogWords.newRoom.madeWithoutTopic} ${sentenceOf(failure)}`,
})
