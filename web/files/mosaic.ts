/** The rows of a mosaic: one for two pictures, and two for more, the shorter one first. */
export function rowsOf<T>(pictures: readonly T[]): T[][] {
  const first = pictures.length < 3 ? pictures.length : Math.floor(pictures.length / 2)
  return [pictures.slice(0, first), pictures.slice(first)].filter((row) => row.length > 0)
}
