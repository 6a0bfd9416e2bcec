import { useEffect, useId, useRef, useState } from 'preact/hooks'
import type { Client } from '../../client/client.ts'
import type { BrowsedRoom, RoomView, User } from '../../protocol/models.ts'
import { closeOverlay } from '../overlay.ts'
import { Avatar } from '../ui/avatar.tsx'
import { Lock } from '../ui/icons.tsx'
import { Problem } from '../ui/problem.tsx'
import { overlayWords } from '../words-overlays.ts'
import { useAction, useLoaded } from './action.ts'
import { matchOf } from './match.ts'
import { titleOf } from './room-title.ts'

type Props = { client: Client; goTo: (slug: string) => void }

type Goal =
  | { kind: 'room'; id: string; title: string; room: RoomView }
  | { kind: 'join'; id: string; title: string; room: BrowsedRoom }
  | { kind: 'person'; id: string; title: string; user: User }

/** Going somewhere by typing where. */
export function Switcher({ client, goTo }: Props) {
  const says = overlayWords.switcher
  const [typed, setTyped] = useState('')
  const [at, setAt] = useState(0)
  const id = useId()
  const list = useRef<HTMLUListElement>(null)
  const query = typed.trim()
  // Mine are here already; who and what else there is, is asked for once the typing pauses.
  const others = useLoaded(() => findOthers(client, query), [query], 150)
  const visit = useAction(async (goal: Goal) => {
    if (goal.kind === 'room') return { ok: true as const, value: goal.room.slug }
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
    closeOverlay()
    goTo(result.value)
  }

  function press(event: KeyboardEvent) {
    if (event.isComposing) return
    if (event.key === 'ArrowDown') setAt(goals.length === 0 ? 0 : (current + 1) % goals.length)
    else if (event.key === 'ArrowUp') setAt(goals.length === 0 ? 0 : (current - 1 + goals.length) % goals.length)
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
          {others.loading.state === 'loading' ? overlayWords.loading : says.nothing}
        </p>
      )}
    </div>
  )
}

function GoalWords({ goal }: { goal: Goal }) {
  const says = overlayWords.switcher
  const unread = goal.kind === 'room' ? goal.room.lastSeq - goal.room.readSeq : 0
  return (
    <>
      <span class="goal-sign" aria-hidden="true">
        {goal.kind === 'person' || (goal.kind === 'room' && goal.room.kind === 'direct') ? (
          <Avatar name={goal.title} />
        ) : goal.kind === 'room' && goal.room.kind === 'closed' ? (
          <Lock />
        ) : (
          '#'
        )}
      </span>
      <bdi class="goal-title">{goal.title}</bdi>
      {unread > 0 && goal.kind === 'room' && goal.room.role !== 'visitor' && (
        <span class="count" aria-label={says.unread(unread)}>
          {overlayWords.number(unread)}
        </span>
      )}
      {goal.kind !== 'room' && <span class="person-note">{goal.kind === 'join' ? says.join : says.message}</span>}
    </>
  )
}

/** My rooms that fit, best first; with nothing typed, the ones with something new. */
function mine(client: Client, query: string): Goal[] {
  const myId = client.you.value?.id
  return client.rooms.list.value
    .map((room) => ({ room, title: titleOf(room, myId) }))
    .map(({ room, title }) => ({ room, title, match: matchOf(title, query) }))
    .filter(({ match, room }) => match !== undefined && (query !== '' || !room.isArchived))
    .sort(
      (a, b) =>
        (a.match ?? 0) - (b.match ?? 0) ||
        b.room.mentions - a.room.mentions ||
        Number(isUnread(b.room)) - Number(isUnread(a.room)) ||
        a.title.localeCompare(b.title),
    )
    .map(({ room, title }) => ({ kind: 'room', id: room.id, title, room }))
}

const isUnread = (room: RoomView): boolean => room.lastSeq > room.readSeq && room.role !== 'visitor'

async function findOthers(client: Client, query: string) {
  if (query === '') return { ok: true as const, value: [] }
  const [people, rooms] = await Promise.all([
    client.run('people:find', { query, limit: 10 }),
    client.run('rooms:browse', { query, limit: 10 }),
  ])
  if (!people.ok) return people
  // A guest of one room may not look for others; people are found all the same.
  const open = rooms.ok ? rooms.value.rooms.filter(({ isMember }) => !isMember) : []
  const known = new Set(client.rooms.list.peek().map(({ id }) => id))
  const value: Goal[] = [
    ...open
      .filter(({ id }) => !known.has(id))
      .map((room): Goal => ({ kind: 'join', id: room.id, title: room.name, room })),
    ...people.value.people
      .filter(({ user }) => user.id !== client.you.peek()?.id)
      .map(({ user }): Goal => ({ kind: 'person', id: user.id, title: user.name, user })),
  ]
  return { ok: true as const, value }
}
