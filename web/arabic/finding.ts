import type { FindingWords } from '../words-finding.ts'
import { MENTIONS, MESSAGES, UNREAD, counted } from './counting.ts'

export const finding: FindingWords = {
  close: 'إغلاق',
  loading: 'جارٍ التحميل…',
  again: 'حاول مجددًا',
  more: 'أظهر المزيد',
  deleted: 'حُذفت هذه الرسالة.',
  direct: 'رسالة مباشرة',
  unread: 'غير مقروءة',

  search: {
    heading: 'البحث',
    label: 'البحث في الرسائل',
    placeholder: 'كلمات أو أجزاء منها',
    searching: 'جارٍ البحث…',
    found: (count, isAll) => (isAll ? counted(count, MESSAGES) : `${counted(count, MESSAGES)} وأكثر`),
    none: { heading: 'لا نتائج', text: 'جرّب كلمات أقل أو أقصر، أو احذف مرشّحًا.' },
    meant: (query) => `ابحث بدلًا من ذلك عن \u2068${query}\u2069`,
    further: 'لا نتائج بين أحدث الرسائل حتى الآن.',
    recent: 'عمليات البحث الأخيرة',
    forget: 'انسها',
    filters: 'المرشّحات',
    filterList: [
      { filter: 'from:', does: 'من شخص: اسمه، أو me لك أنت' },
      { filter: 'in:', does: 'في غرفة واحدة' },
      { filter: 'before:', does: 'قبل يوم، مثل \u20662026-12-31\u2069' },
      { filter: 'after:', does: 'بعد يوم' },
      { filter: 'has:link', does: 'فيها رابط' },
      { filter: 'has:code', does: 'فيها شيفرة برمجية' },
      { filter: 'is:pinned', does: 'مثبّتة في غرفتها' },
    ],
    hint: 'يجب أن ترد كل الكلمات، ولو داخل كلمات أخرى. بين علامتي "تنصيص" ترد متتالية، وعلامة - قبل كلمة تستبعدها.',
    choices: 'اقتراحات',
  },

  inbox: {
    heading: 'الوارد',
    unreadRooms: 'غرف غير مقروءة',
    unread: (count) => counted(count, UNREAD),
    mentions: (count) => counted(count, MENTIONS),
    markAll: 'اجعل كل شيء مقروءًا',
    entries: 'الإشارات والردود',
    kinds: { mention: 'أشار إليك', reply: 'ردّ عليك' },
    none: { heading: 'قُرئ كل شيء', text: 'عندما يشير إليك أحد أو يردّ عليك يظهر ذلك هنا.' },
  },

  saved: {
    heading: 'المحفوظات',
    remove: 'إزالة',
    removeOne: (name) => `إزالة رسالة ${name}`,
    none: {
      heading: 'لا شيء محفوظ',
      text: 'اختر «احفظها لوقت لاحق» من قائمة أي رسالة. لا يرى ذلك هنا غيرك.',
    },
  },

  pinned: {
    heading: (room) => `المثبّت في ${room}`,
    none: { heading: 'لا شيء مثبّت', text: 'ما ينبغي أن يجده الجميع يمكن تثبيته من قائمة الرسالة.' },
  },

  versions: {
    first: 'كما كُتبت أولًا',
    at: (time) => `عُدّلت ${time}`,
    none: 'لا توجد نسخة سابقة.',
    legend: 'المشطوب حُذف، والمسطّر أُضيف.',
  },
}
