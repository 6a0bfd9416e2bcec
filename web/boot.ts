import type { Boot } from '../protocol/models.ts'

/** What the server wrote into the page. It is our own server's, of the same version, so it is not checked again. */
export function readBoot(): Boot {
  const text = document.getElementById('boot')?.textContent ?? ''
  return JSON.parse(text) as Boot
}
