/**
 * A page of rows, of which one more was read than is shown: if it was there, `next` tells where the next page begins.
 * `placeOf` writes the place of the last row.
 */
export function toPage<Row>(
  rows: readonly Row[],
  limit: number,
  placeOf: (last: Row) => string,
): { shown: Row[]; more: { next?: string } } {
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return { shown, more: rows.length > limit && last !== undefined ? { next: placeOf(last) } : {} }
}
