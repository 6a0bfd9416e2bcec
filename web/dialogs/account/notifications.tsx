import type { Room } from '../../../client/rooms.ts'
import { Problem } from '../../ui/problem.tsx'
import { Section } from '../../ui/section.tsx'
import { useChosen, useSetting } from '../../ui/use-action.ts'
import { dialogWords } from '../../words/dialogs.ts'
import { lazy } from '../../ui/lazy.tsx'
import type { AccountProps } from './account-props.ts'
import { Blocked } from './blocked.tsx'

// Most visits to the account need none of it.
const NotifyHere = lazy(async () => (await import('./notify-here.tsx')).NotifyHere)
const WhatIsTold = lazy(async () => (await import('./what-is-told.tsx')).WhatIsTold)

const LEVELS = ['everything', 'mentions', 'nothing'] as const
type Level = (typeof LEVELS)[number]

/** Of what I am told, here and everywhere, room by room, and the people I block. */
export function Notifications({ client, me }: AccountProps) {
  const says = dialogWords.account.notifications
  const rooms = client.rooms.all.value.filter(({ view }) => view.value.role !== 'visitor')
  return (
    <>
      <NotifyHere client={client} />
      <WhatIsTold client={client} />
      <Section heading={says.heading}>
        <p class="soft">{says.text}</p>
        <ul class="lines">
          {rooms.map((room) => (
            <RoomLevel key={room.id} room={room} />
          ))}
        </ul>
      </Section>
      {me.blocked.length > 0 && <Blocked client={client} ids={me.blocked} />}
    </>
  )
}

function RoomLevel({ room }: { room: Room }) {
  const says = dialogWords.account.notifications
  const notify = useSetting((level: Level) => room.notify(level))
  const [level, choose] = useChosen<Level>(room.level.value, notify.start)
  const name = room.name.value
  return (
    <li class="line">
      <span class="line-words">
        <bdi class="line-room">{name}</bdi>
        <Problem failure={notify.failure} />
      </span>
      <select
        class="field line-choice"
        aria-label={says.levelOf(name)}
        value={level}
        onChange={({ currentTarget }) => {
          const next = LEVELS.find((one) => one === currentTarget.value)
          if (next) choose(next)
        }}
      >
        {LEVELS.map((one) => (
          <option key={one} value={one}>
            {dialogWords.room.levels[one]}
          </option>
        ))}
      </select>
    </li>
  )
}
