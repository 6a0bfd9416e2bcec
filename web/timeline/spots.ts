/** Where the reader was at each visit, for who comes back to it by the browser's back and forward. */
export type Spot = { seq: number; offset: number }

const spots = new Map<number, Spot>()

/** Without a spot the reader was at the bottom, which is a place by itself. */
export function rememberSpot(visit: number, spot: Spot | undefined): void {
  if (spot) spots.set(visit, spot)
  else spots.delete(visit)
}

export const recallSpot = (visit: number): Spot | undefined => spots.get(visit)
