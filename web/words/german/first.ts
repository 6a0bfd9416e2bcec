import type { FirstWords } from '../english/first.ts'
import { LOCALE, counted, number } from './counting.ts'

export const first: FirstWords = {
  locale: LOCALE,
  product: 'Earshot',
  title: (room, chat) => `${room} · ${chat}`,

  unreachable: 'Der Server ist nicht erreichbar. Prüf deine Verbindung und versuch es noch einmal.',

  join: {
    heading: (room) => `${room} beitreten`,
    label: 'Dein Name',
    button: 'Beitreten',
    tryAgainIn: (seconds) => `Versuch es in ${counted(seconds, 'Sekunde', 'Sekunden')} noch einmal.`,
    password: 'Passwort',
    hasPassword: 'Stattdessen anmelden',
    signIn: 'Anmelden',
    signInHeading: 'Anmelden',
    isNew: 'Als Gast beitreten',
    isMe: 'Das bin ich, anmelden',
    takeName: (name) => `Als „${name}“ beitreten`,
    invitation: 'Einladung',
    invite: {
      heading: 'Nur mit Einladung',
      text: 'Bitte ein Mitglied um einen Link. Wenn du schon einen hast, öffne ihn oder füg ihn hier ein.',
    },
    closed: {
      heading: 'Anmelden',
      text: 'Hier brauchst du ein Konto. Bitte ein Mitglied um einen Link dafür.',
    },
  },

  room: {
    topicless: { open: 'Alle in Hörweite können mitlesen.', closed: 'Nur Mitglieder können mitlesen.' },
    unsent: (count) => `${counted(count, 'Nachricht', 'Nachrichten')} noch nicht gesendet.`,
    guest: 'Gast',
    bot: 'Bot',
    archived: 'Archiviert',
    locked: 'Schreibsperre',
    slow: (seconds) => `Jede Person kann alle ${counted(seconds, 'Sekunde', 'Sekunden')} einmal schreiben`,
    slowShort: (seconds) => `Langsam ${number.format(seconds)} s`,
  },

  timeline: {
    label: (room) => `Nachrichten in ${room}`,
    loading: 'Nachrichten werden geladen…',
    loadingOlder: 'Ältere Nachrichten werden geladen…',
    loadingNewer: 'Neuere Nachrichten werden geladen…',
    failed: (why) => `Die Nachrichten konnten nicht geladen werden: ${why}`,
    retry: 'Noch einmal versuchen',
    start: {
      open: (room) => `Hier beginnt #${room}.`,
      closed: (room) => `Hier beginnt ${room}.`,
      direct: (names) => `Hier beginnt deine Unterhaltung mit ${names}.`,
    },
    empty: { heading: 'Noch keine Nachrichten', text: 'Sag Hallo.' },
    joinToRead: 'Tritt bei, um die Nachrichten zu lesen.',
    newLine: 'Neu',
    today: 'Heute',
    yesterday: 'Gestern',
    edited: '(bearbeitet)',
    pinned: 'Angeheftet',
    forwarded: 'Weitergeleitet',
    saved: 'Gemerkt',
    deleted: 'Diese Nachricht wurde gelöscht.',
    filesDeleted: 'Ihre Dateien wurden gelöscht.',
    linkTo: ', Link zu dieser Nachricht',
    copy: 'Kopieren',
    copied: 'Kopiert',
    copyFailed: 'Kopieren fehlgeschlagen',
  },

  draft: {
    signedOut: 'Du wurdest abgemeldet, bevor das gesendet war.',
  },

  composer: {
    label: 'Nachricht',
    placeholder: (room) => `Nachricht an ${room}`,
    send: 'Senden',
    hint: 'Enter zum Senden, Shift+Enter für eine neue Zeile',
  },

  connection: {
    signedOut: 'Du wurdest abgemeldet.',
    dismiss: 'OK',
    reload: 'Neu laden',
  },

  broken: {
    heading: 'Auf dieser Seite ist etwas schiefgegangen',
    text: 'Deine Entwürfe sind sicher. Neu laden hilft meistens.',
    unloaded: 'Dieser Teil der Seite konnte nicht geladen werden.',
    part: 'Hier ist etwas schiefgegangen. Der Rest der Seite funktioniert.',
  },
}
