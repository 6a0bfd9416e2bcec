/** The room that files take up, known before any of their bytes: nothing moves when they come. */
type Placed = { width?: number; height?: number }

/** Pictures and videos, which have measures, are shown in the page. All others are cards. */
export const isShown = ({ width }: Placed): boolean => width !== undefined

/** The values that the rule of `.files` works with. Several pictures share one room. */
export function roomOf(files: readonly Placed[]): Record<string, number | undefined> {
  const shown = files.filter(isShown)
  const { width = 999, height = 666 } = files[1] ? {} : files[0]!
  return { '--w': shown[0] && width, '--h': height, '--cards': files.length - shown.length }
}
