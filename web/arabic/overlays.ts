import type { ChatRole, Role } from '../../protocol/models.ts'
import type { OverlayWords } from '../words-overlays.ts'
import {
  BEGUN,
  DAYS,
  HOURS,
  MEMBERS,
  MESSAGES,
  MINUTES,
  PEOPLE,
  SECONDS,
  UNREAD,
  counted,
  list,
  number,
} from './counting.ts'

const minutes = (count: number): string => {
  if (count % 1_440 === 0) return counted(count / 1_440, DAYS)
  if (count % 60 === 0) return counted(count / 60, HOURS)
  return counted(count, MINUTES)
}

const roles: Record<Role, string> = {
  owner: 'مالك',
  moderator: 'مشرف',
  host: 'مضيف',
  member: 'عضو',
  guest: 'ضيف',
}

const roleWord = (role: string): string => (Object.hasOwn(roles, role) ? roles[role as ChatRole] : role)

const roomChange = ([what, value]: [string, unknown]): string => {
  switch (what) {
    case 'isArchived':
      return value === true ? 'أرشفها' : 'أخرجها من الأرشيف'
    case 'isLocked':
      return value === true ? 'أقفلها' : 'فتح قفلها'
    case 'slowSeconds':
      return value === 0 ? 'أنهى وضع الإبطاء' : `أبطأها (${counted(Number(value), SECONDS)})`
    case 'kind':
      return value === 'open' ? 'فتحها للجميع' : 'أغلقها'
    case 'name':
    case 'from':
    case 'to':
      return 'غيّر اسمها'
    default:
      return 'غيّر إعداداتها'
  }
}

export const overlays: OverlayWords = {
  number: (count) => number.format(count),
  list: (names) => list.format(names),
  minutes,
  headings: {
    account: 'أنت',
    browse: 'الغرف',
    'new-room': 'غرفة جديدة',
    'new-direct': 'محادثة جديدة',
    moderation: 'الإشراف',
    report: 'الإبلاغ عن رسالة',
    switcher: 'الذهاب إلى',
    keys: 'لوحة المفاتيح',
    writing: 'ما يمكن كتابته',
    versions: 'النسخ السابقة',
  },
  roles,
  cancel: 'إلغاء',
  close: 'إغلاق',
  loading: 'جارٍ التحميل…',
  again: 'حاول مجددًا',
  more: 'أظهر المزيد',

  dialog: { close: 'إغلاق', back: 'رجوع' },

  link: {
    copy: 'نسخ',
    copied: 'نُسخ',
    copyYourself: 'لا يسمح هذا المتصفح لأي صفحة بالنسخ. الرابط محدّد: انسخه بلوحة المفاتيح.',
    qr: 'الرابط نفسه رمزًا تقرؤه الكاميرا',
    holds: (time) => `صالح لمدة ${time} أخرى. يعمل مرة واحدة.`,
  },

  pick: {
    search: 'ابحث عن أشخاص بالاسم',
    picked: 'المختارون',
    remove: (name) => `لا تختر ${name}`,
    full: (most) => `هذا كل ما يسعه: ${counted(most, PEOPLE)} على الأكثر.`,
    nobody: 'لا أحد بهذا الاسم.',
  },

  account: {
    language: { heading: 'اللغة', label: 'لغة الصفحة' },
    keep: {
      heading: 'احتفظ بهذا الاسم',
      why: 'أنت ضيف: اسمك لك في هذا المتصفح فقط. بكلمة مرور يصبح لك دائمًا مع كل ما قلته، ويمكنك الدخول من أجهزة أخرى.',
      password: 'كلمة مرور خاصة بك',
      hint: '8 أحرف على الأقل. بضع كلمات خيار جيد.',
      button: 'احتفظ باسمي',
      done: (name) => `صار ${name} لك. سجّل الدخول من أي مكان بهذا الاسم وكلمة مرورك.`,
    },
    rename: {
      heading: 'الاسم',
      label: 'ما تُدعى به',
      button: 'غيّر الاسم',
      done: 'تغيّر. كل ما قلته يحمل الاسم الجديد.',
      take: (name) => `خذ الاسم «${name}»`,
    },
    password: {
      heading: 'كلمة المرور',
      current: 'كلمة المرور الحالية',
      next: 'كلمة المرور الجديدة',
      hint: 'يُسجَّل الخروج من كل أجهزتك الأخرى.',
      button: 'غيّر كلمة المرور',
      done: 'تغيّرت. سُجّل الخروج من أجهزتك الأخرى.',
    },
    devices: {
      heading: 'الأجهزة',
      unnamed: 'جهاز',
      this: 'هذا الجهاز',
      lastUsed: (ago) => `آخر استخدام ${ago}`,
      end: 'تسجيل الخروج',
      endOne: (device) => `تسجيل الخروج من ${device}`,
      endOthers: 'تسجيل الخروج من الأجهزة الأخرى',
      endOthersQuestion: 'يُسجَّل الخروج فورًا من كل جهاز غير هذا. يمكنك الدخول منها مجددًا.',
    },
    link: {
      heading: 'الدخول من جهاز آخر',
      text: 'افتح الرابط هناك، أو وجّه الكاميرا نحو الرمز. من يملكه يستطيع أن يكون أنت، فلا تُره لأحد.',
      label: 'رابط يُدخل جهازًا آخر',
      button: 'أنشئ رابطًا',
      another: 'أنشئ رابطًا آخر',
      over: 'انتهت صلاحية الرابط. أنشئ غيره.',
    },
    audit: 'ما فعله المشرفون',
    blocked: {
      heading: 'المحجوبون',
      unknown: 'شخص ليس هنا',
      unblock: 'إلغاء الحجب',
      unblockOne: (name) => `إلغاء حجب ${name}`,
    },
    signOut: {
      heading: 'تسجيل الخروج',
      button: 'تسجيل الخروج',
      anyway: (count) => `سجّل الخروج واحذف${count === 1 ? 'ها' : count === 2 ? 'هما' : ' كل ما لم يُرسل'}`,
      begun: (count) => counted(count, BEGUN),
      stay: 'ابقَ',
      asGuest: 'لأنك ضيف بلا كلمة مرور لن تستطيع العودة بالشخصية نفسها.',
    },
    leave: {
      heading: 'المغادرة نهائيًا',
      text: 'يُنسى اسمك وكلمة مرورك ومقاعدك. لا يمكن لأحد التراجع عن ذلك.',
      button: 'المغادرة نهائيًا…',
      question: 'تغادر هذه الدردشة نهائيًا على كل الأجهزة. لا عودة إلى هذا الحساب.',
      legend: 'مصير ما قلته',
      keep: 'يبقى',
      keepHint: 'تحت اسم «عضو سابق».',
      delete: 'يُحذف',
      deleteHint: 'كل رسالة لك، في كل غرفة.',
      keepAndLeave: 'غادر، وأبقِ رسائلي',
      deleteAndLeave: 'غادر، واحذف رسائلي',
      password: 'كلمة مرورك، للتأكد',
    },
  },

  browse: {
    search: 'ابحث عن غرفة',
    archived: 'الغرف المؤرشفة',
    none: 'لا توجد غرفة مفتوحة بعد.',
    nothing: 'لا غرفة بهذا الاسم.',
    members: (count) => counted(count, MEMBERS),
    isIn: 'أنت فيها',
    join: 'انضم',
    joinOne: (name) => `انضم إلى ${name}`,
  },

  newRoom: {
    heading: 'غرفة جديدة',
    name: 'الاسم',
    who: 'من يمكنه الدخول',
    open: 'مفتوحة',
    openHint: 'يجدها الجميع ويقرؤونها ويمكنهم الانضمام.',
    closed: 'مغلقة',
    closedHint: 'لا يعلم بوجودها إلا المدعوون.',
    topic: 'موضوعها',
    topicHint: 'اختياري.',
    people: 'من فيها منذ البداية',
    button: 'أنشئ الغرفة',
    madeWithoutTopic: 'أُنشئت الغرفة، لكن تعذّر تحديد موضوعها.',
  },

  newDirect: {
    text: (most) => `اختر شخصًا واحدًا، أو حتى ${number.format(most)}. لا يقرؤها إلا أنت وهم.`,
    button: 'افتح',
  },

  room: {
    label: 'عن هذه الغرفة',
    tabs: { about: 'نبذة', members: 'الأعضاء', invite: 'الدعوة', settings: 'الإعدادات' },
    address: 'العنوان',
    kind: 'النوع',
    kinds: {
      open: 'مفتوحة: يقرؤها الجميع وينضمون',
      closed: 'مغلقة: للمدعوين فقط',
      direct: 'لمن فيها فقط',
    },
    members: 'الأعضاء',
    messages: 'الرسائل',
    state: 'الآن',
    isArchived: 'مؤرشفة: للقراءة فقط',
    isLocked: 'مقفلة: لا يكتب إلا المضيفون والمشرفون',
    isSlow: (seconds) => `بطيئة: رسالة واحدة كل ${counted(seconds, SECONDS)}`,
    level: 'أخبرني عن',
    levels: { everything: 'كل شيء', mentions: 'الإشارات والردود', nothing: 'لا شيء' },
    leave: 'غادر هذه الغرفة',
    leaveOpen: 'لن تسمع هذه الغرفة بعد الآن. هي مفتوحة: يمكنك الانضمام مجددًا في أي وقت.',
    leaveClosed: 'لن تسمع هذه الغرفة بعد الآن، ولا يمكنك العودة إلا بدعوة ممن فيها.',
  },

  members: {
    search: 'ابحث عن عضو',
    nobody: 'لا أحد بهذا الاسم له مقعد هنا.',
    mutedUntil: (time) => `مكتوم حتى ${time}`,
    banned: 'محظور من هذه الدردشة',
    makeHost: 'اجعله مضيفًا',
    makeHostOne: (name) => `اجعل ${name} مضيفًا`,
    unmakeHost: 'لم يعد مضيفًا',
    unmakeHostOne: (name) => `لم يعد ${name} مضيفًا`,
    remove: 'إخراج',
    removeQuestion: (name) => `يفقد ${name} مقعده هنا ولا يمكنه العودة لمدة ساعة. ما قاله باقٍ.`,
  },

  roomSettings: {
    nameHint: 'تبقى الروابط القديمة إلى الغرفة صالحة.',
    save: 'حفظ',
    saved: 'حُفظ.',
    rules: 'من يمكنه فعل ماذا',
    locked: 'مقفلة',
    lockedHint: 'لا يكتب إلا المضيفون والمشرفون، ويقرأ الجميع.',
    slow: 'وضع الإبطاء',
    slowHint: 'المدة بين رسالتين للشخص الواحد. لا يشمل المضيفين والمشرفين.',
    pace: (seconds) => {
      if (seconds === 0) return 'متوقف'
      return seconds % 60 === 0 ? minutes(seconds / 60) : counted(seconds, SECONDS)
    },
    archiveHeading: 'الأرشيف',
    archiveText: 'تصبح الغرفة للقراءة فقط وتبتعد عن الطريق. يمكنك التراجع.',
    restoreText: 'هذه الغرفة مؤرشفة: للقراءة فقط.',
    archive: 'أرشف هذه الغرفة',
    restore: 'أخرجها من الأرشيف',
    deleteHeading: 'الحذف',
    delete: 'احذف هذه الغرفة…',
    deleteForGood: 'احذف نهائيًا',
    deleteQuestion: (members, messages) =>
      `تزول الغرفة ومعها ${counted(messages, MESSAGES)}، لدى ${counted(members, MEMBERS)}. لا يمكن لأحد التراجع عن ذلك.`,
    typeName: 'اكتب اسم الغرفة، للتأكد',
    typeThis: 'اسمها',
  },

  invite: {
    seatHeading: 'أشخاص موجودون هنا',
    seatHint: 'يدخلون فورًا ويرون كل ما قيل.',
    add: 'إضافة',
    addOne: (name) => `إضافة ${name}`,
    isIn: 'في الداخل',
    linkHeading: 'رابط لشخص جديد',
    where: 'ما يفتحه',
    all: 'الدردشة كلها',
    allHint: 'من يأتي به يكون ضيفًا كغيره.',
    here: 'هذه الغرفة فقط',
    hereHint: 'من يأتي به لا يرى غرفة أخرى ولا أحدًا غير من فيها.',
    onlyRoom: (name) => (name === undefined ? 'غرفة واحدة فقط' : `${name} فقط`),
    uses: 'كم شخصًا يستخدمه',
    usesOf: (count) => (count === 0 ? 'أي عدد' : counted(count, PEOPLE)),
    holds: 'مدة صلاحيته',
    holdsFor: (count) => (count === 0 ? 'دائم' : minutes(count)),
    link: 'رابط الدعوة',
    once: 'يُعرض هذه المرة فقط: انسخه الآن.',
    make: 'أنشئ رابطًا',
    makeAnother: 'أنشئ رابطًا آخر',
    standing: 'الروابط الصالحة',
    none: 'لا رابط صالحًا حاليًا.',
    left: (count) => (count === undefined ? 'أي عدد' : `بقي ${number.format(count)}`),
    until: (when) => `ينتهي ${when}`,
    forEver: 'بلا نهاية',
    by: (name) => `من ${name}`,
    revoke: 'سحب',
  },

  person: {
    here: 'موجود الآن',
    kinds: {
      guest: 'له اسم هنا فقط، بلا كلمة مرور',
      person: 'احتفظ بهذا الاسم',
      bot: 'برنامج',
    },
    me: 'هذا أنت.',
    message: 'مراسلة',
    mention: 'إشارة',
    block: 'حجب',
    unblock: 'إلغاء الحجب',
    blockHint: 'إذا حجبت شخصًا لم تعد ترى شيئًا مما يقوله، ولا يمكنه مراسلتك مباشرة.',
    isBlocked: 'حجبته: لا ترى شيئًا مما يقوله، ولا يمكنه مراسلتك مباشرة.',
    moderate: 'الإشراف',
    host: {
      make: (room) => `اجعله مضيفًا في ${room}`,
      unmake: (room) => `لم يعد مضيفًا في ${room}`,
      made: (name, room) => `صار ${name} مضيفًا في ${room}.`,
      unmade: (name, room) => `لم يعد ${name} مضيفًا في ${room}.`,
    },
    mute: {
      heading: 'الكتم',
      muteFor: (time) => `اكتم لمدة ${time}`,
      where: 'أين',
      here: (room) => `في ${room}`,
      everywhere: 'في كل مكان',
      unmute: 'دعه يكتب مجددًا',
      muted: (name, time) => `لا يمكن لـ${name} الكتابة لمدة ${time}.`,
      unmuted: (name) => `يمكن لـ${name} الكتابة مجددًا.`,
    },
    remove: {
      button: (room) => `أخرجه من ${room}`,
      done: (name, room) => `لم يعد ${name} في ${room}.`,
    },
    messages: {
      button: 'احذف ما قاله…',
      doIt: 'حذف',
      question: (name, hours) =>
        `يزول كل ما قاله ${name} في تلك المدة، في كل الغرف. يمكن التراجع خلال ${counted(hours, HOURS)}.`,
      since: 'خلال آخر',
      lastHours: (hours) => minutes(hours * 60),
      done: (count) => (count === 0 ? 'لم يكن هناك ما يُحذف.' : `حُذف: ${counted(count, MESSAGES)}.`),
      undo: 'تراجع',
      undone: 'عاد كل شيء.',
    },
    ban: {
      button: 'حظر…',
      doIt: (name) => `احظر ${name}`,
      question: (name) => `يخرج ${name} فورًا من كل جهاز، ولا يمكنه العودة حتى ينتهي الحظر.`,
      howLong: 'المدة',
      forGood: 'نهائيًا',
      reason: 'السبب',
      reasonHint: 'يُعرض عليه، ويُدوَّن في السجل.',
      address: 'عنوانه أيضًا',
      addressHint: 'لا يدخل ضيف جديد من الشبكة نفسها في هذه الأثناء، ولا غيره ممن يشاركونه إياها.',
      done: (name) => `حُظر ${name}.`,
      undo: 'ألغِ الحظر',
      undone: (name) => `يمكن لـ${name} العودة.`,
    },
    appoint: {
      heading: 'الدور في الدردشة',
      legend: 'الدور في الدردشة',
      roles: { member: 'عضو', moderator: 'مشرف', owner: 'مالك' },
      member: 'يشارك.',
      moderator: 'يكتم ويحظر ويحذف الرسائل ويبتّ في البلاغات.',
      owner: 'يفعل ذلك كله، ويعيّن غيره، ويقرر الإعدادات.',
      done: (name, role) => `صار ${name} الآن ${role}.`,
    },
  },

  moderation: {
    label: 'الإشراف',
    nothing: 'لا شيء لك هنا.',
    tabs: { reports: 'البلاغات', bans: 'المحظورون', invitations: 'الدعوات', audit: 'السجل', settings: 'الإعدادات' },
    noReports: 'لا بلاغات. كل شيء على ما يرام.',
    noBans: 'لا أحد محظور.',
    noAudit: 'لم يحدث شيء بعد.',
    show: 'أظهر',
    undoRemoval: 'أعدها',
    report: {
      by: 'أبلغ عنها',
      open: 'أظهرها في الغرفة',
      person: 'عن الكاتب',
      delete: 'حذف الرسالة',
      deleteQuestion: 'تزول الرسالة لدى الجميع. لا يمكن لأحد التراجع عن ذلك.',
      deleted: 'حُذفت الرسالة.',
      close: 'إغلاق البلاغ',
    },
    ban: {
      forGood: 'نهائيًا',
      until: (time) => `حتى ${time}`,
      by: (name) => `من ${name}`,
      undo: 'إلغاء',
      undoOne: (name) => `إلغاء حظر ${name}`,
    },
    settings: {
      roomsBy: 'من يمكنه إنشاء الغرف',
      auditFor: 'من يمكنه قراءة السجل',
      everyone: 'الجميع، والضيوف أيضًا',
      members: 'كل من له كلمة مرور',
      moderators: 'المشرفون والمالكون',
    },
  },

  audit: {
    somebody: 'شخص غادر',
    someRoom: 'غرفة مغلقة',
    ban: (by, user, until) => `${by} حظر ${user} ${until === undefined ? 'نهائيًا' : `حتى ${until}`}.`,
    unban: (by, user) => `${by} ألغى حظر ${user}.`,
    mute: (by, user, room, until) =>
      `${by} كتم ${user} ${room === undefined ? 'في كل مكان' : `في ${room}`}${until === undefined ? '' : ` حتى ${until}`}.`,
    unmute: (by, user, room) =>
      `${by} سمح لـ${user} بالكتابة مجددًا ${room === undefined ? 'في كل مكان' : `في ${room}`}.`,
    removeMessages: (by, user, count) => `${by} حذف ما قاله ${user}: ${counted(count, MESSAGES)}.`,
    undoRemoval: (by, user) => `${by} أعاد ما قاله ${user}.`,
    deleteMessage: (by, user, room) => `${by} حذف رسالة ${user} في ${room}.`,
    closeReport: (by) => `${by} أغلق بلاغًا.`,
    removeFromRoom: (by, user, room) => `${by} أخرج ${user} من ${room}.`,
    appointInRoom: (by, user, role, room) => `${by} جعل ${user} بدور ${roleWord(role)} في ${room}.`,
    appoint: (by, user, role) => `${by} جعل ${user} بدور ${roleWord(role)} في الدردشة.`,
    owner: (user) => `صار ${user} مالكًا برابط المالك.`,
    updateRoom: (by, room, changes) =>
      `${by}، في ${room}: ${list.format([...new Set(changes.map(roomChange))]) || 'غيّر إعداداتها'}.`,
    deleteRoom: (by, room) => `${by} حذف ${room}.`,
    settings: (by) => `${by} غيّر إعدادات الدردشة.`,
    other: (by, act) => `${by}: ${act}.`,
  },

  report: {
    text: 'يرى المشرفون الرسالة بنصها، وأنك أنت من أبلغ عنها.',
    reason: 'ما المشكلة فيها',
    button: 'إبلاغ',
    done: 'شكرًا لك. سيراها المشرفون.',
  },

  switcher: {
    label: 'غرفة أو شخص',
    nothing: 'لا شيء بهذا الاسم.',
    unread: (count) => counted(count, UNREAD),
    join: 'انضمام',
    message: 'مراسلة',
  },

  keys: {
    or: ' أو ',
    list: [
      { press: [['Ctrl', 'K']], does: 'الذهاب إلى غرفة أو شخص' },
      {
        press: [
          ['Alt', '↑'],
          ['Alt', '↓'],
        ],
        does: 'الغرفة السابقة أو التالية',
      },
      {
        press: [
          ['Alt', 'Shift', '↑'],
          ['Alt', 'Shift', '↓'],
        ],
        does: 'التالية التي فيها جديد',
      },
      { press: [['Enter']], does: 'إرسال' },
      { press: [['Shift', 'Enter']], does: 'سطر جديد' },
      { press: [['↑']], does: 'تعديل رسالتي الأخيرة، في حقل فارغ' },
      { press: [['↑'], ['↓'], ['Home'], ['End']], does: 'من رسالة إلى أخرى، في قائمة الرسائل' },
      { press: [['Esc']], does: 'إغلاق، أو تراجع، أو جعل الغرفة مقروءة' },
      { press: [['/'], ['Ctrl', 'Shift', 'F']], does: 'البحث' },
      { press: [['?']], does: 'هذه القائمة' },
    ],
  },

  arrival: {
    name: 'اسمك',
    password: 'كلمة المرور',
    again: 'كلمة المرور نفسها مجددًا',
    unequal: 'كلمتا المرور مختلفتان.',
    toChat: 'اذهب إلى الدردشة',
    empty: {
      heading: 'هذا الرابط ناقص',
      text: 'جزؤه الأخير بعد # غير موجود. افتح الرابط كما وصلك، أو انسخه كله.',
    },
    invite: {
      heading: 'أنت مدعو',
      text: 'اختر ما تريد أن تُدعى به، وادخل.',
      passwordText: 'اختر اسمًا وكلمة مرور: بهما تدخل مجددًا.',
      knownText: (name) => `أنت هنا باسم ${name}.`,
      button: 'ادخل',
    },
    owner: {
      heading: 'كن المالك',
      text: 'هذه الدردشة لك: أنت تقرر من يشرف ومن يدخل وكيف. اختر اسمًا وكلمة مرور. إن كان لك اسم هنا فاستخدمه.',
      button: 'كن المالك',
    },
    signIn: {
      heading: 'الدخول من هذا الجهاز',
      text: 'أُنشئ الرابط على جهاز آخر لك. يعمل مرة واحدة.',
      warning: (name) => `أنت داخل هنا باسم ${name}. ينتهي ذلك على هذا الجهاز.`,
      button: 'ادخل من هذا الجهاز',
    },
    takeName: (name) => `خذ الاسم «${name}»`,
  },
}
