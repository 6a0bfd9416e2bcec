/** Sizes and places of files in words. */
import type { Client } from '../../../client/client.ts'
import type { FilesUsage } from '../../../protocol/models.ts'
import { dialogWords } from '../../words/dialogs.ts'
import { words } from '../../words/first.ts'

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const

/** In the units of the limits, which are powers of ten. */
export function sayBytes(bytes: number): string {
  const place = bytes < 1_000 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(bytes) / 3))
  return new Intl.NumberFormat(words.locale, {
    style: 'unit',
    unit: UNITS[place]!,
    unitDisplay: place === 0 ? 'long' : 'short',
    maximumSignificantDigits: 3,
  }).format(bytes / 1_000 ** place)
}

type Place = Pick<FilesUsage['rooms'][number], 'kind' | 'room'>

/** A room that the reader does not see is told by its kind alone. */
export function titleOf({ rooms }: Client, { kind, room }: Place): string {
  const name = room && (room.name || rooms.get(room.id)?.name.value)
  return name || dialogWords.moderation.disk.hidden[kind]
}
