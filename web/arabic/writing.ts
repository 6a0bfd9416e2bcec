import type { WritingWords } from '../words-writing.ts'
import { type Forms, counted } from './counting.ts'

const CHOICES: Forms = {
  zero: 'لا خيارات',
  one: 'خيار واحد',
  two: 'خياران',
  few: '# خيارات',
  many: '# خيارًا',
  other: '# خيار',
}

export const writing: WritingWords = {
  choices: { people: 'الأشخاص', emoji: 'الرموز التعبيرية', rooms: 'الغرف', commands: 'الأوامر' },
  found: (count) => `${counted(count, CHOICES)}. الأسهم للتنقل، وEnter للاختيار، وEsc للإغلاق.`,
  everybody: 'كل من في هذه الغرفة',
  notHere: 'ليس في هذه الغرفة',
  help: {
    commands: 'الأوامر',
    literally: 'لكتابة سطر كهذا كما هو ابدأه بـ // أو بمسافة.',
    markdown: 'Markdown',
    marks: [
      { write: '**bold**', gives: 'غامق' },
      { write: '*slanted*', gives: 'مائل' },
      { write: '~~struck out~~', gives: 'مشطوب' },
      { write: '`code`', gives: 'شيفرة برمجية' },
      { write: '```js', gives: 'أسطر من الشيفرة حتى ``` التالية' },
      { write: '> quote', gives: 'اقتباس' },
      { write: '- item', gives: 'قائمة' },
      { write: '[words](https://…)', gives: 'رابط' },
    ],
  },
  commands: {
    me: { args: 'يلوّح', does: 'قل ما تفعله' },
    topic: { args: 'الموضوع', does: 'غيّر موضوع هذه الغرفة' },
    invite: { args: '@اسم', does: 'أدخل شخصًا إلى هذه الغرفة' },
    shrug: { args: 'كلمات', does: 'أضف ¯\\_(ツ)_/¯' },
    join: { args: '#غرفة', does: 'اذهب إلى غرفة وانضم إليها' },
    leave: { args: '', does: 'غادر هذه الغرفة' },
    nick: { args: 'اسم', does: 'غيّر اسمك' },
    help: { args: '', does: 'أظهر ما يمكن كتابته' },
  },
  unknown: (typed, meant) =>
    meant === undefined
      ? `لا يوجد أمر /${typed}. يعرض /help ما هو موجود، وتكتبه // كما هو.`
      : `/${typed}: هل قصدت /${meant}؟`,
  needs: (command, args) => `اكتبه مع المقصود: /${command} ${args}`,
  alone: (command) => `لا يأتي بعده شيء: اكتب /${command} وحده.`,
  nobody: (name) => `لا يوجد أحد اسمه ${name}.`,
  several: (name, names, isMore) =>
    `يبدأ بـ ${name} أكثر من اسم: ${names.join('، ')}${isMore ? ' وغيرهم' : ''}. اكتب الاسم كاملًا.`,
  noRoom: (name) => `لا توجد غرفة اسمها ${name} يمكنك الانضمام إليها.`,
  stays: 'يبقى الجميع في الردهة.',
  done: {
    topic: 'تغيّر الموضوع.',
    invite: (name) => `صار ${name} في هذه الغرفة.`,
    nick: (name) => `صار اسمك ${name}.`,
  },
}
