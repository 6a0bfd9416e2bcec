import { useState } from 'preact/hooks'
import type { Client } from '../../../client/client.ts'
import type { Me, Member, RoomView, User } from '../../../protocol/models.ts'
import type { ChatRole } from '../../../protocol/roles.ts'
import { insertInComposer } from '../../composer/insert.ts'
import { closeDialog } from '../../state/open-dialog.ts'
import { Avatar } from '../../people/avatar.tsx'
import { Name } from '../../people/name.tsx'
import { Problem } from '../../ui/problem.tsx'
import { dialogWords } from '../../words/dialogs.ts'
import { useAction, useLoaded, useSetting } from '../../ui/use-action.ts'
import { isAbove, isModerator, isOwner, mayHost, roleIn } from '../../people/permissions.ts'
import { Choices } from '../../ui/fields.tsx'
import { Done, Section } from '../../ui/section.tsx'
import { RoleBadge } from '../../people/person-row.tsx'
import { Ban } from './ban.tsx'
import { Mute } from './mute.tsx'
import { RemoveFromRoom, RemoveMessages, RemovePicture } from './remove.tsx'

type Props = { client: Client; me: Me; user: User; room: RoomView | undefined; goTo: (slug: string) => void }

/** A person's page: their roles here, and my actions on them. */
export function Person({ client, me, user, room, goTo }: Props) {
  // Both lists are searched by name, since people cannot be found by id.
  const inChat = useLoaded(() => client.run('people:find', { query: user.name, limit: 200 }), [user.id])
  const inRoom = useLoaded(
    async () =>
      room
        ? client.run('room:members', { roomId: room.id, query: user.name, limit: 200 })
        : { ok: true as const, value: { members: [] as Member[] } },
    [user.id, room?.id],
  )
  const found = inChat.value?.people.find((person) => person.user.id === user.id)
  const member = inRoom.value?.members.find((seat) => seat.user.id === user.id)
  const now = found?.user ?? user
  const role: ChatRole = found?.role ?? (now.kind === 'guest' ? 'guest' : 'member')
  const isMe = user.id === me.user.id
  const isKnown = inChat.loading.state === 'loaded' && inRoom.loading.state === 'loaded'

  return (
    <>
      <div class="me">
        <span class="person-picture" data-here={found?.isHere || undefined}>
          <Avatar name={now.name} id={now.id} picture={now.picture} />
        </span>
        <p class="me-name">
          <Name user={now} />
          <RoleBadge role={member?.role ?? role} />
          <span class="person-note">{dialogWords.person.kinds[now.kind]}</span>
        </p>
      </div>
      {isMe ? (
        <p class="soft">{dialogWords.person.me}</p>
      ) : (
        <>
          <Talk client={client} me={me} user={now} role={role} room={room} goTo={goTo} />
          {isKnown && <Moderate client={client} me={me} user={now} role={role} room={room} member={member} />}
          {isKnown && isOwner(me) && now.kind === 'person' && <Appoint client={client} user={now} role={role} />}
        </>
      )}
    </>
  )
}

function Talk({ client, me, user, role, room, goTo }: Props & { role: ChatRole }) {
  const says = dialogWords.person
  const isBlocked = me.blocked.includes(user.id)
  const open = useAction(() => client.run('room:create', { kind: 'direct', memberIds: [user.id] }))
  const block = useAction(() => client.run('user:block', { userId: user.id, on: !isBlocked }))
  const mayMention = room !== undefined && room.role !== 'visitor' && !room.isArchived

  async function message() {
    const result = await open.start()
    if (!result?.ok) return
    closeDialog()
    goTo(result.value.slug)
  }

  function mention() {
    closeDialog()
    // While the dialog is open, nothing behind it takes the focus.
    requestAnimationFrame(() => insertInComposer(`@${user.name}`))
  }

  return (
    <div class="stack">
      <div class="acts">
        {me.role !== 'outsider' && role !== 'outsider' && (
          <button
            type="button"
            class="button button-main"
            aria-disabled={open.isRunning}
            onClick={() => void message()}
          >
            {says.message}
          </button>
        )}
        {mayMention && (
          <button type="button" class="button" onClick={mention}>
            {says.mention}
          </button>
        )}
        <button type="button" class="button" aria-disabled={block.isRunning} onClick={() => void block.start()}>
          {isBlocked ? says.unblock : says.block}
        </button>
      </div>
      <p class="hint">{isBlocked ? says.isBlocked : says.blockHint}</p>
      <Problem failure={open.failure ?? block.failure} />
    </div>
  )
}

type ModerateProps = {
  client: Client
  me: Me
  user: User
  role: ChatRole
  room: RoomView | undefined
  member: Member | undefined
}

function Moderate({ client, me, user, role, room, member }: ModerateProps) {
  const mayHere = room !== undefined && mayHost(room, me) && isAbove(roleIn(room, me), member?.role ?? role)
  const mayEverywhere = isModerator(me) && isAbove(me.role, role)
  const mayChange =
    member !== undefined && (member.role !== 'host' || (room !== undefined && isAbove(roleIn(room, me), 'host')))
  const mayAppoint =
    room !== undefined && mayHost(room, me) && mayChange && !isModerator({ role }) && role !== 'outsider'
  if (!mayHere && !mayEverywhere && !mayAppoint) return null
  return (
    <Section heading={dialogWords.person.moderate}>
      {mayAppoint && member && (
        <AppointHost client={client} room={room} member={member} mayUndo={isAbove(roleIn(room, me), 'host')} />
      )}
      <Mute
        client={client}
        user={user}
        room={mayHere ? room : undefined}
        isEverywhere={mayEverywhere}
        mutedUntil={member?.mutedUntil}
      />
      <div class="acts">
        {mayHere && member && <RemoveFromRoom client={client} user={user} room={room} />}
        {mayEverywhere && user.picture !== undefined && <RemovePicture client={client} user={user} />}
        {mayEverywhere && <RemoveMessages client={client} user={user} />}
        {mayEverywhere && <Ban client={client} user={user} isBanned={member?.isBanned ?? false} />}
      </div>
    </Section>
  )
}

type AppointHostProps = { client: Client; room: RoomView; member: Member; mayUndo: boolean }

function AppointHost({ client, room, member, mayUndo }: AppointHostProps) {
  const says = dialogWords.person.host
  const [isHost, setHost] = useState(member.role === 'host')
  const appoint = useAction(() =>
    client.run('room:appoint', { roomId: room.id, userId: member.user.id, role: isHost ? 'member' : 'host' }),
  )
  return (
    <div class="act">
      {(!isHost || mayUndo) && (
        <button
          type="button"
          class="button"
          aria-disabled={appoint.isRunning}
          onClick={() => void appoint.start().then((result) => result?.ok && setHost(!isHost))}
        >
          {isHost ? says.unmake(room.name) : says.make(room.name)}
        </button>
      )}
      <Problem failure={appoint.failure} />
      {appoint.acting.state === 'done' && (
        <Done>{(isHost ? says.made : says.unmade)(member.user.name, room.name)}</Done>
      )}
    </div>
  )
}

type ChosenRole = Extract<ChatRole, 'owner' | 'moderator' | 'member'>

function Appoint({ client, user, role }: { client: Client; user: User; role: ChatRole }) {
  const says = dialogWords.person.appoint
  const appoint = useSetting(async (wanted: ChosenRole) => {
    const result = await client.run('user:appoint', { userId: user.id, role: wanted })
    return result.ok ? { ok: true as const, value: wanted } : result
  })
  // A guest or an outsider has none of these roles yet.
  const before = role === 'guest' || role === 'outsider' ? undefined : role
  const now = appoint.acting.state === 'done' ? appoint.acting.value : before
  return (
    <Section heading={says.heading}>
      <Choices<ChosenRole>
        legend={says.legend}
        isLegendSeen={false}
        name="role"
        value={now}
        onChoose={(wanted) => appoint.start(wanted)}
        options={[
          { value: 'member', label: says.roles.member, hint: says.member },
          { value: 'moderator', label: says.roles.moderator, hint: says.moderator },
          { value: 'owner', label: says.roles.owner, hint: says.owner },
        ]}
      />
      <Problem failure={appoint.failure} />
      {appoint.acting.state === 'done' && <Done>{says.done(user.name, dialogWords.roles[appoint.acting.value])}</Done>}
    </Section>
  )
}
