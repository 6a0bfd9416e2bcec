/** Where the reader was in each room, for who comes back to it by the browser's back and forward. */
export type Spot = { seq: number; offset: number }

const spots = new Map<string, Spot>()

/** Without a spot the reader was at the bottom, which is a place by itself. */
export function rememberSpot(roomId: string, spot: Spot | undefined): void {
  if (spot) spots.set(roomId, spot)
  else spots.delete(roomId)
}

export const recallSpot = (roomId: string): Spot | undefined => spots.get(roomId)
