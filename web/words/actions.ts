/** The words of the menus of a message and of a room. They are loaded with these menus. */
import { type ActionWords, actions } from './english/actions.ts'
import { inLanguage } from './language.ts'

export let actionWords: ActionWords = actions

inLanguage((dictionary) => (actionWords = dictionary.actions))
