/**
 * Ends on this node what users without a seat follow in a room, event streams and who is here, when another node has
 * closed the room to them and its announcement got lost.
 */

/** A look, the store’s answer and two seconds of remembered access are less than the five seconds that are promised. */
const LOOK_EVERY_MS = 1_500

type Door = { endLostVisits: () => Promise<void> }

/** Answers with a function that stops it. */
export function endLostVisits(doors: Door[], onBug: (error: unknown, during: string) => void): () => void {
  let isLooking = false

  async function look(): Promise<void> {
    if (isLooking) return
    isLooking = true
    try {
      for (const door of doors) await door.endLostVisits()
    } catch (error) {
      onBug(error, 'lost visits')
    } finally {
      isLooking = false
    }
  }

  const timer = setInterval(() => void look(), LOOK_EVERY_MS).unref()
  return () => clearInterval(timer)
}
