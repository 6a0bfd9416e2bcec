import { useEffect, useId, useRef, useState } from 'preact/hooks'
import type { Client } from '../../../client/client.ts'
import type { Room } from '../../../client/rooms.ts'
import type { BrowsedRoom, User } from '../../../protocol/models.ts'
import { closeDialog } from '../../state/open-dialog.ts'
import { Avatar } from '../../people/avatar.tsx'
import { Lock } from '../../ui/icons.tsx'
import { Problem } from '../../ui/problem.tsx'
import { dialogWords } from '../../words/dialogs.ts'
import { useAction, useLoaded } from '../../ui/use-action.ts'
import { matchOf } from '../../people/match.ts'
import { titleOf } from '../rooms/room-title.ts'
import { nextRow } from '../../ui/row-keys.ts'

type Props = { client: Client; goTo: (slug: string) => void }

type Goal =
  | { kind: 'room'; id: string; title: string; room: Room }
  | { kind: 'join'; id: string; title: string; room: BrowsedRoom }
  | { kind: 'person'; id: string; title: string; user: User }

/** The switcher: going to a room or person by typing its name. */
export function Switcher({ client, goTo }: Props) {
  const says = dialogWords.switcher
  const [typed, setTyped] = useState('')
  const [at, setAt] = useState(0)
  const id = useId()
  const list = useRef<HTMLUListElement>(null)
  const query = typed.trim()
  // My rooms are here already. People and other rooms are asked for once the typing pauses.
  const others = useLoaded(() => findOthers(client, query), [query], 150)
  const visit = useAction(async (goal: Goal) => {
    if (goal.kind === 'room') return { ok: true as const, value: goal.room.slug.peek() }
    const result =
      goal.kind === 'join'
        ? await client.run('room:join', { roomId: goal.room.id })
        : await client.run('room:create', { kind: 'direct', memberIds: [goal.user.id] })
    return result.ok ? { ok: true as const, value: result.value.slug } : result
  })

  const goals = [...mine(client, query), ...(query === '' ? [] : (others.value ?? []))]
  const current = Math.min(at, goals.length - 1)

  useEffect(() => {
    list.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' })
  }, [current, typed])

  async function go(goal: Goal | undefined) {
    if (!goal) return
    const result = await visit.start(goal)
    if (!result?.ok) return
    closeDialog()
    goTo(result.value)
  }

  function press(event: KeyboardEvent) {
    if (event.isComposing) return
    const next = nextRow(event.key, current, goals.length)
    if (next !== undefined) setAt(next)
    else if (event.key === 'Enter') void go(goals[current])
    else return
    event.preventDefault()
  }

  return (
    <div class="switcher">
      <input
        class="field"
        role="combobox"
        aria-label={says.label}
        aria-expanded="true"
        aria-autocomplete="list"
        aria-controls={`${id}-list`}
        aria-activedescendant={goals.length > 0 ? `${id}-${current}` : undefined}
        placeholder={says.label}
        dir="auto"
        autocomplete="off"
        spellcheck={false}
        maxLength={100}
        data-first
        type="text"
        value={typed}
        onInput={({ currentTarget }) => {
          setTyped(currentTarget.value)
          setAt(0)
        }}
        onKeyDown={press}
      />
      <Problem failure={visit.failure} />
      <ul class="goals" role="listbox" id={`${id}-list`} aria-label={says.label} ref={list}>
        {goals.map((goal, index) => (
          <li
            key={`${goal.kind}-${goal.id}`}
            id={`${id}-${index}`}
            role="option"
            class="goal"
            aria-selected={index === current}
            // The focus stays in the field.
            onPointerDown={(event) => event.preventDefault()}
            onPointerMove={() => setAt(index)}
            onClick={() => void go(goal)}
          >
            <GoalWords goal={goal} />
          </li>
        ))}
      </ul>
      {goals.length === 0 && (
        <p class="soft" role="status">
          {others.loading.state === 'loading' ? dialogWords.loading : says.nothing}
        </p>
      )}
    </div>
  )
}

const Picture = ({ name, of }: { name: string; of: { id: string; picture?: string | undefined } | undefined }) => (
  <Avatar name={name} id={of?.id} picture={of?.picture} />
)

function GoalWords({ goal }: { goal: Goal }) {
  const says = dialogWords.switcher
  const unread = goal.kind === 'room' ? goal.room.unread.value : 0
  return (
    <>
      <span class="goal-sign" aria-hidden="true">
        {goal.kind === 'person' || (goal.kind === 'room' && goal.room.kind.value === 'direct') ? (
          <Picture name={goal.title} of={goal.kind === 'person' ? goal.user : goal.room.person.value} />
        ) : goal.kind === 'room' && goal.room.view.value.picture !== undefined ? (
          <Picture name={goal.title} of={goal.room.view.value} />
        ) : goal.kind === 'room' && goal.room.kind.value === 'closed' ? (
          <Lock />
        ) : (
          '#'
        )}
      </span>
      <bdi class="goal-title" translate={false}>
        {goal.title}
      </bdi>
      {unread > 0 && (
        <span class="count" aria-label={says.unread(unread)}>
          {dialogWords.number(unread)}
        </span>
      )}
      {goal.kind !== 'room' && <span class="person-note">{goal.kind === 'join' ? says.join : says.message}</span>}
    </>
  )
}

/** My rooms that match, best first; with nothing typed, the unread ones. */
function mine(client: Client, query: string): Goal[] {
  const myId = client.you.value?.id
  return client.rooms.all.value
    .map((room) => ({ room, title: titleOf(room.view.value, myId) }))
    .map(({ room, title }) => ({ room, title, match: matchOf(title, query) }))
    .filter(({ match, room }) => match !== undefined && (query !== '' || !room.isArchived.value))
    .sort(
      (a, b) =>
        (a.match ?? 0) - (b.match ?? 0) ||
        b.room.mentions.value - a.room.mentions.value ||
        Number(b.room.unread.value > 0) - Number(a.room.unread.value > 0) ||
        a.title.localeCompare(b.title),
    )
    .map(({ room, title }) => ({ kind: 'room', id: room.id, title, room }))
}

async function findOthers(client: Client, query: string) {
  if (query === '') return { ok: true as const, value: [] }
  const [people, rooms] = await Promise.all([
    client.run('people:find', { query, limit: 10 }),
    client.run('rooms:browse', { query, limit: 10 }),
  ])
  if (!people.ok) return people
  // Outsiders talk in their one room only: no direct rooms from them or with them.
  const isOutsider = client.me.peek()?.role === 'outsider'
  const open = rooms.ok ? rooms.value.rooms.filter(({ isMember }) => !isMember) : []
  const known = new Set(client.rooms.list.peek().map(({ id }) => id))
  const value: Goal[] = [
    ...open
      .filter(({ id }) => !known.has(id))
      .map((room): Goal => ({ kind: 'join', id: room.id, title: room.name, room })),
    ...people.value.people
      .filter(({ user, role }) => user.id !== client.you.peek()?.id && role !== 'outsider' && !isOutsider)
      .map(({ user }): Goal => ({ kind: 'person', id: user.id, title: user.name, user })),
  ]
  return { ok: true as const, value }
}
