import type { LaterWords } from '../english/later.ts'
import { counted, list, number } from './counting.ts'

export const later: LaterWords = {
  room: {
    failed: 'Dieser Raum konnte nicht geöffnet werden',
    notFound: {
      heading: 'Raum nicht gefunden',
      text: 'Er wurde umbenannt oder gelöscht, oder er ist geschlossen und du bist kein Mitglied.',
      link: 'Zur Lobby',
    },
    goTo: (room) => `Zu ${room}`,
    invitedToOne: 'Du wurdest nur in einen Raum eingeladen. Bitte um eine neue Einladung.',
    gone: {
      left: (room) => ({ heading: `Du hast ${room} verlassen`, text: 'Deine Nachrichten bleiben dort.' }),
      removed: (room) => ({
        heading: `Du wurdest aus ${room} entfernt`,
        text: 'Das war ein Host oder die Moderation. Deine Nachrichten bleiben dort.',
      }),
      deleted: (room) => ({
        heading: `${room} wurde gelöscht`,
        text: 'Der Raum und alle seine Nachrichten sind weg.',
      }),
    },
  },

  skip: { messages: 'Zu den Nachrichten', writing: 'Zum Textfeld' },

  reminder: (name, text) => `Erinnerung. ${name}: ${text}`,

  notice: {
    several: (count: number, room: string) => `${number.format(count)} neue in ${room}`,
    one: (room: string) => `Neue Nachricht in ${room}`,
    said: (name: string, text: string) => `${name}: ${text}`,
  },

  sharedComputer: 'Hier nichts behalten: Auch andere nutzen diesen Computer',

  timeline: {
    you: 'Du',
    joined: (names, others) =>
      `${list.format(others > 0 ? [...names, counted(others, 'weitere Person', 'weitere Personen')] : names)} neu dabei`,
    blocked: 'Blockierte Nachricht',
    show: 'Anzeigen',
    hide: 'Ausblenden',
    whole: 'Ganze Nachricht anzeigen',
    less: 'Weniger anzeigen',
    notReacted: (emoji, why) => `${emoji} konnte nicht hinzugefügt werden: ${why}`,
    new: (count) => `${number.format(count)} neu`,
    toNewest: 'Zur neuesten Nachricht',
    announce: (name, text) => `${name}: ${text}`,
    announceMany: (count) => counted(count, 'neue Nachricht', 'neue Nachrichten'),
  },

  sidebar: {
    markAllRead: 'Alle als gelesen markieren',
    arrange: 'Seitenleiste ordnen',
    emoji: 'Eigene Emojis',
  },

  allRead: {
    done: (rooms) => `${counted(rooms, 'Raum', 'Räume')} als gelesen markiert.`,
    nothing: 'Alles ist schon gelesen.',
    undo: 'Rückgängig',
  },

  favourite: {
    added: (room) => `${room} ist jetzt ein Favorit.`,
    removed: (room) => `${room} ist kein Favorit mehr.`,
  },

  jump: {
    label: 'Zu einem Datum',
    date: 'Zu einem Datum',
    go: 'Los',
    lastWeek: 'Vor einer Woche',
    first: 'Erste Nachricht',
    none: 'Nach diesem Tag wurde nichts gesendet.',
  },

  request: {
    label: 'Anfrage',
    talk: (name) => `${name} möchte mit dir schreiben.`,
    room: (name) => `${name} hat dich in diesen Raum eingeladen.`,
    accept: 'Annehmen',
    decline: 'Ablehnen',
    block: (name) => `${name} blockieren`,
  },

  connection: {
    rewound: 'Dieser Chat wurde aus einer Sicherung wiederhergestellt. Neuere Nachrichten fehlen vielleicht.',
    lostName: (was, now) => `„${was}“ gehört jetzt einem Mitglied. Du bist „${now}“.`,
    otherName: 'Anderen Namen wählen',
    over: {
      refused: 'Du kannst diesem Chat nicht beitreten',
      banned: {
        heading: 'Du wurdest in diesem Chat gesperrt.',
        text: ({ until, reason }, sayTime) => {
          const when = until === undefined ? '' : ` bis ${sayTime(until)}`
          return reason === '' ? `Du bist${when} gesperrt.` : `Du bist${when} gesperrt: \u2068${reason}\u2069`
        },
      },
      reasons: {
        signed_out: { heading: 'Du wurdest abgemeldet.', text: 'Du kannst jederzeit wiederkommen.' },
        ended_elsewhere: {
          heading: 'Du wurdest abgemeldet.',
          text: 'Diese Sitzung wurde auf einem anderen deiner Geräte beendet. Warst du das nicht? Melde dich an und ändere dein Passwort.',
        },
        password_changed: {
          heading: 'Dein Passwort wurde geändert.',
          text: 'Deine anderen Geräte wurden abgemeldet. Melde dich mit dem neuen Passwort an.',
        },
        left: {
          heading: 'Du hast diesen Chat verlassen.',
          text: 'Dein Name ist wieder frei. Du kannst jederzeit wieder beitreten.',
        },
        ended: { heading: 'Deine Sitzung ist abgelaufen.', text: 'Tritt wieder bei, um weiterzumachen.' },
      },
    },
    joinAgain: 'Wieder beitreten',
    updated: 'Earshot wurde aktualisiert.',
  },

  draft: {
    sendsIn: (seconds) => `Wird in ${number.format(seconds)} s gesendet`,
    failed: (why) => `Nicht gesendet: ${why}`,
    retry: 'Noch einmal versuchen',
    sendNow: 'Jetzt senden',
    delete: 'Löschen',
  },

  composer: {
    record: 'Sprachnachricht aufnehmen',
    replyTo: (name) => `Antwort an ${name}`,
    editGone: 'Die Nachricht wurde gelöscht, während du sie bearbeitet hast. Dein Text ist hier.',
    cancelReply: 'Antwort abbrechen',
    left: (bytes, most) => `Noch ${number.format(bytes)} von ${number.format(most)}`,
    tooLong: (over) => `${counted(over, 'Zeichen', 'Zeichen')} zu lang`,
    visitor: (room) => `Du siehst dir ${room} an.`,
    join: (room) => `${room} beitreten`,
    archived: 'Dieser Raum ist archiviert. Du kannst ihn nur lesen.',
    locked: 'Hier gilt eine Schreibsperre. Nur Hosts und die Moderation können schreiben.',
    muted: (until) => `Du bist hier bis ${until} stummgeschaltet.`,
  },
}
