import type { WritingWords } from '../english/writing.ts'
import { type Forms, counted } from './counting.ts'

const CHOICES: Forms = {
  zero: 'لا اقتراحات',
  one: 'اقتراح واحد',
  two: 'اقتراحان',
  few: '# اقتراحات',
  many: '# اقتراحًا',
  other: '# اقتراح',
}

export const writing: WritingWords = {
  choices: { people: 'الأشخاص', emoji: 'الرموز التعبيرية', rooms: 'الغرف', commands: 'الأوامر' },
  found: (count) => `${counted(count, CHOICES)}. الأسهم للتنقل، وEnter للاختيار، وEsc للإغلاق.`,
  formatting: 'التنسيق',
  formats: {
    bold: 'غامق',
    italic: 'مائل',
    strikethrough: 'مشطوب',
    code: 'شيفرة',
    quote: 'اقتباس',
    list: 'قائمة نقطية',
    numbers: 'قائمة مرقمة',
    link: 'رابط',
  },
  preview: 'معاينة',
  everybody: 'كل من في هذه الغرفة',
  notHere: 'ليس في هذه الغرفة',
  help: {
    commands: 'الأوامر',
    literally: 'لإرسال سطر كهذا نصًا ابدأه بـ // أو بمسافة.',
    markdown: 'Markdown',
    marks: [
      { write: '**غامق**', gives: 'غامق' },
      { write: '*مائل*', gives: 'مائل' },
      { write: '~~مشطوب~~', gives: 'مشطوب' },
      { write: '`شيفرة`', gives: 'شيفرة برمجية' },
      { write: '```js', gives: 'كتلة شيفرة حتى ``` التالية' },
      { write: '> اقتباس', gives: 'اقتباس' },
      { write: '- بند', gives: 'قائمة' },
      { write: '[كلمات](https://…)', gives: 'رابط' },
    ],
  },
  commands: {
    me: { args: 'يلوّح', does: 'صِف ما تفعله' },
    topic: { args: 'موضوع جديد', does: 'غيّر موضوع هذه الغرفة' },
    invite: { args: '@اسم', does: 'أضف شخصًا إلى هذه الغرفة' },
    shrug: { args: 'نص', does: 'أضف ¯\\_(ツ)_/¯' },
    join: { args: '#غرفة', does: 'اذهب إلى غرفة وانضم إليها' },
    leave: { args: '', does: 'غادر هذه الغرفة' },
    nick: { args: 'اسم جديد', does: 'غيّر اسمك' },
    help: { args: '', does: 'أظهر التنسيق والأوامر' },
  },
  unknown: (typed, meant) =>
    meant === undefined
      ? `الأمر /${typed} غير معروف. جرّب /help، أو ابدأ بـ // لإرساله نصًا.`
      : `/${typed}: هل قصدت /${meant}؟`,
  needs: (command, args) => `أضف ما تقصده: /${command} ${args}`,
  alone: (command) => `لا يأخذ /${command} نصًا بعده. أرسله وحده.`,
  nobody: (name) => `لا يوجد أحد اسمه ${name}.`,
  several: (name, names, isMore) =>
    `يبدأ بـ ${name} أكثر من اسم: ${names.join('، ')}${isMore ? ' وغيرهم' : ''}. اكتب الاسم كاملًا.`,
  noRoom: (name) => `لا توجد غرفة اسمها ${name} يمكنك الانضمام إليها.`,
  stays: 'لا يمكنك مغادرة الردهة.',
  done: {
    topic: 'تغيّر الموضوع.',
    invite: (name) => `أُضيف ${name} إلى هذه الغرفة.`,
    nick: (name) => `صار اسمك ${name}.`,
  },
}
