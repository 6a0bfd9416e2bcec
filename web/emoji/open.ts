/** Opens the emoji picker, which is loaded when it is first opened. */
import { words } from '../words/first.ts'
import type { Picking } from './picking.ts'

export async function openEmojiPicker(picking: Picking): Promise<void> {
  try {
    const { showPicker } = await import('./picker.tsx')
    await showPicker(picking)
  } catch (error) {
    // Offline, the picker may fail to load.
    console.warn(error)
    const { sayBriefly } = await import('../ui/say-briefly.ts')
    sayBriefly(words.broken.unloaded)
  }
}
