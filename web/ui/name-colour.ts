/** The same name has the same colour everywhere and for ever. */
export function hueOf(name: string): number {
  // Twenty-four hues: closer ones look alike, and would promise a difference that nobody sees.
  return (hash(name) % 24) * 15
}

/** FNV-1a: short, and neighbouring names land far from each other. */
export function hash(text: string): number {
  let value = 0x811c9dc5
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193)
  // Its low bits are the weak ones.
  return (value ^ (value >>> 15)) >>> 0
}
