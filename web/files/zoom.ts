/** How a picture lies on the stage: its scale, and how far it was moved from the middle, in pixels. */
export type Zoom = { scale: number; x: number; y: number }

export const NO_ZOOM: Zoom = { scale: 1, x: 0, y: 0 }
export const ZOOM_STEP = 1.5
const MOST = 8

/** The same picture so many times larger. The point under the fingers stays: it is given from the stage's middle. */
export function zoomed({ scale, x, y }: Zoom, times: number, atX = 0, atY = 0): Zoom {
  const next = Math.min(MOST, Math.max(1, scale * times))
  if (next === 1) return NO_ZOOM
  const ratio = next / scale
  return { scale: next, x: atX - (atX - x) * ratio, y: atY - (atY - y) * ratio }
}
