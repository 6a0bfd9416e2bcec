/** The words of notices outside of the page, in its languages. A browser says which one it wants when it subscribes. */
export type NoticeWords = {
  /** Several messages of one room. */
  several: (count: number, room: string) => string
  one: (room: string) => string
  reacted: (name: string, emoji: string) => string
  reminder: (room: string) => string
  /** What waited in quiet hours, of several rooms. */
  summary: (count: number, rooms: number) => string
  file: string
  test: string
}

const english: NoticeWords = {
  several: (count, room) => `${count} new in ${room}`,
  one: (room) => `New message in ${room}`,
  reacted: (name, emoji) => `${name} reacted with ${emoji}`,
  reminder: (room) => `Reminder from ${room}`,
  summary: (count, rooms) => `${count} new messages in ${rooms} rooms`,
  file: 'A file',
  test: 'Notifications work on this device.',
}

const german: NoticeWords = {
  several: (count, room) => `${count} neue in ${room}`,
  one: (room) => `Neue Nachricht in ${room}`,
  reacted: (name, emoji) => `${name} hat mit ${emoji} reagiert`,
  reminder: (room) => `Erinnerung aus ${room}`,
  summary: (count, rooms) => `${count} neue Nachrichten in ${rooms} Räumen`,
  file: 'Eine Datei',
  test: 'Auf diesem Gerät kommen Mitteilungen an.',
}

// Numbers before a colon need no plural, of which Arabic has five.
const arabic: NoticeWords = {
  several: (count, room) => `رسائل جديدة في ${room}: ${count}`,
  one: (room) => `رسالة جديدة في ${room}`,
  reacted: (name, emoji) => `تفاعل ${name} بـ ${emoji}`,
  reminder: (room) => `تذكير من ${room}`,
  summary: (count, rooms) => `رسائل جديدة: ${count}، في غرف: ${rooms}`,
  file: 'ملف',
  test: 'تصل الإشعارات إلى هذا الجهاز.',
}

export const wordsFor = (language: string): NoticeWords => {
  const [first] = language.split('-')
  return first === 'ar' ? arabic : first === 'de' ? german : english
}
