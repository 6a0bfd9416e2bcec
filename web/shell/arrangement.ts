/** My sidebar: the order of its sections, the folded ones, and my favourite rooms. The same on all of my devices. */
import { type Signal, signal } from '@preact/signals'
import type { Client } from '../../client/client.ts'
import type { Preferences } from '../../protocol/models.ts'

/** The default order of the sections. */
const SECTIONS = ['favourites', 'rooms', 'directs', 'requests', 'archived', 'here'] as const
export type Section = (typeof SECTIONS)[number]

type Arrangement = { sections: Section[]; folded: readonly string[]; favourites: readonly string[] }
export type Part = keyof Arrangement

/** Changes that the server does not know yet. */
const wishes = new WeakMap<Client, Signal<Preferences>>()

export function wishOf(client: Client): Signal<Preferences> {
  const wish = wishes.get(client) ?? signal<Preferences>({})
  wishes.set(client, wish)
  return wish
}

export function arrangementOf(client: Client): Arrangement {
  const {
    sections = [],
    folded = ['archived'],
    favourites = [],
  } = { ...client.preferences.value, ...wishOf(client).value }
  const known = sections.filter((name): name is Section => SECTIONS.some((section) => section === name))
  return { sections: [...known, ...SECTIONS.filter((name) => !known.includes(name))], folded, favourites }
}

/** Shows a change at once. `keep-arrangement.ts` sends it as soon as there is a connection. */
export function arrange(client: Client, patch: Partial<Pick<Preferences, Part>>): void {
  wishOf(client).value = { ...wishOf(client).peek(), ...patch }
}

export function toggleFold(client: Client, section: Section): void {
  const { folded } = arrangementOf(client)
  arrange(client, {
    folded: folded.includes(section) ? folded.filter((name) => name !== section) : [...folded, section],
  })
}
