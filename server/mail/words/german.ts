import type { MailWords } from './mail-words.ts'

export const german: MailWords = {
  dir: 'ltr',
  hello: (name) => `Hallo ${name},`,
  confirm: {
    subject: (chat) => `Bestätige deine E-Mail-Adresse für ${chat}`,
    says: (chat) =>
      `Öffne diesen Link auf einem Gerät, auf dem du bei ${chat} angemeldet bist. Dann ist diese Adresse dort deine.`,
    button: 'Adresse bestätigen',
    holds: 'Der Link funktioniert einmal, innerhalb eines Tages.',
  },
  sign_in: {
    subject: (chat) => `Anmelden bei ${chat}`,
    says: (chat) => `Dieser Link meldet dich bei ${chat} an.`,
    button: 'Anmelden',
    holds: 'Der Link funktioniert einmal, innerhalb von 15 Minuten. Gib ihn niemandem.',
  },
  password: {
    subject: (chat) => `Ein neues Passwort für ${chat}`,
    says: (chat) =>
      `Mit diesem Link wählst du ein neues Passwort für ${chat}. Auf allen anderen Geräten wirst du dabei abgemeldet.`,
    button: 'Neues Passwort wählen',
    holds: 'Der Link funktioniert einmal, innerhalb einer Stunde. Gib ihn niemandem.',
  },
  changed: {
    subject: (chat) => `Deine E-Mail-Adresse bei ${chat} wurde geändert`,
    says: (chat) =>
      `E-Mails von ${chat} kommen nicht mehr an diese Adresse: Sie wurde in deinem Konto ersetzt oder entfernt. Wenn du das nicht warst, ändere dein Passwort und bitte einen Eigentümer des Chats um Hilfe.`,
  },
  missed: {
    fromPeople: (names) => `Nachrichten von ${names}`,
    inRoom: (room) => `Erwähnungen und Antworten in ${room}`,
    waiting: (count) => `Ungelesene Nachrichten: ${count}`,
    more: (count) => `Und ${count} weitere.`,
    open: 'Unterhaltung öffnen',
  },
  weekly: {
    subject: (chat) => `Deine Woche in ${chat}`,
    says: 'Das wartet ungelesen auf dich:',
    room: (name, count) => `${name}: ${count}`,
  },
  stop: 'Diese E-Mails abbestellen',
  notYou: 'Wenn du das nicht angefordert hast, tu nichts: Ohne den Link ändert sich nichts.',
  noReply: 'Antworten auf diese E-Mail liest niemand.',
}
