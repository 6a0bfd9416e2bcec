import type { ShellWords } from '../english/shell.ts'
import { counted, list, number } from './counting.ts'

export const shell: ShellWords = {
  room: {
    menu: 'Raummenü',
    pinned: 'Angeheftete Nachrichten',
    search: 'Nachrichten durchsuchen',
    here: (count) => `${number.format(count)} hier`,
    members: (count) => counted(count, 'Mitglied', 'Mitglieder'),
    typing: (names) => {
      if (names.length > 3) return 'Mehrere schreiben…'
      return `${list.format(names)} ${names.length === 1 ? 'schreibt' : 'schreiben'}…`
    },
    you: (name) => `Du bist ${name}`,
    youAre: 'Du bist',
  },

  timeline: {
    reply: (name) => `Antwort an ${name}`,
    replyMissing: 'Die ursprüngliche Nachricht ist nicht verfügbar.',
    replyLoading: 'Antwort an…',
    reaction: (emoji, count) => `${emoji} ${number.format(count)}`,
    reacted: (names, others) =>
      list.format(others > 0 ? [...names, counted(others, 'weitere Person', 'weitere Personen')] : names),
    addReaction: 'Reaktion hinzufügen',
    me: 'du',
  },

  sidebar: {
    label: 'Räume und Personen',
    open: 'Räume und Personen',
    openUnread: 'Räume und Personen, neue Nachrichten',
    close: 'Schließen',
    switch: 'Suchen oder wechseln…',
    menu: 'Optionen für alle Räume',
    favourites: 'Favoriten',
    begun: 'nicht gesendeter Entwurf',
    inbox: 'Posteingang',
    saved: 'Gemerkt',
    rooms: 'Räume',
    directs: 'Direktnachrichten',
    requests: 'Anfragen',
    archived: 'Archiviert',
    here: 'Gerade hier',
    browse: 'Räume entdecken',
    people: 'Alle Personen',
    status: 'Status setzen',
    isHere: 'gerade hier',
    newRoom: 'Neuer Raum',
    newDirect: 'Neue Nachricht',
    more: (count) => `und ${number.format(count)} weitere`,
    unread: (count) => `${number.format(count)} ungelesen`,
    mentions: (count) => counted(count, 'Erwähnung', 'Erwähnungen'),
    reminders: (count) => counted(count, 'Erinnerung', 'Erinnerungen'),
    moderation: 'Moderation',
    reports: (count) => `, ${counted(count, 'offene Meldung', 'offene Meldungen')}`,
  },

  intro: {
    label: (room) => `Über ${room}`,
    made: (name, day) => (name === undefined ? `Erstellt am ${day}.` : `Erstellt von ${name} am ${day}.`),
    invite: 'Leute einladen',
    topic: 'Thema festlegen',
  },

  connection: {
    reconnecting: 'Verbindung wird wiederhergestellt…',
    connecting: 'Verbindung wird aufgebaut…',
    offline: 'Du bist offline. Deine Nachrichten werden gesendet, sobald du wieder verbunden bist.',
    catchingUp: 'Verpasstes wird geladen…',
  },

  draft: {
    waiting: 'Wartet',
    sending: 'Wird gesendet…',
    notSaved: 'Auf diesem Gerät nicht gespeichert. Lass die Seite offen, bis es gesendet ist.',
    waitingCount: (count) => `${number.format(count)} warten`,
  },

  theme: { system: 'Design: System', light: 'Design: hell', dark: 'Design: dunkel' },

  composer: {
    files: 'Dateien hinzufügen',
    newLine: 'Neue Zeile',
    emoji: 'Emoji hinzufügen',
    formatting: 'Formatierung',
    mention: 'Jemanden erwähnen',
    preview: 'Vorschau',
    slow: (seconds) => `Langsamer Modus: Deine nächste Nachricht wird in ${number.format(seconds)} s gesendet`,
  },
}
