/**
 * Colours of people. Each person has one hue. People in the same room have different hues: a hue that is too close to
 * another moves to the nearest free one. Hues stay while the page is open: loading history changes none. A person moved
 * in one room keeps the new hue in other rooms.
 */

/** Closer hues look alike, so readers could not tell them apart. */
const HUES = 24
const STEP = 360 / HUES
/** The distances between hues, in steps: the greatest that still has room. Neighbours of 15° are hard to tell apart. */
const GAPS = [4, 3, 2, 1]

type Slots = Map<string, number>

/** The first hue of each person, in any room. */
const given: Slots = new Map()
const rooms = new Map<string, Slots>()
/** The hues of the room on the screen. */
let shown: Slots | undefined

/** Assigns hues in the room that is shown: first to the reader, then to the others by the order of their ids. */
export function colourPeople(roomId: string, userIds: Iterable<string>, readerId?: string): void {
  shown = rooms.get(roomId) ?? new Map<string, number>()
  rooms.set(roomId, shown)
  if (readerId !== undefined) colour(shown, readerId)
  const fresh = new Set<string>()
  for (const id of userIds) if (!shown.has(id)) fresh.add(id)
  for (const id of [...fresh].toSorted()) colour(shown, id)
}

function colour(slots: Slots, userId: string): void {
  if (slots.has(userId)) return
  const slot = freeSlot(slotOf(userId), new Set(slots.values()))
  slots.set(userId, slot)
  if (!given.has(userId)) given.set(userId, slot)
}

export const hueOf = (userId: string): number => (shown?.get(userId) ?? slotOf(userId)) * STEP

const slotOf = (userId: string): number => given.get(userId) ?? hash(userId) % HUES

/** If all hues are taken, people share. */
function freeSlot(own: number, taken: ReadonlySet<number>): number {
  for (const gap of GAPS) {
    for (let away = 0; away <= HUES / 2; away++) {
      for (const slot of [own + away, own - away + HUES]) if (isFree(slot, gap, taken)) return slot % HUES
    }
  }
  return own
}

function isFree(slot: number, gap: number, taken: ReadonlySet<number>): boolean {
  for (let near = 1 - gap; near < gap; near++) if (taken.has((slot + near + HUES) % HUES)) return false
  return true
}

/** FNV-1a: short code, and similar names get very different hashes. */
export function hash(text: string): number {
  let value = 0x811c9dc5
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193)
  // The low bits are the weak ones.
  return (value ^ (value >>> 15)) >>> 0
}
