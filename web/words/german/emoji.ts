import type { EmojiWords } from '../english/emoji.ts'
import { counted } from './counting.ts'

export const emoji: EmojiWords = {
  label: 'Emojis',
  search: 'Emoji suchen',
  custom: 'Eigene',
  recent: 'Zuletzt benutzt',
  groups: [
    'Smileys',
    'Menschen',
    'Tiere und Natur',
    'Essen und Trinken',
    'Reisen und Orte',
    'Aktivitäten',
    'Gegenstände',
    'Symbole',
    'Flaggen',
  ],
  categories: 'Kategorien',
  tone: 'Hautfarbe',
  tones: ['Standard', 'Hell', 'Mittelhell', 'Mittel', 'Mitteldunkel', 'Dunkel'],
  found: (count) => counted(count, 'Emoji gefunden', 'Emojis gefunden'),
  none: 'Kein Emoji gefunden. Versuch ein anderes Wort.',
}
