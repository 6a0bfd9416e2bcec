import type { FindingWords } from '../english/finding.ts'
import { MENTIONS, MESSAGES, UNREAD, counted } from './counting.ts'

export const finding: FindingWords = {
  close: 'إغلاق',
  loading: 'جارٍ التحميل…',
  again: 'حاول مجددًا',
  more: 'أظهر المزيد',
  deleted: 'حُذفت هذه الرسالة.',
  filesDeleted: 'حُذفت ملفات هذه الرسالة.',
  direct: 'رسالة مباشرة',
  unread: 'غير مقروءة',

  search: {
    heading: 'البحث',
    label: 'البحث في الرسائل',
    placeholder: 'كلمات أو أجزاء منها',
    here: 'أنت دون شبكة. يشمل البحث الرسائل المحفوظة في هذا المتصفح فقط.',
    searching: 'جارٍ البحث…',
    found: (count, isAll) => (isAll ? counted(count, MESSAGES) : `أكثر من ${counted(count, MESSAGES)}`),
    none: { heading: 'لا نتائج', text: 'جرّب كلمات أقل أو أقصر، أو احذف مرشّحًا.' },
    meant: (query) => `ابحث بدلًا من ذلك عن \u2068${query}\u2069`,
    wider: 'ابحث بلا مرشّحات',
    clear: 'امسح البحث',
    further: 'لا نتائج في أحدث الرسائل بعد.',
    recent: 'عمليات البحث الأخيرة',
    forget: 'امسح عمليات البحث الأخيرة',
    filters: 'المرشّحات',
    filterList: [
      { filter: 'from:', does: 'من شخص: اسمه، أو me لك أنت' },
      { filter: 'in:', does: 'في غرفة واحدة' },
      { filter: 'before:', does: 'قبل يوم، مثل \u20662026-12-31\u2069' },
      { filter: 'after:', does: 'بعد يوم' },
      { filter: 'has:link', does: 'فيها رابط' },
      { filter: 'has:code', does: 'فيها شيفرة برمجية' },
      { filter: 'has:file', does: 'فيها ملف' },
      { filter: 'has:image', does: 'فيها صورة' },
      { filter: 'has:video', does: 'فيها فيديو' },
      { filter: 'has:audio', does: 'فيها تسجيل' },
      { filter: 'is:pinned', does: 'مثبّتة في غرفتها' },
    ],
    hint: 'يعثر على الرسائل التي فيها كل كلماتك. استخدم "علامتي التنصيص" لعبارة كاملة، و- قبل كلمة لاستبعادها.',
    choices: 'اقتراحات',
  },

  inbox: {
    heading: 'الوارد',
    unreadRooms: 'غرف غير مقروءة',
    unread: (count) => counted(count, UNREAD),
    mentions: (count) => counted(count, MENTIONS),
    markAll: 'اجعل الكل مقروءًا',
    entries: 'الإشارات والردود',
    kinds: { mention: 'أشار إليك', reply: 'ردّ عليك' },
    none: { heading: 'قُرئ كل شيء', text: 'تظهر الإشارات والردود هنا.' },
  },

  reminders: {
    heading: 'التذكيرات',
    done: 'تم',
    doneOne: (name) => `انتهيت من التذكير برسالة ${name}`,
    cancel: 'إلغاء',
    cancelOne: (name) => `ألغِ التذكير برسالة ${name}`,
  },

  saved: {
    heading: 'المحفوظات',
    remove: 'إزالة',
    removeOne: (name) => `إزالة رسالة ${name}`,
    showHow: 'أرني كيف',
    none: {
      heading: 'لا شيء محفوظ',
      text: 'اختر «احفظها لوقت لاحق» من قائمة أي رسالة. لا يراها هنا غيرك.',
    },
  },

  pinned: {
    heading: (room) => `المثبّت في ${room}`,
    none: { heading: 'لا شيء مثبّت', text: 'ثبّت رسالة من قائمتها ليجدها الجميع.' },
  },

  versions: {
    first: 'الأصل',
    at: (time) => `عُدّلت ${time}`,
    none: 'لا نسخ سابقة.',
    legend: 'المشطوب حُذف، والمسطّر أُضيف.',
  },
}
