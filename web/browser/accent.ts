/** The chat's own colour. The styles take its hue, and fit its lightness to each theme (`accent.test.ts`). */
export function showAccent(colour: string | undefined): void {
  const { style, dataset } = document.documentElement
  if (colour) style.setProperty('--chosen', colour)
  dataset['accent'] = colour ? 'own' : ''
}
