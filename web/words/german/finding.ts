import type { FindingWords } from '../english/finding.ts'
import { counted, number } from './counting.ts'

export const finding: FindingWords = {
  close: 'Schließen',
  loading: 'Wird geladen…',
  again: 'Noch einmal versuchen',
  more: 'Mehr anzeigen',
  deleted: 'Diese Nachricht wurde gelöscht.',
  filesDeleted: 'Ihre Dateien wurden gelöscht.',
  direct: 'Direktnachricht',
  unread: 'Ungelesen',

  search: {
    heading: 'Suche',
    label: 'Nachrichten durchsuchen',
    placeholder: 'Wörter oder Teile davon',
    here: 'Kein Netz. Durchsucht werden nur Nachrichten, die dieser Browser behalten hat.',
    searching: 'Suche läuft…',
    found: (count, isAll) =>
      isAll ? counted(count, 'Nachricht', 'Nachrichten') : `Mehr als ${counted(count, 'Nachricht', 'Nachrichten')}`,
    none: { heading: 'Nichts gefunden', text: 'Versuch es mit weniger oder kürzeren Wörtern oder ohne Filter.' },
    meant: (query) => `Stattdessen nach \u2068${query}\u2069 suchen`,
    wider: 'Ohne Filter suchen',
    clear: 'Suche leeren',
    further: 'In den neuesten Nachrichten noch nichts gefunden.',
    recent: 'Letzte Suchen',
    forget: 'Letzte Suchen löschen',
    filters: 'Filter',
    filterList: [
      { filter: 'from:', does: 'von einer Person: ein Name oder me' },
      { filter: 'in:', does: 'in einem Raum' },
      { filter: 'before:', does: 'vor einem Tag, etwa 2026-12-31' },
      { filter: 'after:', does: 'nach einem Tag' },
      { filter: 'has:link', does: 'mit einem Link' },
      { filter: 'has:code', does: 'mit Code' },
      { filter: 'has:file', does: 'mit einer Datei' },
      { filter: 'has:image', does: 'mit einem Bild' },
      { filter: 'has:video', does: 'mit einem Film' },
      { filter: 'has:audio', does: 'mit einer Aufnahme' },
      { filter: 'is:pinned', does: 'in ihrem Raum angeheftet' },
    ],
    hint: 'Findet Nachrichten mit allen Wörtern. "Anführungszeichen" suchen genau diese Folge, ein - vor einem Wort schließt es aus.',
    choices: 'Vorschläge',
  },

  inbox: {
    heading: 'Posteingang',
    unreadRooms: 'Ungelesene Räume',
    unread: (count) => `${number.format(count)} ungelesen`,
    mentions: (count) => counted(count, 'Erwähnung', 'Erwähnungen'),
    markAll: 'Als gelesen markieren',
    entries: 'Erwähnungen und Antworten',
    kinds: { mention: 'hat dich erwähnt', reply: 'hat dir geantwortet' },
    none: { heading: 'Alles gelesen', text: 'Erwähnungen und Antworten erscheinen hier.' },
  },

  reminders: {
    heading: 'Erinnerungen',
    done: 'Erledigt',
    doneOne: (name) => `Erinnerung an die Nachricht von ${name} erledigt`,
    cancel: 'Löschen',
    cancelOne: (name) => `Erinnerung an die Nachricht von ${name} löschen`,
  },

  saved: {
    heading: 'Gemerkt',
    remove: 'Entfernen',
    removeOne: (name) => `Nachricht von ${name} entfernen`,
    showHow: 'Zeig mir, wie',
    none: {
      heading: 'Nichts gemerkt',
      text: 'Wähl im Menü einer Nachricht „Für später merken“. Nur du siehst sie hier.',
    },
  },

  pinned: {
    heading: (room) => `Angeheftet in ${room}`,
    none: {
      heading: 'Nichts angeheftet',
      text: 'Hefte Nachrichten über ihr Menü an, damit alle sie finden.',
    },
  },

  versions: {
    first: 'Original',
    at: (time) => `Bearbeitet ${time}`,
    none: 'Keine früheren Fassungen.',
    legend: 'Entferntes ist durchgestrichen, Neues unterstrichen.',
  },
}
