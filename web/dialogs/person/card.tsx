import type { ComponentChildren } from 'preact'
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { Client } from '../../../client/client.ts'
import type { Me, Profile, ProfileChange, RoomView, User } from '../../../protocol/models.ts'
import type { ChatRole, Role } from '../../../protocol/roles.ts'
import { insertInComposer } from '../../composer/insert.ts'
import { Avatar } from '../../people/avatar.tsx'
import { Name } from '../../people/name.tsx'
import { isAbove, isModerator, isOwner, mayHost, roleIn } from '../../people/permissions.ts'
import { useStatusNow } from '../../people/use-status-now.ts'
import { leaveDrawerFor } from '../../state/drawer.ts'
import { type Card, closeCard } from '../../state/open-card.ts'
import { type AnyDialog, closeDialog, openDialog } from '../../state/open-dialog.ts'
import { Broken } from '../../ui/broken.tsx'
import { sayDay, sayMoment, sayTimeIn } from '../../ui/moments.ts'
import { Problem } from '../../ui/problem.tsx'
import { useAction, useLoaded } from '../../ui/use-action.ts'
import { dialogWords } from '../../words/dialogs.ts'
import { peopleWords } from '../../words/people.ts'
import { placeBeside } from './place-beside.ts'
import { Icon } from '../../ui/icon.tsx'

const MINUTE = 60_000

type Props = { client: Client; card: Card; goTo: (slug: string) => void }

/** A profile card beside the clicked element; on a phone a sheet. Escape and a click elsewhere close it. */
export function PersonCard({ client, card, goTo }: Props) {
  const { user, roomId, at } = card
  const dialog = useRef<HTMLDialogElement>(null)
  const isLeft = useRef(false)
  const me = client.me.value
  const room = roomId === undefined ? undefined : client.rooms.get(roomId)?.view.value
  const profile = useLoaded(
    () => client.run('user:profile', { userId: user.id, ...(roomId !== undefined && { roomId }) }),
    [user.id, roomId],
  )
  const known = useLatest(client, profile.value)

  useLayoutEffect(() => {
    const opened = dialog.current
    opened?.showModal()
    opened?.querySelector<HTMLElement>('h1')?.focus()
    // The browser gives the focus back to the element that had it.
    return () => {
      isLeft.current = true
      opened?.close()
    }
  }, [])
  // Again when loaded data has changed its size.
  useLayoutEffect(() => {
    if (dialog.current) placeBeside(dialog.current, at)
  }, [at, profile.loading.state])

  return (
    <dialog
      class="dialog profile"
      ref={dialog}
      aria-label={peopleWords.card.label(user.name)}
      // The browser tells of it later: by then another card may be open.
      onClose={() => !isLeft.current && closeCard()}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.isComposing) return
        event.preventDefault()
        closeCard()
      }}
      onPointerDown={({ target }) => target === dialog.current && closeCard()}
    >
      <div class="profile-page">
        <Broken>
          {me && (
            <>
              <Head user={known?.user ?? user} isHere={known?.isHere} role={known?.role} isHost={known?.isHost} />
              <Facts profile={known} isMine={user.id === me.user.id} />
              <Problem failure={profile.loading.state === 'failed' ? profile.loading.failure : undefined} />
              {user.id === me.user.id ? (
                <Own />
              ) : (
                <Acts client={client} me={me} user={known?.user ?? user} role={known?.role} room={room} goTo={goTo} />
              )}
            </>
          )}
        </Broken>
      </div>
    </dialog>
  )
}

/** The profile as loaded, with this person's changes since. */
function useLatest(client: Client, profile: Profile | undefined): Profile | undefined {
  const before = useRef(client.profileChange.peek())
  const latest = useRef<ProfileChange | undefined>(undefined)
  const change = client.profileChange.value
  if (change !== before.current && change?.userId === profile?.user.id) latest.current = change
  if (!profile || !latest.current) return profile
  const { status, timeZone } = latest.current
  const { user, role, isHere, since, isHost } = profile
  const isBlocked = client.me.value?.blocked.includes(user.id) === true
  return {
    user,
    role,
    isHere,
    since,
    ...(status && !isBlocked && { status }),
    ...(timeZone !== undefined && { timeZone }),
    ...(isHost && { isHost }),
  }
}

type HeadProps = {
  user: User
  isHere: boolean | undefined
  role: ChatRole | undefined
  isHost: true | undefined
}

function Head({ user, isHere, role, isHost }: HeadProps) {
  const says = peopleWords.card
  const kind = user.kind === 'bot' ? peopleWords.bot : peopleWords.roles[role ?? guessedRole(user)]
  return (
    <header class="profile-head">
      <span class="person-picture" data-here={isHere || undefined}>
        <Avatar name={user.name} id={user.id} picture={user.picture} />
      </span>
      <div class="profile-who">
        <h1 tabIndex={-1}>
          <Name user={{ ...user, kind: 'person' }} />
        </h1>
        <p class="person-note">
          {kind}
          {isHost && ` · ${says.host}`}
          {isHere !== undefined && ` · ${isHere ? says.here : says.away}`}
        </p>
      </div>
      <button
        type="button"
        class="icon-button"
        aria-label={dialogWords.dialog.close}
        title={dialogWords.dialog.close}
        onClick={closeCard}
      >
        <Icon path="M6 6l12 12M18 6 6 18" />
      </button>
    </header>
  )
}

/** The likely role until the server has answered. */
const guessedRole = ({ kind }: User): ChatRole => (kind === 'guest' ? 'guest' : 'member')

function Facts({ profile, isMine }: { profile: Profile | undefined; isMine: boolean }) {
  const says = peopleWords.card
  const status = useStatusNow(profile?.status)
  const time = useLocalTime(profile?.timeZone)
  return (
    <ul class="profile-facts">
      {status && (
        <li>
          <span class="profile-sign">{status.emoji ?? <Icon path="M5 6h14v10H10l-4 3v-3H5Z" />}</span>
          <span>
            {status.text && <bdi dir="auto">{status.text}</bdi>}
            {status.until !== undefined && (
              <span class="hint">{peopleWords.status.endsAt(sayMoment(status.until))}</span>
            )}
          </span>
        </li>
      )}
      {time !== undefined && (
        <li>
          <span class="profile-sign">
            <Icon path="M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16ZM12 8v4l3 2" />
          </span>
          {says.localTime(time)}
        </li>
      )}
      <li>
        <span class="profile-sign">
          <Icon path="M5 7h14v12H5ZM5 11h14M9 4v4M15 4v4" />
        </span>
        {/* The line exists before the answer comes, so that nothing moves. */}
        {profile ? says.since(sayDay(profile.since)) : ' '}
      </li>
      {isMine && profile === undefined && <li class="unseen">{dialogWords.loading}</li>}
    </ul>
  )
}

/** The present time in a person's time zone, updated every minute. */
function useLocalTime(timeZone: string | undefined): string | undefined {
  const [times, look] = useState(0)
  useEffect(() => {
    if (timeZone === undefined) return undefined
    const timer = setTimeout(() => look(times + 1), MINUTE - (Date.now() % MINUTE))
    return () => clearTimeout(timer)
  }, [timeZone, times])
  return timeZone === undefined ? undefined : sayTimeIn(timeZone)
}

/** Goes to the room, away from everything over it. */
function leaveForRoom(next: () => void) {
  closeCard()
  closeDialog()
  // While a dialog is open, nothing behind it takes the focus.
  leaveDrawerFor(() => requestAnimationFrame(next))
}

function goOnTo(dialog: AnyDialog) {
  closeCard()
  leaveDrawerFor(() => openDialog(dialog))
}

function Own() {
  return (
    <div class="acts">
      <button type="button" class="button button-main" onClick={() => goOnTo({ kind: 'status' })}>
        {peopleWords.status.set}
      </button>
      <button type="button" class="button" onClick={() => goOnTo({ kind: 'account' })}>
        {peopleWords.card.account}
      </button>
    </div>
  )
}

type ActsProps = {
  client: Client
  me: Me
  user: User
  role: ChatRole | undefined
  room: RoomView | undefined
  goTo: (slug: string) => void
}

function Acts({ client, me, user, role = guessedRole(user), room, goTo }: ActsProps) {
  const says = dialogWords.person
  const isBlocked = me.blocked.includes(user.id)
  const open = useAction(() => client.run('room:create', { kind: 'direct', memberIds: [user.id] }))
  const block = useAction(() => client.run('user:block', { userId: user.id, on: !isBlocked }))
  const mayMention = room !== undefined && room.role !== 'visitor' && !room.isArchived
  const mayWrite = me.role !== 'outsider' && role !== 'outsider'

  async function message() {
    const result = await open.start()
    if (result?.ok) leaveForRoom(() => goTo(result.value.slug))
  }

  return (
    <>
      <div class="acts acts-even">
        {mayWrite && (
          <Act isMain isBusy={open.isRunning} onClick={() => void message()}>
            {says.message}
          </Act>
        )}
        {mayMention && <Act onClick={() => leaveForRoom(() => insertInComposer(`@${user.name}`))}>{says.mention}</Act>}
      </div>
      <div class="acts acts-apart profile-more">
        <button type="button" class="text-button" aria-disabled={block.isRunning} onClick={() => void block.start()}>
          {isBlocked ? says.unblock : says.block}
        </button>
        {mayModerate(me, user, role, room) && (
          <button
            type="button"
            class="text-button"
            onClick={() => goOnTo({ kind: 'person', user, ...(room && { roomId: room.id }) })}
          >
            {peopleWords.card.moderate}
          </button>
        )}
      </div>
      {isBlocked && (
        <p class="hint" role="status">
          {says.isBlocked}
        </p>
      )}
      <Problem failure={open.failure ?? block.failure} />
    </>
  )
}

/** Whether the person's page may offer actions. For a host it may turn out that it does not. */
function mayModerate(me: Me, user: User, role: ChatRole, room: RoomView | undefined): boolean {
  const isBelow = (mine: Role) => isAbove(mine, role)
  const mayHere = room !== undefined && mayHost(room, me) && isBelow(roleIn(room, me))
  return mayHere || (isModerator(me) && isBelow(me.role)) || (isOwner(me) && user.kind === 'person')
}

type ActProps = { isMain?: boolean; isBusy?: boolean; onClick: () => void; children: ComponentChildren }

function Act({ isMain = false, isBusy = false, onClick, children }: ActProps) {
  return (
    <button type="button" class={isMain ? 'button button-main' : 'button'} aria-disabled={isBusy} onClick={onClick}>
      {children}
    </button>
  )
}
