/** The words about people: the profile card, the directory, one's own status. They are loaded with the dialogs. */
import { type PeopleWords, people } from './english/people.ts'
import { inLanguage } from './language.ts'

export let peopleWords: PeopleWords = people

inLanguage((dictionary) => (peopleWords = dictionary.people))
