import type { ChatRole, Role } from '../../../protocol/roles.ts'
import type { DialogWords } from '../english/dialogs.ts'
import { counted, list, number } from './counting.ts'

const minutes = (count: number): string => {
  if (count % 1_440 === 0) return counted(count / 1_440, 'Tag', 'Tage')
  if (count % 60 === 0) return counted(count / 60, 'Stunde', 'Stunden')
  return counted(count, 'Minute', 'Minuten')
}

const messages = (count: number) => counted(count, 'Nachricht', 'Nachrichten')
const members = (count: number) => counted(count, 'Mitglied', 'Mitglieder')
const people = (count: number) => counted(count, 'Person', 'Personen')
const seconds = (count: number) => counted(count, 'Sekunde', 'Sekunden')

const roles: Record<Role, string> = {
  owner: 'Inhaber',
  moderator: 'Moderator',
  host: 'Host',
  member: 'Mitglied',
  guest: 'Gast',
  outsider: 'nur ein Raum',
}

const roleWord = (role: string): string => (Object.hasOwn(roles, role) ? roles[role as ChatRole] : role)

const roomChange = ([what, value]: [string, unknown]): string => {
  switch (what) {
    case 'isArchived':
      return value === true ? 'archiviert' : 'wiederhergestellt'
    case 'isLocked':
      return value === true ? 'Schreibsperre an' : 'Schreibsperre aus'
    case 'slowSeconds':
      return value === 0 ? 'langsamer Modus aus' : `langsamer Modus an (${seconds(Number(value))})`
    case 'previews':
      return value === 'off' ? 'Linkvorschau aus' : 'Linkvorschau an'
    case 'picture':
      return value === true ? 'Bild gesetzt' : 'Bild entfernt'
    case 'kind':
      return value === 'open' ? 'für alle geöffnet' : 'geschlossen'
    case 'name':
    case 'from':
    case 'to':
      return 'umbenannt'
    default:
      return 'Einstellungen geändert'
  }
}

export const dialogs: DialogWords = {
  number: (count) => number.format(count),
  list: (names) => list.format(names),
  minutes,
  headings: {
    account: 'Kontoeinstellungen',
    arrange: 'Seitenleiste ordnen',
    browse: 'Räume',
    'new-room': 'Neuer Raum',
    'new-direct': 'Neue Unterhaltung',
    moderation: 'Moderation',
    report: 'Nachricht melden',
    forward: 'Nachricht weiterleiten',
    shared: 'Teilen',
    remind: 'Erinnern',
    reactions: 'Reaktionen',
    switcher: 'Gehe zu',
    keys: 'Tastenkürzel',
    writing: 'Formatierung und Befehle',
    versions: 'Frühere Fassungen',
    emoji: 'Eigene Emojis',
  },
  roles,
  cancel: 'Abbrechen',
  close: 'Schließen',
  loading: 'Wird geladen…',
  again: 'Noch einmal versuchen',
  more: 'Mehr anzeigen',

  dialog: { close: 'Schließen', back: 'Zurück' },

  link: {
    copy: 'Kopieren',
    copied: 'Kopiert',
    copyYourself: 'Dein Browser hat das Kopieren verhindert. Der Link ist markiert: Drück Ctrl+C.',
    qr: 'QR-Code für diesen Link',
    holds: (time) => `Läuft in ${time} ab. Gilt einmal.`,
  },

  pick: {
    search: 'Personen nach Namen suchen',
    picked: 'Ausgewählt',
    remove: (name) => `${name} entfernen`,
    full: (most) => `Du kannst höchstens ${people(most)} hinzufügen.`,
    alone: 'Bisher bist nur du hier.',
    nobody: 'Niemand mit diesem Namen.',
  },

  account: {
    sections: {
      label: 'Bereiche',
      profile: 'Profil',
      notifications: 'Benachrichtigungen',
      mail: 'E-Mail',
      look: 'Aussehen',
      language: 'Sprache und Tasten',
      devices: 'Geräte',
      leaving: 'Abmelden',
      hints: {
        profile: 'Name und Passwort',
        notifications: 'Was dir jeder Raum meldet',
        mail: 'Adresse, verpasste Nachrichten',
        look: 'Design, Dichte, Schriftgröße, Uhr',
        language: 'Anzeigesprache, Enter-Taste',
        devices: 'Wo du angemeldet bist',
        leaving: 'Abmelden oder das Konto löschen',
      },
    },
    notifications: {
      heading: 'Räume und Unterhaltungen',
      text: 'Neue Nachrichten werden in der Seitenleiste und am Tab gezählt. Wähl, was in jedem Raum zählt.',
      levelOf: (room) => `Benachrichtigungen aus ${room}`,
    },
    mail: {
      heading: 'Deine E-Mail-Adresse',
      why: 'Damit erfährst du, was du verpasst, meldest dich mit einem Link an und bekommst ein neues Passwort, wenn du deines vergessen hast. Niemand sonst sieht sie hier.',
      confirmed: 'Bestätigt:',
      waiting: 'Ein Link ist unterwegs. Öffne ihn auf diesem Gerät, um diese Adresse zu bestätigen:',
      unusable:
        'E-Mails an diese Adresse kamen zurück, darum wird nichts mehr dorthin geschickt. Gib sie noch einmal an oder eine andere.',
      address: 'E-Mail-Adresse',
      another: 'Andere Adresse',
      password: 'Dein Passwort',
      give: 'Link zum Bestätigen schicken',
      about: 'Worüber du E-Mails bekommst',
      missed: 'Verpasste Nachrichten',
      missedHint: 'Direktnachrichten, Erwähnungen und Antworten, eine E-Mail für jeden Raum.',
      after: {
        0: 'Nie',
        5: 'Nach 5 Minuten Abwesenheit',
        15: 'Nach 15 Minuten Abwesenheit',
        60: 'Nach einer Stunde Abwesenheit',
        240: 'Nach 4 Stunden Abwesenheit',
        1440: 'Nach einem Tag Abwesenheit',
      },
      weekly: 'Jeden Montag eine Zusammenfassung',
      remove: 'Adresse entfernen',
      removeText: 'Du bekommst keine E-Mails mehr, auch kein neues Passwort.',
      removed: 'Die Adresse ist entfernt.',
    },
    look: {
      here: 'Auf diesem Gerät',
      theme: 'Design',
      themes: { system: 'Wie das System', light: 'Hell', dark: 'Dunkel' },
      everywhere: 'Auf allen deinen Geräten',
      density: 'Dichte',
      densities: { comfortable: 'Luftig', compact: 'Kompakt' },
      textSize: 'Schriftgröße',
      textSizes: { small: 'Klein', medium: 'Mittel', large: 'Groß', larger: 'Größer' },
      clock: 'Uhr',
      clocks: { system: 'Wie das System', '12': '12 Stunden', '24': '24 Stunden' },
      sample: 'Vorschau',
      sampleFirst: 'So sehen Nachrichten aus.',
      sampleSecond: 'Kurze Zeilen stehen dicht beisammen.',
    },
    enter: {
      heading: 'Enter-Taste',
      send: 'Sendet die Nachricht',
      line: 'Beginnt eine neue Zeile',
      hint: 'Auf diesem Gerät. Ctrl+Enter sendet immer, Shift+Enter beginnt immer eine neue Zeile.',
    },
    language: { heading: 'Sprache', label: 'Anzeigesprache' },
    keep: {
      heading: 'Diesen Namen behalten',
      why: 'Als Gast gilt dein Name nur in diesem Browser. Mit einem Passwort behältst du ihn und kannst dich überall anmelden.',
      password: 'Passwort wählen',
      hint: 'Mindestens 8 Zeichen; ein paar Wörter eignen sich gut.',
      button: 'Meinen Namen behalten',
      done: (name) => `${name} gehört jetzt dir. Melde dich überall mit diesem Namen und deinem Passwort an.`,
    },
    rename: {
      heading: 'Name',
      label: 'Anzeigename',
      button: 'Namen ändern',
      done: 'Name geändert. Auch deine früheren Nachrichten zeigen ihn.',
      take: (name) => `„${name}“ verwenden`,
    },
    password: {
      heading: 'Passwort',
      current: 'Aktuelles Passwort',
      next: 'Neues Passwort',
      hint: 'Damit meldest du alle deine anderen Geräte ab.',
      button: 'Passwort ändern',
      done: 'Passwort geändert. Deine anderen Geräte sind abgemeldet.',
    },
    devices: {
      heading: 'Geräte',
      unnamed: 'Unbekanntes Gerät',
      this: 'dieses Gerät',
      lastUsed: (ago) => `zuletzt benutzt ${ago}`,
      end: 'Abmelden',
      endOne: (device) => `${device} abmelden`,
      endOthers: 'Alle anderen Geräte abmelden',
      endOthersQuestion: 'Alle Geräte außer diesem werden abgemeldet. Du kannst dich dort wieder anmelden.',
    },
    link: {
      heading: 'Auf einem anderen Gerät anmelden',
      text: 'Öffne dort den Link oder scanne den Code. Wer diesen Link hat, kann sich als du anmelden. Gib ihn nicht weiter.',
      label: 'Anmeldelink',
      button: 'Link erstellen',
      another: 'Neuen Link erstellen',
      over: 'Dieser Link ist abgelaufen. Erstell einen neuen.',
    },
    audit: 'Moderationsprotokoll',
    blocked: {
      heading: 'Blockierte Personen',
      unknown: 'Unbekannte Person',
      unblock: 'Freigeben',
      unblockOne: (name) => `${name} freigeben`,
    },
    notices: {
      here: 'Auf diesem Gerät',
      on: 'Benachrichtige mich',
      off: 'Ausschalten',
      standing: {
        off: 'Erfahre von Nachrichten, die dich angehen, auch wenn die Seite geschlossen ist. Dein Browser fragt um Erlaubnis.',
        denied: '',
        pushed: 'Du wirst auf diesem Gerät benachrichtigt, auch wenn die Seite geschlossen ist.',
        open: 'Du wirst benachrichtigt, solange die Seite offen ist. Sonst ist dieser Browser nicht erreichbar.',
      },
      hindered: {
        insecure:
          'Ohne https zeigen Browser keine Benachrichtigungen. Bitte den Betreiber dieses Chats um eine Adresse mit https, oder öffne ihn auf seinem eigenen Computer als localhost.',
        unsupported: 'Dieser Browser zeigt keine Benachrichtigungen.',
        'home-screen':
          'Auf iPhone und iPad gehört die Seite zuerst auf den Home-Bildschirm: Teilen, dann „Zum Home-Bildschirm“. Öffne sie von dort.',
      },
      denied: 'Diesem Browser wurde gesagt, dass er von dieser Seite keine Benachrichtigungen zeigen soll.',
      allow: {
        chrome:
          'Klicke auf das Symbol links neben der Adresse, dann auf „Benachrichtigungen“ und „Zulassen“. Lade die Seite neu.',
        firefox:
          'Klicke auf das durchgestrichene Symbol links neben der Adresse, entferne „Blockiert“ und versuche es noch einmal.',
        safari: 'Öffne Einstellungen, Websites, Mitteilungen, und erlaube diese Seite. Lade sie neu.',
      },
      test: {
        button: 'Schick mir einen Test',
        title: 'Ein Test',
        body: 'Auf diesem Gerät kommen Benachrichtigungen an.',
        sent: 'Abgeschickt. Siehst du nichts? Dann sieh in den Einstellungen deines Systems nach.',
        notSent:
          'Nichts abgeschickt: Der Push-Dienst dieses Browsers hat es nicht angenommen. Versuch es später noch einmal, oder schalte die Benachrichtigungen aus und wieder an.',
      },
      what: 'Wovon du erfährst',
      showWords: 'Den Wortlaut der Nachrichten zeigen',
      showWordsHint: 'Sonst wird nur der Raum genannt.',
      reactions: 'Reaktionen auf meine Nachrichten',
      mutedMentions: 'Mein Name in Räumen, die auf „nichts“ stehen',
      sound: { here: 'Auf diesem Gerät einen Ton abspielen', which: 'Ton abspielen für' },
      save: 'Speichern',
      saved: 'Gespeichert.',
      keywords: {
        heading: 'Stichwörter',
        label: 'Wörter, von denen du erfahren willst, eins je Zeile',
        hint: (most) =>
          `Höchstens ${number.format(most)}. Gesucht wird in allen deinen Räumen, außer wo „nichts“ gewählt ist.`,
      },
      snooze: {
        heading: 'Eine Weile Ruhe',
        text: 'So lange stört dich nichts. Danach bekommst du eine Zusammenfassung.',
        until: (time) => `Pause bis ${time}.`,
        hour: 'Eine Stunde',
        tomorrow: 'Bis morgen um 8',
        end: 'Jetzt beenden',
      },
      quiet: {
        heading: 'Ruhezeiten',
        text: 'In diesen Stunden stört dich nichts.',
        add: 'Ruhezeit hinzufügen',
        legend: (number) => `Ruhezeit ${number}`,
        from: 'Von',
        to: 'Bis',
        remove: 'Entfernen',
        removeOne: (number) => `Ruhezeit ${number} entfernen`,
        zone: (zone) => `Zeitzone: ${zone}.`,
        useZone: (zone) => `${zone} verwenden`,
      },
    },
    kept: {
      heading: 'Ohne Netz',
      text: 'Dieser Browser behält deine Räume und ihre letzten Nachrichten, damit sich der Chat auch ohne Netz öffnet. Beim Abmelden werden sie gelöscht.',
      keep: 'Nachrichten auf diesem Gerät behalten',
      nothing: 'Hier wird nichts behalten.',
      size: (rooms: number, size: string) => `${counted(rooms, 'Raum', 'Räume')}, mit der Seite selbst ${size}.`,
      mayGo: 'Wenn der Platz knapp wird, kann der Browser es löschen.',
    },
    signOut: {
      heading: 'Abmelden',
      button: 'Abmelden',
      anyway: (count) => (count === 1 ? 'Abmelden und Entwurf löschen' : 'Abmelden und Entwürfe löschen'),
      begun: (count) => `Du hast ${counted(count, 'nicht gesendeten Entwurf', 'nicht gesendete Entwürfe')}.`,
      stay: 'Angemeldet bleiben',
      asGuest: 'Du hast kein Passwort und kannst dich deshalb nicht wieder als dieser Gast anmelden.',
    },
    leave: {
      heading: 'Für immer verlassen',
      text: 'Dein Name, dein Passwort und deine Mitgliedschaften werden gelöscht. Das lässt sich nicht rückgängig machen.',
      button: 'Für immer verlassen…',
      question: 'Du verlässt diesen Chat auf allen Geräten. Dieses Konto bekommst du nicht zurück.',
      legend: 'Deine Nachrichten',
      keep: 'Behalten',
      keepHint: 'Sie zeigen den Namen „former member“.',
      delete: 'Löschen',
      deleteHint: 'Alle deine Nachrichten, in allen Räumen.',
      keepAndLeave: 'Verlassen und Nachrichten behalten',
      deleteAndLeave: 'Verlassen und Nachrichten löschen',
      password: 'Dein Passwort zur Bestätigung',
    },
  },

  arrange: {
    text: 'Die Reihenfolge gilt auf allen deinen Geräten.',
    sections: 'Abschnitte',
    noFavourites: 'Füg einen Raum in seinem Menü zu den Favoriten hinzu.',
    up: (name) => `${name} nach oben`,
    down: (name) => `${name} nach unten`,
  },

  browse: {
    search: 'Raum suchen',
    archived: 'Archivierte Räume',
    none: 'Noch keine offenen Räume.',
    nothing: 'Kein Raum mit diesem Namen.',
    members,
    isIn: 'Beigetreten',
    join: 'Beitreten',
    joinOne: (name) => `${name} beitreten`,
  },

  newRoom: {
    heading: 'Neuer Raum',
    name: 'Name',
    who: 'Wer kann beitreten?',
    open: 'Offen',
    openHint: 'Alle können ihn finden, lesen und beitreten.',
    closed: 'Geschlossen',
    closedHint: 'Nur Eingeladene können ihn sehen.',
    topic: 'Thema',
    topicHint: 'Optional.',
    people: 'Personen hinzufügen',
    button: 'Raum erstellen',
    madeWithoutTopic: 'Der Raum ist erstellt, aber das Thema konnte nicht gesetzt werden.',
  },

  newDirect: {
    text: (most) => `Wähl bis zu ${number.format(most)} Personen. Nur ihr könnt mitlesen.`,
    button: 'Unterhaltung beginnen',
  },

  room: {
    label: 'Über diesen Raum',
    tabs: { about: 'Info', members: 'Mitglieder', invite: 'Einladen', settings: 'Einstellungen' },
    address: 'Adresse',
    kind: 'Art',
    kinds: {
      open: 'Offen: Alle können lesen und beitreten',
      closed: 'Geschlossen: nur für Eingeladene',
      direct: 'Nur für die Leute darin',
    },
    members: 'Mitglieder',
    messages: 'Nachrichten',
    state: 'Status',
    isArchived: 'Archiviert: nur lesen',
    isLocked: 'Schreibsperre: Nur Hosts und die Moderation können schreiben',
    isSlow: (wait) => `Langsamer Modus: eine Nachricht alle ${seconds(wait)}`,
    level: 'Benachrichtigen bei',
    levels: { everything: 'Allem', mentions: 'Erwähnungen und Antworten', nothing: 'Nichts' },
    leave: 'Raum verlassen',
    leaveOpen: 'Du bekommst keine Nachrichten mehr aus diesem Raum. Du kannst jederzeit wieder beitreten.',
    leaveTalk: 'Unterhaltung verlassen',
    leaveDirect: 'Du bekommst keine Nachrichten mehr daraus. Alle darin können dich wieder hinzufügen.',
    leaveClosed: 'Du bekommst keine Nachrichten mehr aus diesem Raum. Für die Rückkehr brauchst du eine Einladung.',
  },

  members: {
    search: 'Mitglied suchen',
    nobody: 'Kein Mitglied mit diesem Namen.',
    mutedUntil: (time) => `Stummgeschaltet bis ${time}`,
    banned: 'In diesem Chat gesperrt',
    makeHost: 'Zum Host machen',
    makeHostOne: (name) => `Zum Host machen: ${name}`,
    unmakeHost: 'Als Host absetzen',
    unmakeHostOne: (name) => `Als Host absetzen: ${name}`,
    remove: 'Entfernen',
    removeQuestion: (name) =>
      `${name} wird entfernt und kann eine Stunde lang nicht beitreten. Geschriebene Nachrichten bleiben.`,
  },

  roomSettings: {
    nameHint: 'Alte Links funktionieren weiter.',
    save: 'Speichern',
    saved: 'Gespeichert.',
    rules: 'Rechte',
    locked: 'Schreibsperre',
    lockedHint: 'Nur Hosts und die Moderation können schreiben. Lesen können alle.',
    slow: 'Langsamer Modus',
    slowHint: 'So lange wartet jede Person zwischen zwei Nachrichten. Hosts und die Moderation warten nicht.',
    pace: (wait) => {
      if (wait === 0) return 'Aus'
      return wait % 60 === 0 ? minutes(wait / 60) : seconds(wait)
    },
    previews: 'Linkvorschau',
    previewsHint: 'Titel und Beschreibung verlinkter Seiten anzeigen.',
    archiveHeading: 'Archiv',
    archiveText: 'Der Raum kommt ins Archiv und kann nur noch gelesen werden. Du kannst ihn wiederherstellen.',
    restoreText: 'Dieser Raum ist archiviert. Du kannst ihn nur lesen.',
    archive: 'Raum archivieren',
    restore: 'Raum wiederherstellen',
    deleteHeading: 'Löschen',
    delete: 'Raum löschen…',
    deleteForGood: 'Endgültig löschen',
    deleteQuestion: (membersLeft, messagesLeft) =>
      `Der Raum wird für ${members(membersLeft)} gelöscht, mit ${messages(messagesLeft)}. Das lässt sich nicht rückgängig machen.`,
    typeName: 'Gib zur Bestätigung den Raumnamen ein',
    typeThis: 'Er heißt',
  },

  invite: {
    seatHeading: 'Leute aus diesem Chat hinzufügen',
    seatHint: 'Sie sind sofort dabei und sehen den ganzen Verlauf.',
    add: 'Hinzufügen',
    addOne: (name) => `${name} hinzufügen`,
    isIn: 'dabei',
    linkHeading: 'Neue Leute einladen',
    copyLink: 'Link kopieren',
    forWhom: (count) => (count === 0 ? 'Für alle mit dem Link' : `Für ${people(count)}`),
    lasts: (count) => (count === 0 ? 'läuft nie ab' : `gültig: ${minutes(count)}`),
    options: 'Optionen',
    showQr: 'QR-Code anzeigen',
    where: 'Zugang zu',
    all: 'Ganzer Chat',
    allHint: 'Alle mit dem Link treten als Gast bei.',
    here: 'Nur dieser Raum',
    hereHint: 'Sie sehen nur diesen Raum und die Leute darin.',
    onlyRoom: (name) => (name === undefined ? 'Nur ein Raum' : `Nur ${name}`),
    uses: 'Für wie viele',
    usesOf: (count) => (count === 0 ? 'Unbegrenzt' : people(count)),
    holds: 'Gültigkeit',
    holdsFor: (count) => (count === 0 ? 'Unbegrenzt' : minutes(count)),
    link: 'Einladungslink',
    once: 'Kopier ihn jetzt, er wird nicht noch einmal angezeigt.',
    standing: 'Aktive Links',
    none: 'Keine aktiven Links.',
    left: (count) => (count === undefined ? 'unbegrenzt oft' : `noch ${number.format(count)}`),
    until: (when) => `läuft ${when} ab`,
    forEver: 'läuft nie ab',
    by: (name) => `von ${name}`,
    revoke: 'Widerrufen',
  },

  person: {
    here: 'gerade hier',
    kinds: {
      guest: 'Gast ohne Passwort',
      person: 'Registriertes Mitglied',
      bot: 'Bot',
    },
    me: 'Das bist du.',
    message: 'Nachricht',
    mention: 'Erwähnen',
    block: 'Blockieren',
    unblock: 'Freigeben',
    blockHint: 'Wenn du jemanden blockierst, siehst du dessen Nachrichten nicht und bekommst keine Direktnachrichten.',
    isBlocked: 'Blockiert. Du siehst keine Nachrichten dieser Person und bekommst keine Direktnachrichten.',
    moderate: 'Moderation',
    host: {
      make: (room) => `Zum Host von ${room} machen`,
      unmake: (room) => `Als Host von ${room} absetzen`,
      made: (name, room) => `${name} ist jetzt Host von ${room}.`,
      unmade: (name, room) => `${name} ist nicht mehr Host von ${room}.`,
    },
    mute: {
      heading: 'Stummschalten',
      muteFor: (time) => `Für ${time} stummschalten`,
      where: 'Wo',
      here: (room) => `In ${room}`,
      everywhere: 'Überall',
      unmute: 'Stummschaltung aufheben',
      muted: (name, time) => `${name} ist für ${time} stummgeschaltet.`,
      unmuted: (name) => `${name} kann wieder schreiben.`,
    },
    remove: {
      button: (room) => `Aus ${room} entfernen`,
      done: (name, room) => `${name} wurde aus ${room} entfernt.`,
    },
    messages: {
      button: 'Nachrichten entfernen…',
      doIt: 'Entfernen',
      question: (name, hours) =>
        `Entfernt alles, was ${name} in dieser Zeit geschrieben hat, in allen Räumen. Du kannst es ${counted(hours, 'Stunde', 'Stunden')} lang rückgängig machen.`,
      since: 'Zeitraum',
      lastHours: (hours) => minutes(hours * 60),
      done: (count) => (count === 0 ? 'Keine Nachrichten zu entfernen.' : `${messages(count)} entfernt.`),
      undo: 'Rückgängig',
      undone: 'Die Nachrichten sind wieder da.',
    },
    ban: {
      button: 'Sperren…',
      doIt: (name) => `${name} sperren`,
      question: (name) => `${name} wird sofort überall abgemeldet und kann bis zum Ende der Sperre nicht zurückkommen.`,
      howLong: 'Dauer',
      forGood: 'Dauerhaft',
      reason: 'Grund',
      reasonHint: 'Die Person sieht das, und es steht im Protokoll.',
      address: 'Auch die IP-Adresse sperren',
      addressHint:
        'Von dort können keine neuen Gäste beitreten. Gäste von dort, die noch nie geschrieben haben, können nicht schreiben.',
      done: (name) => `${name} ist gesperrt.`,
      undo: 'Sperre aufheben',
      undone: (name) => `${name} kann zurückkommen.`,
    },
    appoint: {
      heading: 'Rolle im Chat',
      legend: 'Rolle im Chat',
      roles: { member: 'Mitglied', moderator: 'Moderator', owner: 'Inhaber' },
      member: 'Liest und schreibt.',
      moderator: 'Schaltet stumm, sperrt, entfernt Nachrichten und bearbeitet Meldungen.',
      owner: 'Macht all das, vergibt Rollen und ändert Einstellungen.',
      done: (name, role) => `${name} ist jetzt ${role}.`,
    },
  },

  moderation: {
    label: 'Moderation',
    nothing: 'Du hast keinen Zugang zur Moderation.',
    tabs: {
      reports: 'Meldungen',
      bans: 'Sperren',
      invitations: 'Einladungen',
      audit: 'Protokoll',
      disk: 'Dateien',
      settings: 'Einstellungen',
    },
    noReports: 'Keine offenen Meldungen. Alles in Ordnung.',
    noBans: 'Niemand ist gesperrt.',
    noAudit: 'Noch nichts im Protokoll.',
    show: 'Anzeigen',
    undoRemoval: 'Nachrichten wiederherstellen',
    report: {
      by: 'Gemeldet von',
      count: (reporters, networks) =>
        `Gemeldet von ${people(reporters)} aus ${counted(networks, 'Netzwerk', 'Netzwerken')}.`,
      everybody: (count) => `Alle ${number.format(count)} anzeigen`,
      saidThen: 'Text bei der Meldung:',
      moreFollow: (count) => `Schließ einige davon, um ${number.format(count)} weitere zu sehen.`,
      open: 'Im Raum anzeigen',
      person: 'Profil ansehen',
      delete: 'Nachricht löschen',
      deleteQuestion: 'Die Nachricht wird für alle gelöscht. Das lässt sich nicht rückgängig machen.',
      deleted: 'Nachricht gelöscht.',
      gone: 'Diese Nachricht ist nicht mehr da.',
      close: 'Meldung schließen',
    },
    ban: {
      forGood: 'Dauerhaft',
      until: (time) => `Bis ${time}`,
      by: (name) => `von ${name}`,
      undo: 'Aufheben',
      undoOne: (name) => `Aufheben: Sperre von ${name}`,
    },
    disk: {
      all: (bytes) => `Alle Dateien zusammen belegen ${bytes}.`,
      limit: (bytes) => `Erlaubt sind bis zu ${bytes}.`,
      free: (free, all) => `Auf dem Datenträger sind ${free} von ${all} frei.`,
      kept: (bytes) => `${bytes} an gelöschten Dateien lassen sich noch wiederherstellen.`,
      none: 'Keine Nachricht hat Dateien.',
      what: 'Was den Platz belegt',
      by: 'Aufteilen nach',
      lists: { rooms: 'Raum', people: 'Person', months: 'Alter' },
      largest: (count) => `Nur die ${number.format(count)} größten stehen hier.`,
      files: (count) => counted(count, 'Datei', 'Dateien'),
      hidden: { open: 'Ein offener Raum', closed: 'Ein geschlossener Raum', direct: 'Eine Direktnachricht' },
      older: 'Ältere Dateien löschen',
      age: 'Gesendet vor mehr als',
      ago: (days) => counted(days, 'Tag', 'Tagen'),
      room: 'Im Raum',
      everywhere: 'Alle Räume, auch die, die du nicht siehst',
      person: 'Von',
      everybody: 'Allen',
      counting: 'Wird gezählt …',
      nothing: 'Solche Dateien gibt es nicht.',
      takes: (files, bytes, frees) =>
        `Gelöscht: ${files} (${bytes}). Einen Tag später ist so viel wieder frei: ${frees}.`,
      button: 'Dateien löschen …',
      doIt: (files) => `${files} löschen`,
      question: (files, hours) =>
        `Für alle gelöscht: ${files}. Die Nachrichten bleiben. ${number.format(hours)} Stunden lang kann jeder Inhaber sie hier wiederherstellen, danach sind sie endgültig weg.`,
      deletions: 'Zuletzt gelöscht',
      deleted: (by, files, bytes) => `${by} hat gelöscht: ${files} (${bytes})`,
      before: (day) => `gesendet vor dem ${day}`,
      of: (name) => `von ${name}`,
      until: (time) => `wiederherstellbar bis ${time}`,
      deleting: 'Wird noch gelöscht …',
      restoring: 'Wird wiederhergestellt …',
      restore: 'Wiederherstellen',
      restoreOne: (files, day) => `Wiederherstellen: ${files}, gesendet vor dem ${day}`,
      restored: 'Die Dateien sind wieder da, außer in Nachrichten, die seitdem bearbeitet oder gelöscht wurden.',
    },
    settings: {
      look: 'Dieser Chat',
      name: 'Name des Chats',
      nameHint: 'Steht beim Beitreten, in Einladungen und in der Seitenleiste.',
      picture: 'Bild',
      pictureHint: 'Am besten ein quadratisches Bild.',
      choosePicture: 'Bild wählen',
      removePicture: 'Bild entfernen',
      unreadable: 'Dieses Bild lässt sich nicht lesen. Wähl eine PNG-, JPEG- oder WebP-Datei.',
      accent: 'Akzentfarbe',
      accentHint: 'Die Helligkeit wird angepasst, damit Text lesbar bleibt.',
      accents: {
        standard: 'Wie am Anfang',
        red: 'Rot',
        orange: 'Orangerot',
        olive: 'Oliv',
        blue: 'Blau',
        violet: 'Violett',
        pink: 'Rosa',
        grey: 'Grau',
      },
      ownAccent: 'Andere Farbe',
      rules: 'Regeln',
      roomsBy: 'Wer darf Räume erstellen?',
      auditFor: 'Wer darf das Protokoll lesen?',
      emojiBy: 'Wer darf eigene Emojis hinzufügen?',
      noticeWords: 'Wortlaut der Nachrichten in Benachrichtigungen',
      noticeWordsHint: 'Auch in Mails. Sonst sagen sie nur, dass es etwas Neues gibt.',
      everyone: 'Alle, auch Gäste',
      members: 'Alle mit Passwort',
      moderators: 'Moderatoren und Inhaber',
    },
  },

  emoji: {
    add: 'Emoji hinzufügen',
    choose: 'Bild wählen',
    another: 'Anderes Bild wählen',
    chosen: (file) => `Bild: ${file}`,
    name: 'Name',
    nameHint: 'Kleinbuchstaben, Ziffern, _ und -. Man tippt ihn zwischen Doppelpunkten.',
    pictureHint: (kB) =>
      `PNG, JPEG, GIF, WebP oder AVIF, höchstens ${number.format(kB)} kB. GIF und WebP bewegen sich weiter.`,
    tooLarge: (kB) => `Dieses Bild ist zu groß. Wähl eines mit höchstens ${number.format(kB)} kB.`,
    noPicture: 'Wähl zuerst ein Bild.',
    button: 'Hinzufügen',
    added: (name) => `${name} ist jetzt dabei.`,
    all: 'Emojis dieses Chats',
    none: 'Noch keine eigenen Emojis.',
    by: (name, ago) => `Hinzugefügt von ${name} · ${ago}`,
    remove: 'Entfernen',
    removeOne: (name) => `${name} entfernen`,
    question: (name) => `Nachrichten und Reaktionen zeigen ${name} dann als Text.`,
    removed: (name) => `${name} wurde entfernt.`,
  },

  audit: {
    somebody: 'Ehemaliges Mitglied',
    someRoom: 'einem geschlossenen Raum',
    ban: (by, user, until) => `${by} hat ${user} ${until === undefined ? 'dauerhaft' : `bis ${until}`} gesperrt.`,
    unban: (by, user) => `${by} hat die Sperre von ${user} aufgehoben.`,
    mute: (by, user, room, until) =>
      `${by} hat ${user} ${room === undefined ? 'überall' : `in ${room}`}${until === undefined ? '' : ` bis ${until}`} stummgeschaltet.`,
    unmute: (by, user, room) =>
      `${by} hat die Stummschaltung von ${user} ${room === undefined ? 'überall' : `in ${room}`} aufgehoben.`,
    removePicture: (by, user) => `${by} hat das Bild von ${user} entfernt.`,
    removeEmoji: (by, user, name) => `${by} hat das Emoji ${name} von ${user} entfernt.`,
    removeMessages: (by, user, count) => `${by} hat ${messages(count)} von ${user} entfernt.`,
    undoRemoval: (by, user) => `${by} hat die Nachrichten von ${user} wiederhergestellt.`,
    deleteMessage: (by, user, room) => `${by} hat eine Nachricht von ${user} in ${room} gelöscht.`,
    closeReport: (by) => `${by} hat eine Meldung geschlossen.`,
    removeFromRoom: (by, user, room) => `${by} hat ${user} aus ${room} entfernt.`,
    appointInRoom: (by, user, role, room) => `${by} hat ${user} in ${room} zum ${roleWord(role)} gemacht.`,
    appoint: (by, user, role) => `${by} hat ${user} im Chat zum ${roleWord(role)} gemacht.`,
    owner: (user) => `${user} wurde über den Inhaberlink Inhaber.`,
    updateRoom: (by, room, changes) =>
      `${by} in ${room}: ${list.format([...new Set(changes.map(roomChange))]) || 'Einstellungen geändert'}.`,
    deleteRoom: (by, room) => `${by} hat ${room} gelöscht.`,
    deleteOlder: (by, day, user, room) =>
      `${by} hat die Dateien gelöscht, die vor dem ${day} gesendet wurden${user === undefined ? '' : `, von ${user}`}${room === undefined ? '' : `, in ${room}`}.`,
    restoreFiles: (by, day) => `${by} hat die Dateien wiederhergestellt, die vor dem ${day} gesendet wurden.`,
    settings: (by) => `${by} hat die Einstellungen des Chats geändert.`,
    other: (by, act) => `${by}: ${act}.`,
  },

  picture: {
    part: 'Der gezeigte Ausschnitt des Bildes',
    keys: 'Verschiebe ihn durch Ziehen oder mit den Pfeiltasten. Vergrößern mit + und −.',
    zoom: 'Vergrößerung',
    use: 'Bild verwenden',
    mine: 'Alle in diesem Chat können dein Bild sehen.',
    rooms: 'Steht neben dem Namen des Raums.',
    removed: 'Bild entfernt.',
  },
  reactions: {
    label: 'Reaktionen',
    none: 'Keine Reaktionen.',
  },
  shared: {
    search: 'Raum oder Person suchen',
    rooms: 'Wohin',
    nothing: 'Kein Raum mit diesem Namen.',
    discard: 'Verwerfen',
  },

  forward: {
    search: 'Raum oder Person suchen',
    rooms: 'Wohin',
    nothing: 'Kein Raum mit diesem Namen.',
    none: 'Du kannst in keinem anderen Raum schreiben.',
    note: 'Notiz dazu (freiwillig)',
    button: 'Weiterleiten',
  },

  remind: {
    when: 'Datum und Uhrzeit',
    hint: 'Die Erinnerung steht dann in deinem Posteingang.',
    past: 'Diese Zeit ist vorbei. Wähl eine spätere.',
    button: 'Erinnerung setzen',
  },

  report: {
    text: 'Die Moderation sieht die Nachricht und dass du sie gemeldet hast.',
    reason: 'Was stimmt damit nicht?',
    button: 'Melden',
    done: 'Danke. Die Moderation sieht sich das an.',
  },

  switcher: {
    label: 'Raum oder Person',
    nothing: 'Kein Raum und keine Person mit diesem Namen.',
    unread: (count) => `${number.format(count)} ungelesen`,
    join: 'beitreten',
    message: 'schreiben',
  },

  keys: {
    or: ' oder ',
    list: (enterSends) => [
      { press: [['Ctrl', 'K']], does: 'Raum oder Person öffnen' },
      {
        press: [
          ['Alt', '↑'],
          ['Alt', '↓'],
        ],
        does: 'Voriger oder nächster Raum',
      },
      {
        press: [
          ['Alt', 'Shift', '↑'],
          ['Alt', 'Shift', '↓'],
        ],
        does: 'Voriger oder nächster ungelesener Raum',
      },
      { press: [enterSends ? ['Enter'] : ['Ctrl', 'Enter']], does: 'Senden' },
      { press: [enterSends ? ['Shift', 'Enter'] : ['Enter']], does: 'Neue Zeile' },
      { press: [['Ctrl', 'B']], does: 'Fett' },
      { press: [['Ctrl', 'I']], does: 'Kursiv' },
      { press: [['Ctrl', 'E']], does: 'Code' },
      { press: [['Ctrl', 'K']], does: 'Markierte Wörter verlinken' },
      { press: [['Ctrl', 'Shift', 'X']], does: 'Durchgestrichen' },
      { press: [['Ctrl', 'Shift', '7']], does: 'Nummerierte Liste' },
      { press: [['Ctrl', 'Shift', '8']], does: 'Aufzählung' },
      { press: [['Ctrl', 'Shift', '9']], does: 'Zitat' },
      { press: [['↑']], does: 'Deine letzte Nachricht bearbeiten' },
      { press: [['↑'], ['↓'], ['Home'], ['End']], does: 'Zwischen Nachrichten wechseln' },
      { press: [['Esc']], does: 'Schließen, abbrechen oder als gelesen markieren' },
      { press: [['/'], ['Ctrl', 'Shift', 'F']], does: 'Suchen' },
      { press: [['Shift', 'Esc']], does: 'Alle Räume als gelesen markieren' },
      { press: [['Alt', 'Shift', 'F']], does: 'Raum zu Favoriten hinzufügen oder entfernen' },
      { press: [['?']], does: 'Diese Liste anzeigen' },
    ],
  },

  firstSteps: {
    label: 'Erste Schritte',
    invite: { title: 'Leute einladen', hint: 'Kopier einen Link und schick ihn ihnen.' },
    name: { title: 'Chat benennen', hint: 'Gib ihm einen Namen, ein Bild und eine Farbe.' },
    room: { title: 'Raum erstellen', hint: 'Gib einem Thema seinen eigenen Platz.' },
  },

  arrival: {
    name: 'Dein Name',
    password: 'Passwort',
    again: 'Passwort wiederholen',
    unequal: 'Die Passwörter stimmen nicht überein.',
    toChat: 'Zum Chat',
    looking: 'Dein Link wird geprüft…',
    bad: 'Dieser Link funktioniert nicht',
    empty: {
      heading: 'Dieser Link ist unvollständig',
      text: 'Der Teil nach # fehlt. Öffne den Link noch einmal oder kopier ihn ganz.',
    },
    cookies: {
      heading: 'Cookies sind blockiert',
      text: 'Earshot braucht ein Cookie, damit du angemeldet bleibst. Erlaub Cookies für diese Seite und lade sie neu.',
    },
    invite: {
      heading: (to) => `${to} beitreten`,
      by: (name) => `${name} hat dich eingeladen.`,
      onlyRoom: 'Du siehst nur diesen Raum und die Leute darin.',
      text: 'Wähl einen Namen. Du kannst ihn später ändern.',
      bad: 'Diese Einladung funktioniert nicht',
      again: 'Noch einmal versuchen',
      passwordText: 'Wähl einen Namen und ein Passwort. Damit meldest du dich beim nächsten Mal an.',
      knownText: (name) => `Du bist als ${name} angemeldet.`,
      button: 'Beitreten',
    },
    owner: {
      heading: 'Inhaber werden',
      text: 'Du bestimmst, wer moderiert und wer beitreten kann. Wähl einen Namen und ein Passwort, oder nimm den Namen, den du hier schon hast.',
      button: 'Inhaber werden',
    },
    signIn: {
      heading: 'Auf diesem Gerät anmelden',
      text: 'Du hast diesen Link auf einem anderen Gerät erstellt. Er gilt einmal.',
      warning: (name) => `Du bist hier als ${name} angemeldet. Wenn du fortfährst, wirst du abgemeldet.`,
      button: 'Auf diesem Gerät anmelden',
    },
    byMail: {
      signIn: 'Anmeldelink schicken',
      password: 'Passwort vergessen?',
      empty: 'Gib zuerst deinen Namen oder deine E-Mail-Adresse ein.',
      sent: 'Wenn diese Person hier eine E-Mail-Adresse hat, ist eine E-Mail unterwegs.',
    },
    newPassword: {
      heading: 'Neues Passwort wählen',
      text: 'Du wirst hier angemeldet und auf allen anderen Geräten abgemeldet.',
      button: 'Passwort setzen',
    },
    confirmMail: {
      heading: 'E-Mail-Adresse bestätigen',
      text: (name) => `Du bist als ${name} angemeldet.`,
      button: 'Adresse bestätigen',
      done: 'Deine E-Mail-Adresse ist bestätigt',
      signInFirst:
        'Melde dich hier als die Person an, die die Adresse angegeben hat, und öffne den Link dann noch einmal.',
    },
    takeName: (name) => `Als „${name}“ beitreten`,
  },
}
