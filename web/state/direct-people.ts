import { signal } from '@preact/signals'
import type { directPeopleOf } from '../../client/direct-people.ts'

/** The people I talk to directly. It is asked for when the page is at rest. */
export const directPeople = signal<ReturnType<typeof directPeopleOf> | undefined>(undefined)
