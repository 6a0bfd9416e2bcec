import type { EmojiWords } from '../english/emoji.ts'
import { type Forms, counted } from './counting.ts'

const FOUND: Forms = {
  zero: 'لا رموز',
  one: 'رمز واحد',
  two: 'رمزان',
  few: '# رموز',
  many: '# رمزًا',
  other: '# رمز',
}

export const emoji: EmojiWords = {
  label: 'الرموز التعبيرية',
  search: 'ابحث عن رمز تعبيري',
  custom: 'رموز الدردشة',
  recent: 'الأخيرة',
  groups: [
    'الوجوه',
    'الناس',
    'الحيوانات والطبيعة',
    'الطعام والشراب',
    'السفر والأماكن',
    'الأنشطة',
    'الأشياء',
    'الرموز',
    'الأعلام',
  ],
  categories: 'الفئات',
  tone: 'لون البشرة',
  tones: ['افتراضي', 'فاتح', 'فاتح متوسط', 'متوسط', 'داكن متوسط', 'داكن'],
  found: (count) => counted(count, FOUND),
  none: 'لم نجد رمزًا تعبيريًا. جرّب كلمة أخرى.',
}
