/** The emoji picker, in words. */
import { counted } from './counting.ts'

export const emoji = {
  label: 'Emoji',
  search: 'Search emoji',
  custom: 'Custom',
  recent: 'Recent',
  /** In the order of Unicode's list. */
  groups: [
    'Smileys',
    'People',
    'Animals and nature',
    'Food and drink',
    'Travel and places',
    'Activities',
    'Objects',
    'Symbols',
    'Flags',
  ],
  categories: 'Categories',
  tone: 'Skin tone',
  tones: ['Default', 'Light', 'Medium light', 'Medium', 'Medium dark', 'Dark'],
  found: (count: number) => counted(count, 'emoji found', 'emoji found'),
  none: 'No emoji found. Try another word.',
}

export type EmojiWords = typeof emoji
