/** Where the reader was at each visit, for who comes back to it by the browser's back and forward. */
export type Spot = { seq: number; offset: number }

const spots = new Map<number, Spot | 'end'>()

/** Without a spot the reader was at the end, which is a place by itself. */
export function rememberSpot(visit: number, spot: Spot | undefined): void {
  spots.set(visit, spot ?? 'end')
}

/** Nothing for a visit that never came to anything. */
export const recallSpot = (visit: number): Spot | 'end' | undefined => spots.get(visit)
