import { useComputed, useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { Client } from '../../client/client.ts'
import { openDialog } from '../state/open-dialog.ts'
import { keepForUser, recallForUser } from '../browser/user-storage.ts'
import { words } from '../words/first.ts'
import { laterWords } from '../words/later.ts'
import { Bar } from './bar.tsx'

/** Long enough to be read twice. */
const NOTE_MS = 20_000

/** The key under which a guest's browser notes that they have read it. */
const LOST_NAME = 'lost-name'

/** News that came with the connection. */
export const ConnectionNews = ({ client }: { client: Client }) => (
  <>
    <Rewound client={client} />
    <LostName client={client} />
  </>
)

/** Tells a guest, on every device, that a person has taken their name, until they have read it or have another name. */
function LostName({ client }: { client: Client }) {
  const me = client.me.value
  const told = useSignal(me && recallForUser(me.user.id, LOST_NAME))
  if (me?.lostName === undefined) return null
  const { lostName, user } = me
  const news = `${lostName}\n${user.name}`
  if (told.value === news) return null
  const dismiss = () => {
    keepForUser(user.id, LOST_NAME, news)
    told.value = news
  }
  return (
    <Bar text={laterWords.connection.lostName(lostName, user.name)}>
      <button type="button" class="text-button" onClick={() => openDialog({ kind: 'account' })}>
        {laterWords.connection.otherName}
      </button>
      <button type="button" class="text-button" onClick={dismiss}>
        {words.connection.dismiss}
      </button>
    </Bar>
  )
}

/** Messages that were shown before are gone; the bar tells their readers why. */
function Rewound({ client }: { client: Client }) {
  const count = useComputed(() => client.rooms.all.value.reduce((sum, { timeline }) => sum + timeline.rewinds.value, 0))
  const seen = useSignal(0)
  const isNews = count.value > seen.value
  const dismiss = () => (seen.value = count.peek())
  useEffect(() => {
    if (!isNews) return
    const timer = setTimeout(dismiss, NOTE_MS)
    return () => clearTimeout(timer)
  }, [isNews, count.value])
  if (!isNews) return null
  return (
    <Bar text={laterWords.connection.rewound}>
      <button type="button" class="text-button" onClick={dismiss}>
        {words.connection.dismiss}
      </button>
    </Bar>
  )
}

export function Updated() {
  // A developer wants to see the new page at once; other users are asked.
  if (import.meta.env.MODE === 'development') {
    location.reload()
    return null
  }
  return (
    <Bar text={laterWords.connection.updated}>
      <button type="button" class="text-button" onClick={() => location.reload()}>
        {words.connection.reload}
      </button>
    </Bar>
  )
}
