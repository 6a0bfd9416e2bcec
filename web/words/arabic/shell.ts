import type { ShellWords } from '../english/shell.ts'
import { MEMBERS, MENTIONS, OTHERS, REMINDERS, REPORTS, UNREAD, counted, list, number } from './counting.ts'

export const shell: ShellWords = {
  room: {
    menu: 'قائمة الغرفة',
    pinned: 'الرسائل المثبّتة',
    search: 'البحث في الرسائل',
    here: (count) => `${number.format(count)} هنا`,
    members: (count) => counted(count, MEMBERS),
    typing: (names) => {
      if (names.length > 3) return 'عدة أشخاص يكتبون…'
      return `${list.format(names)} ${names.length === 1 ? 'يكتب' : names.length === 2 ? 'يكتبان' : 'يكتبون'}…`
    },
    you: (name) => `أنت ${name}`,
    youAre: 'أنت',
  },

  timeline: {
    reply: (name) => `ردًا على ${name}`,
    replyMissing: 'الرسالة الأصلية غير متاحة.',
    replyLoading: 'ردًا على…',
    reaction: (emoji, count) => `${emoji} ${number.format(count)}`,
    reacted: (names, others) => list.format(others > 0 ? [...names, counted(others, OTHERS)] : names),
    addReaction: 'أضف تفاعلًا',
    me: 'أنت',
  },

  sidebar: {
    label: 'الغرف والأشخاص',
    open: 'الغرف والأشخاص',
    openUnread: 'الغرف والأشخاص، رسائل جديدة',
    close: 'إغلاق',
    switch: 'ابحث أو اذهب إلى…',
    menu: 'خيارات كل الغرف',
    favourites: 'المفضّلة',
    begun: 'مسودة لم تُرسل',
    inbox: 'الوارد',
    saved: 'المحفوظات',
    rooms: 'الغرف',
    directs: 'الرسائل المباشرة',
    requests: 'الطلبات',
    archived: 'المؤرشفة',
    here: 'الموجودون الآن',
    people: 'كل الأشخاص',
    status: 'اكتب حالتك',
    isHere: 'موجود الآن',
    browse: 'تصفّح الغرف',
    newRoom: 'غرفة جديدة',
    newDirect: 'رسالة جديدة',
    more: (count) => `و${number.format(count)} غيرهم`,
    unread: (count) => counted(count, UNREAD),
    mentions: (count) => counted(count, MENTIONS),
    reminders: (count) => counted(count, REMINDERS),
    moderation: 'الإشراف',
    reports: (count) => `، ${counted(count, REPORTS)}`,
  },

  intro: {
    label: (room) => `عن ${room}`,
    made: (name, day) => (name === undefined ? `أُنشئت في ${day}.` : `أنشأها \u2068${name}\u2069 في ${day}.`),
    invite: 'ادعُ أشخاصًا',
    topic: 'حدّد موضوعًا',
  },

  connection: {
    reconnecting: 'جارٍ إعادة الاتصال…',
    connecting: 'جارٍ الاتصال…',
    offline: 'أنت غير متصل. تُرسل رسائلك عندما يعود الاتصال.',
    catchingUp: 'جارٍ اللحاق بما فات…',
  },

  draft: {
    waiting: 'في الانتظار',
    sending: 'جارٍ الإرسال…',
    notSaved: 'ليست محفوظة على هذا الجهاز. أبقِ الصفحة مفتوحة حتى تُرسل.',
    waitingCount: (count) => `${number.format(count)} في الانتظار`,
  },

  theme: { system: 'المظهر: النظام', light: 'المظهر: فاتح', dark: 'المظهر: داكن' },

  composer: {
    files: 'إضافة ملفات',
    newLine: 'سطر جديد',
    emoji: 'أضف رمزًا تعبيريًا',
    formatting: 'التنسيق',
    mention: 'أشر إلى شخص',
    preview: 'معاينة',
    slow: (seconds) => `وضع الإبطاء: تُرسل رسالتك التالية بعد ${number.format(seconds)} ث`,
  },
}
