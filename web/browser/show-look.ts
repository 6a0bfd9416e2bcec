import type { Preferences } from '../../protocol/models.ts'
import { look } from './look.ts'

/** Puts the preferences on the document for the styles, before the first paint: the page's data contains them. */
export function showLook({ clock = 'system', density = 'comfortable', textSize = 'medium' }: Preferences = {}): void {
  look.value = { clock, density, textSize }
  const { dataset } = document.documentElement
  dataset['density'] = density
  dataset['text'] = textSize
}
