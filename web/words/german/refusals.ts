/** Refusals in German: a sentence for each reason in protocol/refusals.ts. */
import type { Role } from '../../../protocol/roles.ts'
import type { RefusalWords } from '../english/dictionary.ts'
import { LOCALE, counted, list, number } from './counting.ts'

const ROLES: Record<Role, string> = {
  owner: 'Inhaber',
  moderator: 'Moderatoren',
  host: 'Hosts des Raums',
  member: 'Mitglieder mit Passwort',
  guest: 'Gäste',
  outsider: 'Leute, die nur in einen Raum eingeladen sind',
}
const ROLE: Record<Role, string> = {
  owner: 'Inhaber',
  moderator: 'Moderator',
  host: 'Host',
  member: 'Mitglied',
  guest: 'Gast',
  outsider: 'nur in einen Raum eingeladen',
}

const moments = new Intl.DateTimeFormat(LOCALE, { dateStyle: 'medium', timeStyle: 'short' })
const when = (time: string): string => moments.format(new Date(time))
const untilWhen = (until: string | undefined): string => (until === undefined ? '' : ` bis ${when(until)}`)

export const refusals: RefusalWords = {
  only_for: ({ roles }) => `Das können nur ${list.format(roles.map((role) => ROLES[role]))}.`,
  not_above: ({ role }) => `Das geht nicht bei jemandem, der hier ${ROLE[role]} ist.`,
  not_to_yourself: 'Das kannst du nicht mit dir selbst machen.',
  not_in_direct: 'Das geht in einer Direktunterhaltung nicht.',
  session_over: 'Deine Sitzung ist abgelaufen. Melde dich wieder an.',
  banned: ({ until, reason }) => `Du bist${untilWhen(until)} gesperrt${reason === '' ? '.' : `: ${reason}`}`,
  network_unheard: ({ until }) => `Aus deinem Netzwerk können neue Leute${untilWhen(until)} nicht schreiben.`,
  network_banned: ({ until }) => `Aus deinem Netzwerk können neue Leute${untilWhen(until)} nicht beitreten.`,

  no_such_room: 'Diesen Raum gibt es nicht, oder du kannst ihn nicht sehen.',
  join_first: 'Tritt diesem Raum zuerst bei.',
  join_before_closing: 'Tritt diesem Raum bei, bevor du ihn schließt. Sonst siehst du ihn nicht mehr.',
  room_archived: 'Dieser Raum ist archiviert. Du kannst ihn nur lesen.',
  room_locked: 'Hier gilt eine Schreibsperre. Zurzeit können nur Hosts und Moderatoren schreiben.',
  room_slow: ({ seconds }) =>
    `Dieser Raum ist im langsamen Modus. Du kannst alle ${counted(seconds, 'Sekunde', 'Sekunden')} einmal schreiben.`,
  muted: ({ until }) => `Die Moderation hat dich stummgeschaltet. Ab ${when(until)} kannst du hier wieder schreiben.`,
  muted_elsewhere: ({ until }) =>
    `Die Moderation hat dich stummgeschaltet. Ab ${when(until)} kannst du das wieder tun.`,
  unwanted: 'Diese Person nimmt keine Nachrichten von dir an.',
  unwanted_among: 'Eine dieser Personen hat dich blockiert.',
  unwanted_seat: 'Du kannst diese Person nicht hinzufügen.',
  lobby_not_deleted: 'Die Lobby kann nicht gelöscht werden.',
  lobby_not_closed: 'Die Lobby ist immer für alle offen.',
  lobby_not_left:
    'Die Lobby kannst du nicht verlassen, alle sind darin. Du kannst stattdessen den Chat für immer verlassen.',
  lobby_not_removed: 'Aus der Lobby kannst du niemanden entfernen. Schalte die Person stumm oder sperre sie im Chat.',
  direct_not_left: 'Eine Unterhaltung zu zweit kannst du nicht verlassen. Blende sie aus oder blockier die Person.',
  no_such_request: 'Diese Anfrage wurde schon beantwortet oder zurückgezogen.',
  request_declined: ({ name, until }) => `Du kannst ${name} erst nach ${when(until)} wieder fragen.`,
  requests_waiting: ({ name }) => `${name} hat viele offene Anfragen. Versuch es später noch einmal.`,
  rooms_from_network: 'Aus deinem Netzwerk werden zu viele Räume erstellt. Versuch es später noch einmal.',
  requests_from_network: 'Aus deinem Netzwerk kommen zu viele Anfragen. Versuch es später noch einmal.',
  one_room_only: 'Das geht nicht: Du wurdest nur in einen Raum eingeladen.',
  they_one_room_only: ({ name }) => `Du kannst ${name} nicht hinzufügen: nur in einen Raum eingeladen.`,
  rooms_by_moderators: 'Hier können nur Inhaber und Moderatoren Räume erstellen.',
  rooms_by_members: 'Gäste können hier keine Räume erstellen.',
  direct_size: 'Eine Direktunterhaltung hat 2 bis 8 Personen.',
  room_needs_name: 'Gib dem Raum einen Namen.',
  room_name_taken: ({ name }) => `Es gibt schon einen Raum namens „${name}“. Wähl einen anderen Namen.`,
  room_name_wrong: ({ name }) => `Gib zum Löschen den Raumnamen ein: „${name}“.`,
  room_needs_host: 'Du bist der einzige Host dieses Raums. Mach zuerst jemand anderen zum Host.',
  last_in_room: 'Du bist die letzte Person in diesem Raum. Lade jemanden ein oder lösch den Raum.',
  kept_out: ({ until }) => `Du wurdest aus diesem Raum entfernt. Nach ${when(until)} kannst du wieder beitreten.`,
  they_kept_out: 'Diese Person wurde gerade aus dem Raum entfernt. Nur ein Host oder Moderator kann sie hinzufügen.',
  not_in_room: 'Diese Person ist nicht in diesem Raum.',
  topic_too_long: 'Ein Thema kann höchstens 250 Zeichen haben. Kürz es.',

  no_such_person: 'Diese Person ist nicht hier oder hat den Chat verlassen.',
  name_needed: 'Gib einen Namen ein.',
  name_invisible: 'Ein Name kann keine unsichtbaren Zeichen enthalten. Schreib ihn noch einmal ohne sie.',
  name_marks: 'Ein Buchstabe im Namen kann nicht so viele Akzente tragen.',
  name_character: ({ character }) =>
    `Ein Name kann „${character}“ nicht enthalten. Nimm Buchstaben, Ziffern, Satzzeichen oder Emojis.`,
  name_too_long: 'Dieser Name ist zu lang. Wähl einen kürzeren.',
  name_too_many: ({ most }) => `Ein Name kann höchstens ${number.format(most)} Zeichen haben. Wähl einen kürzeren.`,
  name_alphabets: 'Ein Wort im Namen kann Alphabete nicht mischen. Nimm Buchstaben aus einem Alphabet.',
  name_reserved: ({ name }) => `„${name}“ ist reserviert. Wähl einen anderen Namen.`,
  name_taken: ({ name }) => `„${name}“ ist vergeben. Wähl einen anderen Namen.`,
  name_taken_try: ({ name, free }) => `„${name}“ ist vergeben. Gehört er dir, melde dich an. Wie wäre „${free}“?`,
  name_taken_free: ({ name, free }) => `„${name}“ ist vergeben. Wie wäre „${free}“?`,
  name_here_try: ({ name, free }) => `Hier heißt schon jemand „${name}“. Wie wäre „${free}“?`,
  name_alike: ({ name, holder }) => `„${name}“ ist „${holder}“ zu ähnlich. Wähl einen anderen Namen.`,
  name_alike_try: ({ name, holder, free }) => `„${name}“ ist „${holder}“ zu ähnlich. Wie wäre „${free}“?`,
  name_yours: 'Dein Name hat schon ein Passwort.',
  is_guest: ({ name }) => `${name} ist Gast. Rollen sind nur für Mitglieder mit Passwort.`,
  last_owner: 'Ein Chat braucht einen Inhaber. Ernenne zuerst einen anderen.',

  access_closed: 'Dieser Chat nimmt keine neuen Mitglieder auf. Hast du ein Konto, melde dich mit deinem Passwort an.',
  access_invite: 'Für diesen Chat brauchst du eine Einladung. Bitte ein Mitglied um einen Link.',
  wrong_password: 'Name oder Passwort ist falsch.',
  not_your_password: 'Falsches Passwort.',
  guest_has_no_password: 'Du hast noch kein Passwort. Leg zuerst eines fest.',
  password_short: 'Ein Passwort braucht mindestens 8 Zeichen.',
  password_long: 'Ein Passwort kann höchstens 256 Zeichen haben.',
  sign_ins_waiting: 'Gerade melden sich zu viele an. Versuch es gleich noch einmal.',
  sign_in_link_over:
    'Dieser Anmeldelink wurde benutzt oder ist abgelaufen. Erstell einen neuen auf einem Gerät, auf dem du angemeldet bist.',
  owner_link_over:
    'Dieser Inhaberlink wurde benutzt oder ersetzt. Mit `npm start -- owner-link` bekommst du einen neuen.',
  no_such_session: 'Dieses Gerät ist schon abgemeldet.',
  no_such_invite: 'Diese Einladung wurde widerrufen oder ist abgelaufen.',
  invite_unknown: 'Diese Einladung ist ungültig. Bitte um eine neue.',
  invite_used: 'Diese Einladung wurde schon benutzt. Bitte um eine neue.',
  invite_revoked: 'Diese Einladung wurde widerrufen. Bitte um eine neue.',
  invite_expired: 'Diese Einladung ist abgelaufen. Bitte um eine neue.',
  invite_room_gone: 'Der Raum dieser Einladung wurde gelöscht. Bitte um eine neue Einladung.',
  invite_elsewhere: 'Du wurdest nur in einen Raum eingeladen. Melde dich ab, um eine andere Einladung zu nutzen.',

  mail_off: 'Dieser Chat verschickt keine E-Mails.',
  address_wrong: 'Das ist keine E-Mail-Adresse. Sie sieht aus wie ann@example.org.',
  mail_link_over: 'Dieser Link wurde schon benutzt oder ersetzt oder ist abgelaufen. Fordere einen neuen an.',
  mails_asked: 'Es wurden zu viele E-Mails angefordert. Versuche es später noch einmal.',

  no_such_message: 'Diese Nachricht gibt es nicht mehr.',
  no_such_original: ({ seq }) => `Die Nachricht, auf die du antwortest (Nummer ${number.format(seq)}), gibt es nicht.`,
  not_your_message: 'Du kannst nur deine eigenen Nachrichten bearbeiten oder löschen.',
  not_your_versions: 'Frühere Fassungen sehen nur die Person, die sie geschrieben hat, und die Moderation.',
  message_empty: 'Die Nachricht ist leer. Schreib zuerst etwas.',
  message_too_long: 'Diese Nachricht ist zu lang: höchstens 16.384 Byte. Kürz sie oder teil sie auf.',
  text_damaged:
    'Der Text enthält kaputte Zeichen (U+0000 oder ein halbes Zeichen). Entfern sie und versuch es noch einmal.',
  reaction_not_emoji: 'Eine Reaktion ist ein einzelnes Emoji.',
  reactions_full: ({ most }) =>
    `Eine Nachricht kann höchstens ${number.format(most)} verschiedene Reaktionen haben. Nimm eine, die schon da ist.`,
  no_such_file: 'Diese Datei gibt es nicht, oder du kannst sie nicht sehen.',
  file_unfinished: 'Diese Datei ist noch nicht ganz hochgeladen.',
  file_lost: 'Der Inhalt dieser Datei fehlt auf dem Server.',
  files_full: 'Der Server hat keinen Platz mehr für Dateien.',
  files_away: 'Der Server erreicht seinen Speicher für Dateien nicht. Versuch es später wieder.',
  upload_elsewhere: ({ received }) => `Das Hochladen geht bei Byte ${number.format(received)} weiter.`,
  upload_taken_over: 'Diese Datei wird schon an anderer Stelle weiter hochgeladen.',
  files_of_today: ({ most }) =>
    `Du oder dein Netzwerk habt heute ${number.format(most)} MB hochgeladen. Versuch es morgen wieder.`,
  uploads_at_once: 'Du lädst zu viele Dateien auf einmal hoch. Warte auf eine davon.',
  file_too_large: ({ most }) => `Diese Datei ist zu groß: höchstens ${number.format(most)} MB.`,
  file_name_long: 'Ein Dateiname kann höchstens 255 Byte haben. Kürz ihn.',
  files_too_many: 'Eine Nachricht kann höchstens 10 Dateien haben.',
  alt_too_long: 'Eine Beschreibung kann höchstens 1.000 Zeichen haben. Kürz sie.',
  pins_full: 'Ein Raum kann höchstens 100 angeheftete Nachrichten haben. Lös zuerst eine.',
  reminders_full: 'Du kannst höchstens 100 Erinnerungen haben. Entfern zuerst eine.',
  saved_full: 'Du kannst dir höchstens 10.000 Nachrichten merken. Entfern zuerst eine.',

  emoji_name:
    'Der Name eines Emojis hat 2 bis 32 Kleinbuchstaben (a bis z), Ziffern, _ oder - und beginnt mit einem Buchstaben oder einer Ziffer.',
  emoji_unfit: 'Das Bild muss eine PNG-, JPEG-, GIF-, WebP- oder AVIF-Datei mit höchstens 256 kB sein.',
  emoji_taken: ({ name }) => `Es gibt schon ein Emoji :${name}:. Wähl einen anderen Namen.`,
  emoji_by_moderators: 'Emojis hinzufügen können hier nur Inhaber und Moderatoren.',
  no_such_emoji: ({ name }) => `Das Emoji :${name}: gibt es nicht mehr.`,
  not_your_emoji: 'Dieses Emoji hat jemand anderes hinzugefügt. Entfernen kannst du nur deine eigenen.',
  emoji_full: 'Der Chat kann höchstens 500 eigene Emojis haben. Entfern zuerst eines.',
  emoji_made: 'Am Tag kann man höchstens 100 Emojis hinzufügen. Versuch es später noch einmal.',
  endpoint_taken:
    'Unter dieser Adresse wird ein anderer Browser benachrichtigt. Schalte die Benachrichtigungen aus und wieder an.',

  picture_unfit: 'Das Bild muss eine PNG-, JPEG- oder WebP-Datei mit höchstens 48 kB sein.',
  reason_too_long: 'Ein Grund kann höchstens 500 Zeichen haben. Kürz ihn.',
  no_such_report: 'Diese Meldung ist schon geschlossen.',
  reports_waiting: ({ most }) =>
    `Du oder dein Netzwerk habt ${number.format(most)} offene Meldungen. Warte, bis die Moderation sie angesehen hat.`,
  no_such_removal: 'Das lässt sich nicht mehr rückgängig machen.',

  search_empty: 'Gib ein, wonach du suchst.',
  search_too_long: 'Eine Suche kann höchstens 500 Zeichen haben. Kürz sie.',
  search_too_many: ({ most }) => `Eine Suche kann höchstens ${number.format(most)} Wörter haben. Lass einige weg.`,
  search_too_many_people: ({ most }) =>
    `Eine Suche kann höchstens ${number.format(most)} Personen nennen. Lass einige weg.`,
  search_minus: ({ filter }) => `„-“ schließt Wörter aus. Vor „${filter}:“ geht das nicht.`,
  search_value: ({ filter }) => `Nach „${filter}:“ muss direkt ein Wert stehen, ohne Leerzeichen.`,
  search_day: ({ filter }) => `Nach „${filter}:“ muss ein Datum stehen, etwa 2026-12-31.`,
  search_has: 'Auf has: kann link, code, file, image, video oder audio folgen.',
  search_is: 'Es gibt nur is:pinned.',

  reading_fast: 'Du lädst zu viel auf einmal. Warte einen Moment.',
  acting_fast: 'Das machst du zu oft. Warte einen Moment.',
  writing_fast: 'Du schreibst zu schnell. Warte einen Moment.',
  reports_from_network: 'Aus deinem Netzwerk kommen zu viele Meldungen. Versuch es später noch einmal.',
  passwords_tried: 'Zu viele falsche Passwörter. Versuch es später noch einmal.',
  claims_from_network: 'Zu viele Leute in deinem Netzwerk legen ein Passwort fest. Versuch es später noch einmal.',
  rooms_made: 'Du hast in einer Stunde zehn Räume erstellt. Versuch es später noch einmal.',
  guests_from_network: 'Aus deinem Netzwerk treten zu viele Gäste bei. Versuch es später noch einmal.',
  connections_from_network: 'Aus deinem Netzwerk kommen zu viele Verbindungen. Versuch es gleich noch einmal.',
  guests_connected: ({ most }) =>
    `Aus deinem Netzwerk sind schon ${number.format(most)} Gäste verbunden. Versuch es später noch einmal.`,
  connections: ({ most }) =>
    `Du hast schon ${number.format(most)} offene Verbindungen. Schließ zuerst einen Tab oder ein Gerät.`,
  store_busy: 'Der Server hat sehr viel zu tun. Versuch es gleich noch einmal.',
  store_away: 'Der Server erreicht seinen Speicher nicht. Versuch es später noch einmal.',
  store_fault: ({ fault }) => `Der Server kann das gerade nicht speichern (${fault}). Versuch es später noch einmal.`,
  bug: 'Auf dem Server ist etwas schiefgegangen. Der Fehler wurde protokolliert.',

  outbox_full:
    'Du hast 500 nicht gesendete Nachrichten. Warte, bis sie gesendet sind, oder lösch die fehlgeschlagenen.',
  not_connected: 'Du bist nicht mit dem Server verbunden.',
  file_not_here: 'Diese Datei ist nicht mehr in diesem Browser. Wähle sie noch einmal aus.',
  no_answer: 'Der Server hat nicht rechtzeitig geantwortet. Versuch es noch einmal.',
}
