/** Commands about my preferences for the page: the same on all of my devices. The theme is each device's own. */
import { Preferences } from '../models.ts'
import { command } from './command.ts'

export const preferenceCommands = {
  'preferences:get': command({ does: 'My preferences for the page.', input: {}, output: Preferences }),
  'preferences:update': command({
    does: 'Changes the given preferences; the others stay. My other devices get the change. The theme, light or dark, is no preference: each device has its own.',
    input: Preferences.entries,
    output: Preferences,
  }),
}
