/** The reader's place at each visit, for the browser's back and forward buttons. */
export type Spot = { seq: number; offset: number }

const spots = new Map<number, Spot | 'end'>()

/** Without a spot, the reader was at the end, which needs no row. */
export function rememberSpot(visit: number, spot: Spot | undefined): void {
  spots.set(visit, spot ?? 'end')
}

/** Undefined for a visit whose place was never remembered. */
export const recallSpot = (visit: number): Spot | 'end' | undefined => spots.get(visit)
