import { useState } from 'preact/hooks'
import type { Client } from '../../../client/client.ts'
import type { FilesUsage } from '../../../protocol/models.ts'
import { Choices } from '../../ui/fields.tsx'
import { Section } from '../../ui/section.tsx'
import { locale, numberingSystem } from '../../ui/time.ts'
import { dialogWords } from '../../words/dialogs.ts'
import { sayBytes, titleOf } from './say-files.ts'

/** The server names so many rooms and people. */
const MOST = 50

type Part = { name: string; files: number; bytes: number }
type By = 'rooms' | 'people' | 'months'

/** The files by room, person and month, each with its share of the longest bar. */
export function UsageLists({ client, usage }: { client: Client; usage: FilesUsage }) {
  const says = dialogWords.moderation.disk
  const [by, setBy] = useState<By>('rooms')
  const parts: Record<By, () => Part[]> = {
    rooms: () => usage.rooms.map((room) => ({ ...room, name: titleOf(client, room) })),
    people: () => usage.people.map((person) => ({ ...person, name: person.user.name })),
    months: () => usage.months.map((part) => ({ ...part, name: sayMonth(part.month) })),
  }
  const shown = parts[by]()
  if (shown.length === 0) return <p class="soft">{says.none}</p>
  const most = Math.max(...shown.map(({ bytes }) => bytes))
  return (
    <Section heading={says.what}>
      <Choices
        legend={says.by}
        isRow
        name="usage"
        value={by}
        onChoose={setBy}
        options={(['rooms', 'people', 'months'] as const).map((value) => ({ value, label: says.lists[value] }))}
      />
      <ul class="usage" aria-label={says.lists[by]}>
        {shown.map(({ name, files, bytes }, place) => (
          <li key={`${by} ${place}`}>
            <span class="usage-name">
              <bdi>{name}</bdi>
            </span>{' '}
            <span class="usage-bytes">{sayBytes(bytes)}</span> <span class="usage-files">{says.files(files)}</span>
            <span class="share" aria-hidden="true" style={{ '--share': String(most === 0 ? 0 : bytes / most) }} />
          </li>
        ))}
      </ul>
      {by !== 'months' && shown.length === MOST && <p class="soft">{says.largest(MOST)}</p>}
    </Section>
  )
}

/** Months are those of UTC, as the server counts them. */
const sayMonth = (month: string): string =>
  new Intl.DateTimeFormat(locale(), { month: 'long', year: 'numeric', timeZone: 'UTC', numberingSystem }).format(
    new Date(`${month}-01T00:00:00Z`),
  )
