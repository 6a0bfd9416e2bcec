/** A name for an emoji, made of the name of its file; empty where nothing is left of it. */
export const nameOfFile = (file: string): string =>
  file
    .replace(/\.[^.]*$/, '')
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z\d_-]+/g, '_')
    .replace(/^[_-]+/, '')
    .slice(0, 32)
    .replace(/[_-]+$/, '')
