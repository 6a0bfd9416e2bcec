/**
 * Made by scripts/emoji-names.ts from Unicode's CLDR 48.2.0: do not edit it by hand. © 1991-2025 Unicode, Inc.; the data are
 * under the Unicode License V3 (protocol/names/UNICODE-LICENSE.txt), and were shortened.
 */

/** In each line an emoji, what it is called, and what else it stands for. */
export const emojiNames = String.raw`
😀 grinsendes Gesicht|froh|fröhlich|haha|lachen|lol|lustig|Smiley
😃 grinsendes Gesicht mit großen Augen|fröhlich|glücklich|lächeln|lachen|lol|lustig|Mund|offen
😄 grinsendes Gesicht mit lachenden Augen|fröhlich|geschlossen|glücklich|lächeln|lol|lustig|Mund|offen
😁 strahlendes Gesicht mit lachenden Augen|fröhlich|grinsen|happy|lächeln|lustig|Smiley|Zähne
😆 Grinsegesicht mit zugekniffenen Augen|geschlossen|grinsen|haha|hehe|hihi|lachen|lol|lustig
😅 grinsendes Gesicht mit Schweißtropfen|lächeln|lachen|lustig|Mund|nervös|offen|schwitzen|Smiley
🤣 sich vor Lachen auf dem Boden wälzen|Gesicht|haha|hehe|lol|lustig|muahaha|rofl|Smiley
😂 Gesicht mit Freudentränen|fröhlich|haha|happy|hehe|hihi|lachen|lol|lustig
🙂 leicht lächelndes Gesicht|Smiley
🙃 umgekehrtes Gesicht|auf dem Kopf|lächeln|Smiley|stehen
🫠 schmelzendes Gesicht|auflösen|beschämt|flüssig|Hitze|Sarkasmus|sarkastisch|schwitzen|Smiley
😉 zwinkerndes Gesicht|Auge|flirten|sexy|Smiley|zudrücken|zugedrückt|zukneifen|zuzwinkern
😊 lächelndes Gesicht mit lachenden Augen|erröten|Freude|freundlich|glücklich|rot|Wangen
😇 lächelndes Gesicht mit Heiligenschein|brav|Engel|glücklich|lieb|seelig|Smiley
🥰 lächelndes Gesicht mit Herzen|3|anhimmeln|bewundern|HDGDL|HDL|Herzchen|lieb|Liebe
😍 lächelndes Gesicht mit herzförmigen Augen|glücklich|Herzen|Liebe|Smiley|verliebt
🤩 überwältigt|aufgeregt|Augen|Gesicht|grinsen|Smiley|Star|Stern|wow
😘 Kuss zuwerfendes Gesicht|flirten|Küsschen|küssen|lieb|Smiley
😗 küssendes Gesicht|flirten|HDL|Knutsch|Kuss|Smiley|xoxo
☺️ lächelndes Gesicht|fröhlich|rot|Smiley|Wangen
😚 küssendes Gesicht mit geschlossenen Augen|Knutsch|Kuss|Küsschen|rot|Smiley|Wangen
😙 küssendes Gesicht mit lächelnden Augen|flirten|knutsch|Kuss|Smiley
🥲 lachendes Gesicht mit Träne|berührt|dankbar|erleichtert|Freudenträne|gerührt|lächeln|Smiley|stolz
😋 sich die Lippen leckendes Gesicht|lächeln|lecker|leckeres Essen|Sich die Lippen leckender Smiley|Smiley|Zunge
😛 Gesicht mit herausgestreckter Zunge|ätsch|bäh|lachen|lustig|Smiley
😜 zwinkerndes Gesicht mit herausgestreckter Zunge|Auge|herausstrecken|Smiley|zudrücken|zugedrückt
🤪 irres Gesicht|Auge|Augen|groß|klein|Smiley|verrückt
😝 Gesicht mit herausgestreckter Zunge und zusammengekniffenen Augen|bäh|ekel|herausstrecken|igitt|schmeck|schrecklich|Smiley|zusammenkneifen
🤑 Gesicht mit Dollarzeichen|Geld|Mund|Smiley|Zunge
🤗 Gesicht mit umarmenden Händen|drücken|Smiley|Umarmung
🤭 verlegen kicherndes Gesicht|haha|Hand|hihi|Huch|lachen|Mund|rot|Smiley
🫢 Gesicht mit offenen Augen und Hand über dem Mund|Erschrecken|Erstaunen|Furcht|geschockt|OMG|Schock|Smiley|Überraschung
🫣 Gesicht mit durch die Finger linsendem Auge|gebannt|hervorlugen|schüchtern|Smiley|spähen|starren|verlegen
🤫 ermahnendes Gesicht|Finger|leise|psst|pst|Ruhe|ruhig|sch|Smiley
🤔 nachdenkendes Gesicht|fragen|grübeln|hm|komisch|nachdenklich|Smiley|wundern
🫡 salutierendes Gesicht|Aye|jawohl|jawoll|Militär|ok|Respekt|Smiley|zu Befehl
🤐 Gesicht mit Reißverschlussmund|Geheimnis|halten|schweigen|Smiley|wahren
🤨 Gesicht mit hochgezogenen Augenbrauen|argwöhnisch|misstrauen|skeptisch|Smiley|stutzig|Zweifel
😐 neutrales Gesicht|ausdruckslos|kommentarlos|Smiley|todernst|unbeeindruckt
😑 ausdrucksloses Gesicht|kommentarlos|selbstgefällig|Smiley|unbeeindruckt|unglaublich
😶 Gesicht ohne Mund|kein|Smiley|sprachlos
🫥 gestricheltes Gesicht|depressiv|deprimiert|egal|introvertiert|Smiley|traurig|unsichtbar|verschwinden
😶‍🌫️ Gesicht in Wolken|geistesabwesend|Gesicht im Nebel|Kopf in Wolken
😏 süffisant lächelndes Gesicht|feixen|flirten|Mundwinkel|schief|Smiley
😒 verstimmtes Gesicht|langweilig|Smiley|traurig|unglücklich|unzufrieden
🙄 Augen verdrehendes Gesicht|genervt|meinetwegen|nerv|ohje|rollen|Smiley|verrollen
😬 Grimassen schneidendes Gesicht|peinlich|Smiley|verziehen|Zähne
😮‍💨 Gesicht, das ausatmet|ausatmen|erleichtert|erschöpft|husten|puh|pusten|schnaufen|Seufz
🤥 lügendes Gesicht|Nase|Pinocchio|Schwindel
🫨 zitterndes Doppelgesicht|Erdbeben|OMG|Panik|Schock|Smiley|überrascht|verrückt|vibrieren
😌 erleichtertes Gesicht|Augen|entspannt|geschlossen|Smiley|Zen|zufrieden
😔 nachdenkliches Gesicht|enttäuscht|schrecklich|Smiley|traurig|verlieren|verloren
😪 schläfriges Gesicht|gute|müde|Nacht|Smiley|traurig
🤤 sabberndes Gesicht|Smiley
😴 schlafendes Gesicht|dösen|einschlafen|gähnen|gute Nacht|langweilig|Mittagsschlaf|müde|Nickerchen
😷 Gesicht mit Atemschutzmaske|Arzt|Bazillen|erkältet|krank|Krankheit|Mund|Mundschutz|Smiley
🤒 Gesicht mit Fieberthermometer|krank|messen|Smiley
🤕 Gesicht mit Kopfverband|aua|autsch|Schmerzen|Smiley|Verletzung
🤢 würgendes Gesicht|ekel|eklig|erbrechen|grün|igitt|Smiley|Übelkeit|übergeben
🤮 kotzendes Gesicht|brechen|erbrechen|krank|schlecht|Smiley|speien|spucken|übel
🤧 niesendes Gesicht|erkältet|Erkältung|Gesundheit|Grippe|hatschi|krank|Nase|putzen
🥵 schwitzendes Gesicht|erhitzt|Fieber|fiebrig|heiß|herausstrecken|Hitze|Hitzschlag|rot
🥶 frierendes Gesicht|bibbern|blau|eisig|erfrieren|frösteln|frostig|kalt|Smiley
🥴 schwindeliges Gesicht|angeheitert|angeschwipst|angetrunken|benebelt|berauscht|beschwipst|betrunken|gewellt
😵 benommenes Gesicht|Augen|ko|krank|Kreuze|schwindelig|schwindlig|Smiley
😵‍💫 Gesicht mit Spiralen als Augen|Höhenangst|Hypnose|hypnotisiert|omg|schwindelig|schwindlig|Smiley|verwirrt
🤯 explodierender Kopf|entsetzt|geschockt|Gesicht|Schock|schockiert|Smiley|überwältigt|unglaublich
🤠 Gesicht mit Cowboyhut|Cowgirl|Smiley
🥳 Partygesicht|aufgeregt|Feier|Fest|fröhlich|Geburtstag|Glückwunsch|Hurra|Hut
🥸 verkleidet|Brille|Gesicht|incognito|inkognito|Maske|Nase|Nasenbrille|Person
😎 lächelndes Gesicht mit Sonnenbrille|cool|Smiley
🤓 Strebergesicht|Brille|intelligent|klug|Nerd|schlau|Schlaumeier|smart|Smiley
🧐 Gesicht mit Monokel|elegant|reich|Smiley
😕 verwundertes Gesicht|keine Ahnung|Smiley|traurig|verwirrt|weiß nicht
🫤 Gesicht mit schrägem Mund|enttäuscht|genervt|hmpf|keine Ahnung|langweilig|skeptisch|Smiley|unsicher
😟 besorgtes Gesicht|Smiley|sorgen|traurig
🙁 betrübtes Gesicht|schade|Smiley|traurig
☹️ düsteres Gesicht|deprimiert|Smiley|stirnrunzelnd|traurig
😮 Gesicht mit offenem Mund|erstaunt|omg|schockiert|unglaublich|vergessen|wow
😯 verdutztes Gesicht|erstaunt|omg|Smiley|sprachlos
😲 erstauntes Gesicht|nee|omg|schockiert|Smiley|verwundert
😳 errötetes Gesicht mit großen Augen|erröten|peinlich|rot|Scham|schämen|Smiley|überrascht|verlegen
🥺 bettelndes Gesicht|anflehen|Augen|bitte|bitten|flehend|groß|Kulleraugen|Smiley
🥹 Gesicht, das Tränen zurückhält|aufgebracht|dankbar|Freude|Freudentränen|gerührt|Rührung|Smiley|stolz
😦 entsetztes Gesicht|Mund|offen|schockiert|Smiley|verwundert
😧 qualvolles Gesicht|arm|leidend|Smiley|vergessen|wow
😨 ängstliches Gesicht|Angst|besorgt
😰 besorgtes Gesicht mit Schweißtropfen|Angst|ängstlich|Angstschweiß|Mund|nervös|offen
😥 trauriges aber erleichtertes Gesicht|ängstlich|enttäuscht|knapp|Schweiß
😢 weinendes Gesicht|Smiley|Träne|traurig
😭 heulendes Gesicht|flennen|schluchzen|Smiley|Tränen|Tränenfluss|traurig|weinen
😱 vor Angst schreiendes Gesicht|ängstlich|Munch|omg|Panik
😖 verwirrtes Gesicht|bestürzt|frustriert|konfus|Smiley|verzweifelt
😣 entschlossenes Gesicht|ausdauernd|durchhalten|Fokus|Konzentration|konzentrieren|Kopfschmerzen
😞 enttäuschtes Gesicht|leider|schade|Smiley|traurig|verloren
😓 bedrücktes Gesicht mit Schweiß|Angstschweiß|Augen|geschlossen|Kopfschmerzen|Smiley
😩 erschöpftes Gesicht|Fehlschlag|hungrig|müde|nein|Smiley|unglücklich
😫 müdes Gesicht|niesen|Smiley|traurig
🥱 gähnendes Gesicht|gelangweilt|langweilig|müde|öde|schnarch|Smiley|zzz
😤 schnaubendes Gesicht|erleichtert|gewonnen
😡 schmollendes Gesicht|rot|Rot angelaufener Smiley|wütend
😠 verärgertes Gesicht|ärgern|böse|Smiley|Wut|wütend|zornig
🤬 Gesicht mit Symbolen über dem Mund|Ärger|ärgern|fluchen|schimpfen|Schimpfwort|Smiley|verdammt|Wut
😈 grinsendes Gesicht mit Hörnern|böse|Dämon|Dämonin|Fantasie|lila|Märchen|Satan|Smiley
👿 wütendes Gesicht mit Hörnern|böse|Dämon|Dämonin|Fantasie|Fantasy|Kobold|lila|Märchen
💀 Totenkopf|Gesicht|Knochen|Märchen|Schädel|Tod|yolo
☠️ Totenkopf mit gekreuzten Knochen|Gesicht|Piratenflagge|Schädel|Tod
💩 Kothaufen|Mist
🤡 Clown-Gesicht
👹 Ungeheuer|Gesicht|gruselig|Japan|japanisch|Märchen|Maske|Monster|Oger
👺 Kobold|gemein|Gesicht|Japan|japanisch|Märchen|Maske|Monster|Tengu
👻 Gespenst|buh|Fantasy|Geist|Gesicht|gruselig|Halloween|Märchen|Spuk
👽 Außerirdischer|Alien|All|Fantasy|Gesicht|Märchen|Monster|UFO|Weltraum
👾 Computerspiel-Monster|Gesicht|UFO
🤖 Roboter|Gesicht|Monster|Robotergesicht|Roboterkopf
😺 grinsende Katze|Gesicht|Katzengesicht|lachen|lol|lustig|Mund|offen|Smiley
😸 grinsende Katze mit lachenden Augen|Gesicht|Katzengesicht|Smiley|Tier
😹 Katze mit Freudentränen|Gesicht|Katzengesicht|lachen|Smiley|Tier
😻 lachende Katze mit Herzen als Augen|Gesicht|Herzaugen|Katzengesicht|lächeln|Liebe|Smiley|Tier|verliebt
😼 verwegen lächelnde Katze|Gesicht|grinsen|ironisch|Katzengesicht|lachen|Smiley|Tier
😽 küssende Katze|Augen|geschlossen|Gesicht|Katzengesicht|Kuss|Küsschen|rot|Smiley
🙀 erschöpfte Katze|Angst|Gesicht|Katzengesicht|Panik|Schock|schockiert|Schrei|schreien
😿 weinende Katze|Gesicht|Katzengesicht|Smiley|Tier|Träne|traurig
😾 schmollende Katze|Gesicht|Katzengesicht|Schmollmund|Smiley|Tier|verärgert
🙈 sich die Augen zuhaltendes Affengesicht|böse|Geheimnis|gemein|Geste|nein|omg|sehen|Tier
🙉 sich die Ohren zuhaltendes Affengesicht|böse|Geheimnis|gemein|Geste|hören|nein|Tier|verboten
🙊 sich den Mund zuhaltendes Affengesicht|böse|Geheimnis|gemein|Geste|Hand|heimlich|leise|nein
💌 Liebesbrief|Herz|Post|Siegel
💘 Herz mit Pfeil|Liebe
💝 Herz mit Schleife|Hochzeitstag|Jahrestag|Küsschen|Küsse|Liebe|Valentinstag|xoxo
💖 funkelndes Herz|Aufregung|Gefühl|glitzern|Liebe|Morgen|Nacht|rosa|xoxo
💗 wachsendes Herz|Aufregung|Gefühl|Herzschlag|Küsschen|Küsse|Liebe|nervös|Nervosität
💓 schlagendes Herz|Gefühl|Herzschlag|Liebe|Puls|pulsieren
💞 kreisende Herzen|Emotion|Gefühl|Hochzeitstag|Jahrestag|Liebe|süß
💕 zwei Herzen|Date|Gefühl|Hochzeitstag|Jahrestag|Küsschen|Küsse|Liebe|Rendezvous
💟 Herzdekoration|Emotion|Gefühl|Liebe|lila|violett|weiß
❣️ Herz als Ausrufezeichen|Satzzeichen
💔 gebrochenes Herz|allein|Gefühl|Herzschmerz|Liebeskummer|Schmerz|traurig|Trennung|zerbrochen
❤️‍🔥 Herz in Flammen|brennendes Herz|Leidenschaft|Liebe
❤️‍🩹 Herz mit Verband|Besserung|genesen
❤️ rotes Herz
🩷 pinkes Herz|gefallen|gefällt|Gefühl|Liebe|mag|mögen|niedlich|rosa
🧡 oranges Herz|Liebe
💛 gelbes Herz|Gefühl|herzlich|Liebe
💚 grünes Herz|Gefühl|Liebe|romantisch
💙 blaues Herz|Gefühl|Liebe|romantisch
🩵 hellblaues Herz|aquamarin|Emotion|gefallen|gefällt|Gefühl|hdl|Liebe|mag
💜 lila Herz|beste|Gefühl|hdl|Liebe|lilafarben|violett
🤎 braunes Herz
🖤 schwarzes Herz|böse
🩶 graues Herz|Emotion|hdl|Liebe|schieferfarben|silber|silberfarben
🤍 weißes Herz
💋 Kussabdruck|Gefühl|Knutsch|küssen|Liebe|Lippen|Lippenstift|romantisch|sexy
💯 100 Punkte|Punktestand|volle Punktzahl
💢 Ärger|Comic|Wut
💥 Zusammenstoß|Bombe|Boom|Comic|explodieren|Explosion|kollidieren|Kollision|zusammenstoßen
💫 schwindlig|benommen|Benommenheit|Comic|Komet|Stern|Sterne|Sternschnuppe
💦 Schweißtropfen|Comic|feucht|nass|schwitzen|trainieren|Training|Wasser
💨 Staubwolke|Comic|rennen|weglaufen
🕳️ Loch|schwarz
💬 Sprechblase mit drei Punkten|Comic|Dialog|Gespräch|Unterhaltung
👁️‍🗨️ Auge in Sprechblase|Dialog|reden|sprechen|Zeuge
🗨️ Sprechblase links|Dialog|reden|sprechen|Unterhaltung
🗯️ Sprechblase für wütende Aussage rechts
💭 Gedankenblase|Comic|Nachdenken
💤 Schlafen|Buchstaben|Comic|gähn|langweilig|müde|Nickerchen|öde|Schnarchen
👋 winkende Hand|auf Wiedersehen|bis später|ciao|guten Tag|hallo|hey|hi|tschüs
🤚 erhobene Hand von hinten|erhobener Handrücken
🖐️ Hand mit gespreizten Fingern|5|fünf
✋ erhobene Hand|5|halt|Handfläche|high five|schlag ein|Stopp|warte
🖖 vulkanischer Gruß|Finger|grüßen|Hand|Hände|spreizen
🫱 nach rechts weisende Hand|ausgestreckt|ausstrecken|Hände|Händeschütteln|reichen|schütteln
🫲 nach links weisende Hand|ausgestreckt|ausstrecken|Hände|Händeschütteln|reichen|schütteln
🫳 Hand mit Handfläche nach unten|abweisen|fallen lassen|fallenlassen|Handgeste|hau ab|verscheuchen|wegscheuchen|wegschicken
🫴 Hand mit Handfläche nach oben|anbieten|Angebot|darbieten|einladen|entgegenstrecken|Handgeste|kommen|locken
🫷 nach links schiebende Hand|drücken|Halt|High 5|High five|Moment|nein|Schluss|Stopp
🫸 nach rechts schiebende Hand|drücken|Halt|High 5|High five|Moment|nein|Schluss|Stopp
👌 OK-Zeichen|exzellent|Finger|genial|Hand|in Ordnung|natürlich|perfekt|super
🤌 zusammengedrückte Finger|Bündelhand|Fingerspitzen|gehts noch|Geste|Hand|Handgeste|italienisch|was
🤏 Wenig-Geste|Betrag|Finger|gering|Hand|klein|Menge|unbedeutend|winzig
✌️ Victory-Geste|Sieg
🤞 Hand mit gekreuzten Fingern
🫰 Hand mit gekreuztem Zeigefinger und Daumen|Fingerherz|Geld|Handgeste|Kosten|teuer
🤟 Ich-liebe-dich-Geste|drei|Finger|Hand|hdl
🤘 Teufelsgruß|corna|Finger|Hand|Heavy|Hörner|Mano cornuta|Metal|Metalhand
🤙 Ruf-mich-an-Handzeichen|Anruf|anrufen|Shaka
👈 nach links weisender Zeigefinger|Handrückseite|zeigen
👉 nach rechts weisender Zeigefinger|Handrückseite|zeigen
👆 nach oben weisender Zeigefinger von hinten|aufwärts|Handrücken|Handrückseite|hier|hinauf|melden|rauf|zeigen
🖕 Mittelfinger|Hand
👇 nach unten weisender Zeigefinger|abwärts|Handrücken|Handrückseite|hinab|hinunter|runter|zeigen
☝️ nach oben weisender Zeigefinger von vorne|Hand|Handvorderseite|hier|melden|zeigen
🫵 auf Betrachter zeigender Zeigefinger|deuten|du|Fingerzeig|Hand|Handgeste|Sie|stupsen
👍 Daumen hoch|einverstanden|Finger|gut|Hand|in Ordnung|jawohl|klar|klasse
👎 Daumen runter|Hand|nach unten|schlecht
✊ erhobene Faust|Hand|Kampf|Solidarität
👊 geballte Faust|absolut|Bro|Hand|korrekt|zustimmen
🤛 Faust nach links|Hand
🤜 Faust nach rechts|Hand
👏 klatschende Hände|applaudieren|Applaus|Beifall|Gratulation|großartig|gut|Hand|toll
🙌 zwei erhobene Handflächen|feiern|Geste|Hände|hurra
🫶 Hände, die Herz bilden|<3|Finger|Geste|Händeherz|Handgeste|Handherz|hdl|Liebe
👐 offene Hände|Jazz|umarmen|Umarmung
🤲 Handflächen nach oben|beten|Gebet|Hände|zusammen
🤝 Handschlag|Hände|Händeschütteln|Vereinbarung
🙏 zusammengelegte Handflächen|beten|betend|bitten|danke|danken|Gebet|gefaltet|grüßen
✍️ schreibende Hand|Stift
💅 Nagellack|Kosmetik|Maniküre|Nagelpflege
🤳 Selfie|Smartphone
💪 angespannter Bizeps|Arm|Bodybuilder|Bro|Fitnessstudio|Gewichtheben|Muckies|Muskeln|stark
🦾 Armprothese|Barrierefreiheit
🦿 Beinprothese|Barrierefreiheit
🦵 Bein|Extremität|Fuß|gebeugtes Knie|Gliedmaße|Knie|Körperglied|Körperteil|Treten
🦶 Fuß|Füße|Kick|Knöchel|Körperteil|stampfen|treten|Tritt
👂 Ohr|hören|Körperteil
🦻 Ohr mit Hörgerät|Barrierefreiheit|gehörlos|Hilfsgerät|Hörhilfe|schwerhörig|taub
👃 Nase|Körperteil|riechen
🧠 Gehirn|intelligent|Intelligenz|klug|schlau
🫀 Herz (Organ)|Anatomie|Herzschlag|Körper|Körperteil|Mensch|Puls|schlagen
🫁 Lunge|Atem|atmen|ausatmen|einatmen|Körper|Körperteil|Lungenflügel|Mensch
🦷 Zahn|perlweiß|weiß|Zahnarzt|Zahnärztin|Zähne
🦴 Knochen|Hund|Hundeknochen|Kauknochen|Skelett
👀 Augen|Gesicht|gucken|schauen|sehen
👁️ Auge|Blick|Körper|Körperteil|schauen|sehen
👅 Zunge|ätsch|hmm|Körperteil|lecken|lecker|mmh
👄 Mund|Körperteil|Kuss|Lippen|Lippenstift
🫦 auf Lippe beißen|Angst|ängstlich|besorgt|flirten|flirtend|Kuss|Lippenstift|Mund
👶 Baby|Gesicht|jung|Kind|Kleinkind|Locke
🧒 Kind|Enkelkind|jung|jünger|munter|strahlend
👦 Junge|Enkelsohn|Gesicht|jünger|Kind|munter|Sohn|strahlend
👧 Mädchen|Enkeltochter|Gesicht|jung|jünger|Kind|munter|strahlend|Tochter
🧑 Person|erwachsen|erwachsene Person|Mensch
👱 Person: blondes Haar|blondhaarig|Gesicht|Mensch
👨 Mann|erwachsen|Gesicht
🧔 Person: Bart|bärtig|Schnurrbart
🧔‍♂️ Mann: Bart|Mann mit Bart
🧔‍♀️ Frau: Bart|Frau mit Bart
👨‍🦰 Mann: rotes Haar|erwachsen|Gesicht
👨‍🦱 Mann: lockiges Haar|erwachsen|Gesicht
👨‍🦳 Mann: weißes Haar|erwachsen|Gesicht
👨‍🦲 Mann: Glatze|erwachsen|Gesicht
👩 Frau|erwachsen|Gesicht
👩‍🦰 Frau: rotes Haar|erwachsen|Gesicht
🧑‍🦰 Person: rotes Haar|erwachsen|erwachsene Person|Mensch
👩‍🦱 Frau: lockiges Haar|erwachsen|Gesicht
🧑‍🦱 Person: lockiges Haar|erwachsen|erwachsene Person|Mensch
👩‍🦳 Frau: weißes Haar|erwachsen|Gesicht
🧑‍🦳 Person: weißes Haar|erwachsen|erwachsene Person|Mensch
👩‍🦲 Frau: Glatze|erwachsen|Gesicht
🧑‍🦲 Person: Glatze|erwachsen|erwachsene Person|Mensch
👱‍♀️ Frau: blond|blonde Frau|Gesicht|Haar
👱‍♂️ Mann: blond|blonder Mann|Gesicht|Haar
🧓 ältere Person|alt|erwachsen|Großeltern|Mensch|weise
👴 älterer Mann|alt|erwachsen|Großeltern|Großvater|Mensch|Opa|Senior|weise
👵 ältere Frau|alt|erwachsen|Großeltern|Großmutter|Mensch|Oma|Seniorin|weise
🙍 missmutige Person|frustriert|Gesicht|runzeln|stirnrunzelnd|unzufrieden|verärgert
🙍‍♂️ missmutiger Mann|frustriert|Gesicht|runzeln|stirnrunzelnd|unzufrieden|verärgert
🙍‍♀️ missmutige Frau|frustriert|Gesicht|runzeln|stirnrunzelnd|unzufrieden|verärgert
🙎 schmollende Person|eingeschnappt|enttäuscht|jammerd|jammern|verärgert
🙎‍♂️ schmollender Mann|eingeschnappt|enttäuscht|jammerd|jammern|verärgert
🙎‍♀️ schmollende Frau|eingeschnappt|enttäuscht|jammerd|jammern|verärgert
🙅 Person mit überkreuzten Armen|Gesicht|NEIN|nicht|verbieten|verboten
🙅‍♂️ Mann mit überkreuzten Armen|Gesicht|NEIN|nicht|verbieten|verboten
🙅‍♀️ Frau mit überkreuzten Armen|Gesicht
🙆 Person mit Händen auf dem Kopf|Geste|oje|OK|omg|über Kopf|Übung
🙆‍♂️ Mann mit Händen auf dem Kopf|Geste|oje|OK|omg|über Kopf|Übung
🙆‍♀️ Frau mit Händen auf dem Kopf|Geste|oje|OK|omg|über Kopf|Übung
💁 Infoschalter-Mitarbeiter(in)|abgekippt|beleidigen|Gerüchte|Geste|Hand|Klatsch|klatschen|Person
💁‍♂️ Infoschalter-Mitarbeiter|abgekippt|beleidigen|Gerüchte|Geste|Hand|Klatsch|klatschen|Mann
💁‍♀️ Infoschalter-Mitarbeiterin|Auskunft|Frau|Informationen
🙋 Person mit erhobenem Arm|aufzeigen|drankommen|drannehmen|Frage|Geste|Hand|heben|hier
🙋‍♂️ Mann mit erhobenem Arm|aufzeigen|drankommen|drannehmen|Frage|Geste|Hand|heben|hier
🙋‍♀️ Frau mit erhobenem Arm|aufzeigen|drankommen|drannehmen|Frage|Geste|Hand|heben|hier
🧏 gehörlose Person|Barrierefreiheit|hören|Ohr|schwerhörig|taub
🧏‍♂️ gehörloser Mann|taub
🧏‍♀️ gehörlose Frau|taub
🙇 sich verbeugende Person|Bedauern|bitten|Demut|Entschuldigung|Geste|Kniefall|Meditation|meditieren
🙇‍♂️ sich verbeugender Mann|Demut
🙇‍♀️ sich verbeugende Frau|Bedauern|bitten|Demut|Entschuldigung|Geste|Kniefall|Meditation|meditieren
🤦 sich an den Kopf fassende Person|frustriert|genervt|Gesicht|oh nein|OMG|unfassbar|unglaublich|verzweifelt
🤦‍♂️ sich an den Kopf fassender Mann|frustriert|genervt|Gesicht|oh nein|OMG|unfassbar|unglaublich|verzweifelt
🤦‍♀️ sich an den Kopf fassende Frau|frustriert|genervt|Gesicht|oh nein|OMG|unfassbar|unglaublich|verzweifelt
🤷 schulterzuckende Person|egal|gleichgültig|keine Ahnung|Schultern zucken|weiß nicht|Zweifel
🤷‍♂️ schulterzuckender Mann|egal|gleichgültig|keine Ahnung|Schultern zucken|weiß nicht|Zweifel
🤷‍♀️ schulterzuckende Frau|egal|gleichgültig|keine Ahnung|Schultern zucken|weiß nicht|Zweifel
🧑‍⚕️ Arzt/Ärztin|Arztkittel|Doktor(in)
👨‍⚕️ Arzt|Arztkittel|Doktor|Krankenpfleger|Pfleger
👩‍⚕️ Ärztin|Arztkittel|Doktor|Krankenschwester|Pflegerin
🧑‍🎓 Student(in)|Absolvent(in)|Doktorhut|Uni
👨‍🎓 Student|Absolvent|Diplom|Doktorhut|Uni
👩‍🎓 Studentin|Abschluss|Absolventin|Diplom|Doktorhut|Uni
🧑‍🏫 Lehrer(in)|Dozent(in)|Professor(in)
👨‍🏫 Lehrer|Dozent|Mann|Professor|Tafel
👩‍🏫 Lehrerin|Dozentin|Frau|Professorin
🧑‍⚖️ Richter(in)|Waage
👨‍⚖️ Richter|Gerechtigkeit|Mann|Recht
👩‍⚖️ Richterin|Frau|Gerechtigkeit|Recht
🧑‍🌾 Bauer/Bäuerin|Farmer(in)|Gärtner(in)|Landwirt(in)
👨‍🌾 Bauer|Ähre|Farmer|Gärtner|Landwirt|Rancher
👩‍🌾 Bäuerin|Ähre|Farmerin|Gärtnerin|Landwirtin
🧑‍🍳 Koch/Köchin|Kochen
👨‍🍳 Koch|Kochen|Restaurant
👩‍🍳 Köchin|kochen
🧑‍🔧 Mechaniker(in)|Elektriker(in)|Klempner(in)
👨‍🔧 Mechaniker|Elektriker|Handwerker|Klempner|Mann
👩‍🔧 Mechanikerin|Elektrikerin|Frau|Handwerkerin|Klempnerin
🧑‍🏭 Fabrikarbeiter(in)|industriell|Montage
👨‍🏭 Fabrikarbeiter|Helm
👩‍🏭 Fabrikarbeiterin|Frau|Helm
🧑‍💼 Büroangestellte(r)|Architekt(in)|Business|Manager(in)|Schlips und Kragen
👨‍💼 Büroangestellter|Manager|Mann
👩‍💼 Büroangestellte|Frau|Managerin|Mangerin
🧑‍🔬 Wissenschaftler(in)|Forscher(in)|Labor
👨‍🔬 Wissenschaftler|Chemie|Forscher|Labor
👩‍🔬 Wissenschaftlerin|Forscherin|Frau|Labor
🧑‍💻 IT-Experte/IT-Expertin|Bildschirm|Computer|Entwickler(in)
👨‍💻 IT-Experte|Arbeit|Bildschirm|Büro|Computer|Entwickler|Mann|Office
👩‍💻 IT-Expertin|Arbeit|Bildschirm|Büro|Computer|Entwickler|Entwicklerin|Frau|Laptop
🧑‍🎤 Sänger(in)|Entertainer(in)|Rock|Star
👨‍🎤 Sänger|Mann|Mikrofon|Popstar|Schauspieler
👩‍🎤 Sängerin|Frau|Mikrofon|Popstar|Schauspielerin
🧑‍🎨 Künstler(in)|Farbpalette|Maler(in)
👨‍🎨 Künstler|Farbpalette|Maler|Mann
👩‍🎨 Künstlerin|Farbpalette|Frau|Malerin
🧑‍✈️ Pilot(in)|Flugzeug
👨‍✈️ Pilot|Flugzeug|Mann
👩‍✈️ Pilotin|Flieger|Flugzeug|Frau
🧑‍🚀 Astronaut(in)|Raumfahrt|Weltraum
👨‍🚀 Astronaut|Mann|Raumfahrt|Weltraum
👩‍🚀 Astronautin|Frau|Raumfahrt|Weltraum
🧑‍🚒 Feuerwehrmann/-frau|Feuerwehrhelm
👨‍🚒 Feuerwehrmann|Feuerwehrhelm
👩‍🚒 Feuerwehrfrau|Feuerwehrhelm
👮 Polizist(in)|Beruf|festnehmen|Gesetzeshüter|Gesicht|Person|Polizei|Polizistin|Uniform
👮‍♂️ Polizist|Mann|Polizei
👮‍♀️ Polizistin|Beruf|festnehmen|Frau|Gesetzeshüterin|Person|Polizei|Uniform|verhaften
🕵️ Detektiv(in)|Lupe|Sherlock|Spion
🕵️‍♂️ Detektiv|Mann|Spion
🕵️‍♀️ Detektivin|Frau|Spionage|Spionin
💂 Wache|Bärenfellmütze|Buckingham Palace|Gesicht|London|Wachfrau|Wachmann|Wachsoldat|Wachsoldatin
💂‍♂️ Wachsoldat|Buckingham Palace|Wache
💂‍♀️ Wachsoldatin|Buckingham|Buckingham Palace|Guard|Helm|London|Palast|Wache|Wächter
🥷 Ninja|Ausdauer|Geheimmission|Kämpfer|Killer|Krieger|Kunoichi|Mörder|Person
👷 Bauarbeiter(in)|Bauarbeiterin|Beruf|Gesicht|Helm|Person|Schutzhelm|umbauen
👷‍♂️ Bauarbeiter|Baustelle|Helm
👷‍♀️ Bauarbeiterin|Baustelle|Frau|Helm|Mann
🫅 Person mit Krone|adelig|König|Königin|königlich|königliche Hoheit|Krönung|Monarch|Monarchin
🤴 Prinz|Krone
👸 Prinzessin|Gesicht|Krone|Märchen
👳 Person mit Turban|Bart|Dreitagebart
👳‍♂️ Mann mit Turban|Gesicht
👳‍♀️ Frau mit Turban|Gesicht
👲 Mann mit chinesischem Hut|China|Gesicht|Kappe|Mütze|Person
🧕 Frau mit Kopftuch|Hidschab|Hijab|Mantilla|Person|Tichel
🤵 Person im Smoking|Anzug|Bräutigam|formell|Mann|vornehm
🤵‍♂️ Mann im Smoking
🤵‍♀️ Frau im Smoking
👰 Person mit Schleier|Braut|Braut mit Schleier|Gesicht|Hochzeit
👰‍♂️ Mann mit Schleier
👰‍♀️ Frau mit Schleier
🤰 schwangere Frau
🫃 schwangerer Mann|aufgebläht|Bauch|dick|Person|überfressen|zu viel gegessen
🫄 schwangere Person|aufgebläht|Bauch|dick|dicker Bauch|Schwangerschaft|überfressen|zu viel gegessen
🤱 Stillen|Baby|Brust|Frau|Person
👩‍🍼 Frau, die Baby die Flasche gibt|Eltern|Flasche geben|Flasche gebende Frau|füttern|Mama|Milch|Mutter|Neugeborenes
👨‍🍼 Mann, der Baby die Flasche gibt|Flasche geben|Flasche gebender Mann|füttern
🧑‍🍼 Person, die Baby die Flasche gibt|Flasche geben|Flasche gebende Person
👼 Putte|Engel|Gesicht|Kind|Märchen
🎅 Weihnachtsmann|Weihnachten
🤶 Weihnachtsfrau|Weihnachten
🧑‍🎄 Weihnachtsperson|Gesicht|Gesicht mit Hut|Santa Claus|Weihnachten|Weihnachtsfrau|Weihnachtshut|Weihnachtsmann|Weihnachtsmütze
🦸 Superheld(in)|Person|Superheldin|Superkraft|Superkräfte|Superman|Übermensch|Umhang
🦸‍♂️ Superheld
🦸‍♀️ Heldin|Superheldin
🦹 Bösewicht|Bösewichtin|Krimineller|Person|Schurke|Schurkin|Superkräfte|Superschurke|Superschurkin
🦹‍♂️ männlicher Bösewicht
🦹‍♀️ weiblicher Bösewicht
🧙 Magier(in)|Hexe|Hexenmeister|Magiker|Person|Zauberer|Zauberin|zaubern|Zauberspruch
🧙‍♂️ Magier|Hexenmeister|Zauberer
🧙‍♀️ Magierin|Hexe|Zauberin
🧚 Märchenfee|Elf|Elfe|Fantasy|Flügel|geflügelt|mystisch|Person|Wesen
🧚‍♂️ männliche Fee|Oberon|Puck|Zauberer
🧚‍♀️ Fee|Titania
🧛 Vampir|Blutsauger|Dracula|Halloween|Person|Reißzähne|untot|Untoter|Zähne
🧛‍♂️ männlicher Vampir|Dracula|Untoter
🧛‍♀️ weiblicher Vampir|Untoter
🧜 Wassermensch|Märchen|Meerjungfrau|Meermann|Nixe|Person|Sirene|Wasserfrau|Wassermann
🧜‍♂️ Wassermann|Triton
🧜‍♀️ Meerjungfrau|Nixe|Wasserfrau
🧝 Elf(e)|Elbe|Elben|Elbin|Elfe|Fantasy|Herr der Ringe|Magie|magisch
🧝‍♂️ Elf|Alb|Elbe|magisch
🧝‍♀️ Elfe|Elbin|magisch
🧞 Flaschengeist|Aladdin|Aladin|Dschinn|Lampe|Person|Wunderlampe|Wünsche
🧞‍♂️ männlicher Flaschengeist|Dschinn
🧞‍♀️ weiblicher Flaschengeist|Dschinn
🧟 Zombie|Apokalypse|Halloween|Horror|Person|untot|Untoter|Walking Dead|wandelnder Toter
🧟‍♂️ männlicher Zombie|Untoter|wandelnder Toter
🧟‍♀️ weiblicher Zombie|Untote|wandelnde Tote
🧌 Troll|Fantasy|gruslig|Kobold|Märchen|Monster|Ork|Ungeheuer
💆 Person, die eine Kopfmassage bekommt|Behandlung|entspannen|Kopfschmerzen|Migräne|Salon|Spa|Therapie
💆‍♂️ Mann, der eine Kopfmassage bekommt|entspannen|Kopfschmerzen|Salon
💆‍♀️ Frau, die eine Kopfmassage bekommt|Behandlung|entspannen|entspannend|Gesicht|Kopfschmerzen|Kopfweh|lindern|relaxen
💇 Person beim Haareschneiden|Friseur|Friseurin|Friseuse|Frisör|Frisörin|Frisur|Haarschnitt|Schere
💇‍♂️ Mann beim Haareschneiden|Friseur|Frisur|Haarschnitt|Salon|Schere
💇‍♀️ Frau beim Haareschneiden|Friseur|Haarschnitt|Schere
🚶 Fußgänger(in)|Fußgängerin|gehen|gehend|Person|schlendern|schlurfen|wandern
🚶‍♂️ Fußgänger|gehen|Mann|Spaziergang
🚶‍♀️ Fußgängerin|Frau|gehen|Gehen|Schlendern|Spazieren|Spaziergang
🧍 stehende Person|Mensch|Stand
🧍‍♂️ stehender Mann
🧍‍♀️ stehende Frau
🧎 kniende Person|Fersensitz|Meditation|meditieren|Mensch|Seiza|Zazen
🧎‍♂️ kniender Mann
🧎‍♀️ kniende Frau
🧑‍🦯 Person mit Langstock|Barrierefreiheit|blind|Person mit Blindenstock
👨‍🦯 Mann mit Langstock|Barrierefreiheit|Behinderung|blind|Mann mit Blindenstock|Mann mit Gehstock|Mensch|Person|sehbehindert
👩‍🦯 Frau mit Langstock|Barrierefreiheit|Behinderung|blind|Frau mit Blindenstock|Frau mit Gehstock|Mensch|Person
🧑‍🦼 Person in elektrischem Rollstuhl|Barrierefreiheit
👨‍🦼 Mann in elektrischem Rollstuhl|Barrierefreiheit|Behinderung|Mann in Rollstuhl|Mensch|Person
👩‍🦼 Frau in elektrischem Rollstuhl|Barrierefreiheit|Behinderung|Frau in Rollstuhl|Mensch|Person
🧑‍🦽 Person in manuellem Rollstuhl|Barrierefreiheit
👨‍🦽 Mann in manuellem Rollstuhl|Barrierefreiheit|Behinderung|Mann in Rollstuhl|Mensch|Person
👩‍🦽 Frau in manuellem Rollstuhl|Barrierefreiheit|Behinderung|Frau in Rollstuhl|Mensch|Person
🏃 laufende Person|eilig|joggen|Läufer|Läuferin|Marathon|rennen|schnell|Sport
🏃‍♂️ laufender Mann|joggen|Jogger|Marathon
🏃‍♀️ laufende Frau|Athlet|Athletin|joggen|Joggerin|Läufer|Läuferin|Marathon|rennen
💃 tanzende Frau|elegant|festlich|Flair|Flamenco|Salsa|Schwung|Tango|Tänzerin
🕺 tanzender Mann|elegant|festlich|Flair|Flamenco|Salsa|Schwung|Tango|Tänzer
🕴️ schwebender Mann im Anzug|geschäftlich
👯 Personen mit Hasenohren|Bunny|Bunnys|doppelt|Leute|Party|seelenverwandt|Tanzen|Tänzerinnen
👯‍♂️ Männer mit Hasenohren|Bunnys|Party|tanzen|Zwillinge
👯‍♀️ Frauen mit Hasenohren|Bunnys|Party
🧖 Person in Dampfsauna|abschalten|Dampfbad|entspannen|Frau|luxuriös|Relaxen|Spa
🧖‍♂️ Mann in Dampfsauna
🧖‍♀️ Frau in Dampfsauna
🧗 Bergsteiger(in)|Fels|Kletterer|klettern|Person|Sport
🧗‍♂️ Bergsteiger
🧗‍♀️ Bergsteigerin
🤺 Fechter(in)|fechten|Schwert|Sport
🏇 Pferderennen|Jockey auf Pferd|schnell|Sport|um die Wette|wetten
⛷️ Skifahrer(in)|Schnee|Skifahrerin|Sport
🏂 Snowboarder(in)|Snowboarden|Snowboarderin|Sport
🏌️ Golfer(in)|Abschlagplatz|Golferin|Golfspieler|Golfspielerin|Person|Sport|Sportler|Sportlerin
🏌️‍♂️ Golfer|golfen|Golfspieler|Mann
🏌️‍♀️ Golferin|Frau|golfen|Golfspielerin
🏄 Surfer(in)|Person|Sport|Surfboard|Surfbrett|Surfen|Surferin|Wassersport|Wellenreiten
🏄‍♂️ Surfer|Mann|Wellenreiten
🏄‍♀️ Surferin|Frau|Sport|Strand|Surfbrett|Wellen|Wellenreiten
🚣 Person im Ruderboot|Angeln|Kanu|Paddel|Rudern|Sport
🚣‍♂️ Mann im Ruderboot|rudern
🚣‍♀️ Frau im Ruderboot|Bootfahrerin|Ruderin|rudern|Rudern|See
🏊 Schwimmer(in)|Kraulen|Person|Pool|Schwimmbecken|Schwimmen|Schwimmerin|Sport|Triathlon
🏊‍♂️ Schwimmer|kraulen|Pool|Schwimmbad|schwimmen
🏊‍♀️ Schwimmerin|Frau|kraulen|Pool|Schwimmbad|schwimmen|Sport
⛹️ Person mit Ball|Basketball|Basketballer|Basketballspieler|Basketballspielerin|Dribbeln|Sport|Sportler|Sportlerin
⛹️‍♂️ Mann mit Ball|Ballsport|Handball
⛹️‍♀️ Frau mit Ball|Ballsport|Basketball|Basketballspieler|Handball|Sport
🏋️ Gewichtheber(in)|Gewichtheberin|Hantel|Muskeln|Person|schwer|Sport|stark|Training
🏋️‍♂️ Gewichtheber|Gewicht heben|Mann
🏋️‍♀️ Gewichtheberin|Frau|Gewicht heben|Gewichte heben|Gewichteheberin
🚴 Radfahrer(in)|Fahrrad|Person|radeln|Radfahren|Radfahrerin|Sport|Tour de France
🚴‍♂️ Radfahrer|Fahrrad|Mann
🚴‍♀️ Radfahrerin|Fahrrad|Fahrradfahrerin|Frau|Frauen|Radeln|Radlerin
🚵 Mountainbiker(in)|Fahrrad|Mountainbikerin|Mountainbiking|Person|Rad|Radfahren|Radfahrer|Radfahrerin
🚵‍♂️ Mountainbiker|Fahrrad|Mann|Rad
🚵‍♀️ Mountainbikerin|Fahrrad|Fahrradfahrerin|Frau|Mountain Bike|Mountain Bikerin|Rad|radeln|Radfahrerin
🤸 Rad schlagende Person|Akrobatik|Bodenturnen|Gymnastik|Radschlag|Sport|Turner|Turnerin
🤸‍♂️ Rad schlagender Mann|Akrobatik|Bodenturnen|Gymnastik|Person|Radschlag|Sport|Turner
🤸‍♀️ Rad schlagende Frau|Akrobatik|Bodenturnen|Gymnastik|Person|Radschlag|Sport|Turnerin
🤼 Ringer(in)|Catchen|Catcher|Person|ringen|Ringkampf|Sport|Sportler|Wrestler
🤼‍♂️ ringende Männer|Catchen|Catcher|Ringer|Ringkampf|Sport|Wrestler|Wrestling
🤼‍♀️ ringende Frauen|catchen|Catcherin|Person|Ringer|Ringerin|Ringkampf|Sport|Wrestlerin
🤽 Wasserballspieler(in)|Person|Schwimmsport|Sport|Sportler|Sportlerin|Wasserballspielerin|Wassersport
🤽‍♂️ Wasserballspieler|Mann|Person|Schwimmsport|Sport|Sportler|Wassersport
🤽‍♀️ Wasserballspielerin|Frau|Person|Schwimmsport|Sport|Sportlerin|Wassersport
🤾 Handballspieler(in)|Handballer|Handballerin|Handballspielerin|Person|schleudern|Sport|Sportler|werfen
🤾‍♂️ Handballspieler|Mann|Sport
🤾‍♀️ Handballspielerin|Frau|Handballerin|Person|schleudern|Sport|Sportlerin|werfen
🤹 Jongleur(in)|Artist|Artistin|geschickt|Jongleurin|Jongleuse|jonglieren|Multitasking|Person
🤹‍♂️ Jongleur|Artist|Entertainer|geschickt|jonglieren|Jonglieren|Mann|Multitasking|Person
🤹‍♀️ Jongleurin|Frau|geschickt|jonglieren|Jonglieren|multitasking|Multitasking
🧘 Person im Lotossitz|burmesischer Sitz|Frau|Lotussitz|Meditation|Person in Lotussitz|Schneidersitz|Yoga|Zen
🧘‍♂️ Mann im Lotossitz|Meditation|Yoga
🧘‍♀️ Frau im Lotossitz|Meditation|Yoga
🛀 badende Person|Badewanne|Badezimmer|Dusche|entspannen
🛌 im Bett liegende Person|gute Nacht|Heia|müde|Nachtruhe|schlaf schön|schlafen|zzz
🧑‍🤝‍🧑 sich an den Händen haltende Personen|Händchen halten|Hände halten|Menschen|Paar|Pärchen
👭 Händchen haltende Frauen|Paar|Pärchen aus Frau und Frau
👫 Mann und Frau halten Hände|Händchen halten|Paar|Pärchen aus Frau und Mann
👬 Händchen haltende Männer|Paar|Pärchen aus Mann und Mann|Zwillinge
💏 sich küssendes Paar|Frau|Herz|Kuss|Mann
👩‍❤️‍💋‍👨 sich küssendes Paar: Frau, Mann|Herz|Kuss
👨‍❤️‍💋‍👨 sich küssendes Paar: Mann, Mann|Frau|Herz|Kuss
👩‍❤️‍💋‍👩 sich küssendes Paar: Frau, Frau|Herz|Kuss|Mann
💑 Liebespaar|Frau|Herz|Mann
👩‍❤️‍👨 Liebespaar: Frau, Mann|Herz
👨‍❤️‍👨 Liebespaar: Mann, Mann|Frau|Herz
👩‍❤️‍👩 Liebespaar: Frau, Frau|Herz|Mann
👪 Familie|Junge|Kind|Mutter|Vater
👨‍👩‍👦 Familie: Mann, Frau und Junge|Kind|Mutter|Vater
👨‍👩‍👧 Familie: Mann, Frau und Mädchen|Junge|Kind|Mutter|Vater
👨‍👩‍👧‍👦 Familie: Mann, Frau, Mädchen und Junge|Kind|Mutter|Vater
👨‍👩‍👦‍👦 Familie: Mann, Frau, Junge und Junge|Kind|Mutter|Vater
👨‍👩‍👧‍👧 Familie: Mann, Frau, Mädchen und Mädchen|Junge|Kind|Mutter|Vater
👨‍👨‍👦 Familie: Mann, Mann und Junge|Kind|Mutter|Vater
👨‍👨‍👧 Familie: Mann, Mann und Mädchen|Junge|Kind|Mutter|Vater
👨‍👨‍👧‍👦 Familie: Mann, Mann, Mädchen und Junge|Kind|Mutter|Vater
👨‍👨‍👦‍👦 Familie: Mann, Mann, Junge und Junge|Kind|Mutter|Vater
👨‍👨‍👧‍👧 Familie: Mann, Mann, Mädchen und Mädchen|Junge|Kind|Mutter|Vater
👩‍👩‍👦 Familie: Frau, Frau und Junge|Kind|Mutter|Vater
👩‍👩‍👧 Familie: Frau, Frau und Mädchen|Junge|Kind|Mutter|Vater
👩‍👩‍👧‍👦 Familie: Frau, Frau, Mädchen und Junge|Kind|Mutter|Vater
👩‍👩‍👦‍👦 Familie: Frau, Frau, Junge und Junge|Kind|Mutter|Vater
👩‍👩‍👧‍👧 Familie: Frau, Frau, Mädchen und Mädchen|Junge|Kind|Mutter|Vater
👨‍👦 Familie: Mann, Junge|Kind|Mutter|Vater
👨‍👦‍👦 Familie: Mann, Junge und Junge|Kind|Mutter|Vater
👨‍👧 Familie: Mann, Mädchen|Junge|Kind|Mutter|Vater
👨‍👧‍👦 Familie: Mann, Mädchen und Junge|Kind|Mutter|Vater
👨‍👧‍👧 Familie: Mann, Mädchen und Mädchen|Junge|Kind|Mutter|Vater
👩‍👦 Familie: Frau, Junge|Kind|Mutter|Vater
👩‍👦‍👦 Familie: Frau, Junge und Junge|Kind|Mutter|Vater
👩‍👧 Familie: Frau, Mädchen|Junge|Kind|Mutter|Vater
👩‍👧‍👦 Familie: Frau, Mädchen und Junge|Kind|Mutter|Vater
👩‍👧‍👧 Familie: Frau, Mädchen und Mädchen|Junge|Kind|Mutter|Vater
🗣️ sprechender Kopf|Gesicht|Silhouette|Sprechende Person
👤 Silhouette einer Büste|Person
👥 Silhouette mehrerer Büsten|Personen
🫂 sich umarmende Personen|Abschied|Danke|drücken|Drücker|Freundschaft|Hallo|Liebe|Tschüss
👣 Fußabdrücke|Abdruck|auf dem Weg|Fußabdruck
🐵 Affengesicht|Banane|Dschungel|Tier|Zoo
🐒 Affe|Tier
🦍 Gorilla|Affe|Gesicht|Tier
🦧 Orang-Utan|Affe|Tier
🐶 Hundegesicht|Tier|treu|Wau|wuff
🐕 Hund|Haustier|Tier|wau|wuff
🦮 Blindenhund|Barrierefreiheit|Behinderung|sehbehindert|Tier
🐕‍🦺 Assistenzhund|Barrierefreiheit|Behinderung|Tier
🐩 Pudel|Hund|Tier
🐺 Wolf|Gesicht|Tier|Wolfsgesicht
🦊 Fuchs|Fuchsgesicht|Gesicht|Tier
🦝 Waschbär|klug|neugierig|schlau|Tier
🐱 Katzengesicht|Miau|Miez|Miezekatze|Tier
🐈 Katze|Haustier|miau|Tier
🐈‍⬛ schwarze Katze|Kater|miau|Pech|schwarzer Kater|Tier|Unglück
🦁 Löwe|Gesicht|Löwengesicht|Sternzeichen|Tier|Tierkreis
🐯 Tigergesicht|Raubkatze|Tier
🐅 Tiger|Tier
🐆 Leopard|gepunktet|Punkte|Raubkatze|Raubtier|Tier|Zoo
🐴 Pferdegesicht|Pferdekopf|Tier
🫎 Elch|Geweih|Säugetier|Tier
🫏 Esel|austreten|Dickschädel|Dummkopf|Maultier|Säugetier|störrisch|stur|Tier
🐎 Pferd|Rennen|Rennpferd|Tier
🦄 Einhorn|Einhorngesicht|Gesicht
🦓 Zebra|streifen|Streifen|tier
🦌 Hirsch|Gesicht|Tier
🦬 Bison|Büffel|Herde|Ochse|Tier|Wisent
🐮 Kuhgesicht|Tier
🐂 Ochse|Kuh|Sternzeichen|Stier|Tier|Tierkreis
🐃 Wasserbüffel|Tier
🐄 Kuh|Bauernhof|muh|Tier
🐷 Schweinegesicht|Tier
🐖 Schwein|Bauernhof|Sau|Tier
🐗 Wildschwein|Eber|Tier
🐽 Schweinerüssel|Nase|Tier
🐏 Widder|Schaf|Sternzeichen|Tierkreis
🐑 Schaf|Bock|mäh|Tier|Widder|Wolle
🐐 Ziege|Steinbock|Sternzeichen|Tier|Tierkreis
🐪 Dromedar|einhöckrig|Kamel|Tier|Wüste
🐫 Kamel|Tier|Wüste|zweihöckrig
🦙 Lama|Alpaca|Alpaka|Anden|Kamel|Tier|Vicuña|Wolle
🦒 Giraffe|flecken|Flecken|tier
🐘 Elefant|Tier
🦣 Mammut|Aussterben|groß|Natur|Stoßzahn|Tier|wollig
🦏 Nashorn|Rhinozeros|Tier
🦛 Nilpferd|Flusspferd|Hippo|Tier
🐭 Mäusegesicht|Maus|Mausgesicht|Nagetier|Tier
🐁 Maus|Nage|Tier
🐀 Ratte|Nagetier|Tier
🐹 Hamster|Gesicht|Hamstergesicht|Tier
🐰 Hasengesicht|Kaninchen|Karnickel|Langohr|Mümmelmann|Nager|Nagetier|Tier
🐇 Hase|Kaninchen|Karnickel|Mümmelmann|Nagetier|Tier
🐿️ Streifenhörnchen|Tier
🦫 Biber|Biberschwanz|Biberzahn|Damm|Natur|Otter|Tier
🦔 Igel|stachelig|stacheln|tier
🦇 Fledermaus|Tier|Vampir
🐻 Bär|Bärengesicht|Gesicht|Tier
🐻‍❄️ Eisbär|Arktis|Nordpol|weiß
🐨 Koala|Koalabär|Koalagesicht|Tier
🐼 Panda|Gesicht|Pandabär|Pandagesicht|Tier
🦥 Faultier|langsam|träge
🦦 Otter|fischen|Tier|verspielt
🦨 Stinktier|Skunk|stinken
🦘 Känguru|Australien|Beuteltier|Down Under|hüpfen|Hüpfen|Quokka|Skippy|springen
🦡 Dachs|Dachse|Frechdachs|Honigdachs|Ratel|Tier
🐾 Tatzenabdrücke|Abdruck|Tier
🦃 Truthahn|Geflügel|Pute|Thanksgiving
🐔 Huhn|Geflügel|Henne|Tier|Tierkopf
🐓 Hahn|Tier
🐣 schlüpfendes Küken|Ei|Küken in Eierschale|Piep|Tier|Vogel
🐤 Küken|Kükenkopf|Tier
🐥 Küken von vorne|Geflügel|Küken in Frontansicht|Tier
🐦 Vogel|Papagei|Taube|Tier|Vogelkopf
🐧 Pinguin|Pinguinkopf|Tier|Vogel
🕊️ Taube|fliegen|Friede|Frieden|Friedenstaube|Vogel
🦅 Adler|Tier|Vogel
🦆 Ente|Tier|Vogel
🦢 Schwan|hässliches Entlein|Tier|Vogel
🦉 Eule|Raubvogel|Tier|Uhu|Vogel|weise
🦤 Dodo|Aussterben|Dronte|groß|Mauritius|Natur|Tier|Vogel
🪶 Feder|federleicht|Federn|fliegen|Gefieder|leicht|Vogelfeder
🦩 Flamingo|bunt|farbenfroh|rosa|Tier|Tropen|tropisch|Vogel
🦚 Pfau|bunt|stolz|stolzieren|Tier|Vogel
🦜 Papagei|ausplaudern|Pirat|plappern|sprechen|Tier|Vogel|Wiederholen
🪽 Flügel|Engel|Engelsflügel|Federn|fliegen|Flug|himmlisch|Mythologie|Vogel
🐦‍⬛ schwarzer Vogel|Amsel|krächzen|Krähe|Rabe|Schnabel|Tier
🪿 Gans|blöd|dumm|dumme Gans|Gänserich|Ganter|Geflügel|schnattern|Tier
🐸 Frosch|Froschgesicht|Gesicht|grün|quak|Tier
🐊 Krokodil|Reptil|Schnappi|Tier
🐢 Schildkröte|Tier
🦎 Eidechse|Reptil
🐍 Schlange|Schlangenträger|Sternzeichen|Tier|Tierkreis
🐲 Drachengesicht|Märchen|Tier
🐉 Drache|chinesisch Neujahr|Märchen|Tier
🦕 Sauropode|Brachiosaurus|Brontosaurus|Dino|Dinosaurier|Diplodocus|Saurier
🦖 T-Rex|Dino|dinosaurier|Dinosaurier|saurier|Saurier|tree|Tyrannosaurus Rex
🐳 blasender Wal|Meer|Ozean|Tier
🐋 Wal|Ozean|Tier
🐬 Delfin|Meer|Ozean|Strand|Tier
🦭 Seehund|Meer|Ozean|Robbe|Seelöwe|Tier
🐟 Fisch|Aquarium|Fische|Meehr|Sternzeichen|Tier|Tierkreis
🐠 Tropenfisch|Tier
🐡 Kugelfisch|kugelrund|Meer|Tier
🦈 Hai|Fisch|Haifisch|Meer|Tier
🐙 Oktopus|Krake|Meer|Tier|Tintenfisch
🐚 Schneckenhaus|Muschel|Strand|Tier
🪸 Koralle|Great Barrier Reef|Klimawandel|Korallenriff|Meer|Ozean|Riff|Tier
🪼 Qualle|autsch|brennen|Gallert|Glibber|Meer|Meeresbewohner|Meerestier|Nesseltier
🐌 Schnecke|langsam|Tier
🦋 Schmetterling|Insekt|schön
🐛 Raupe|gefräßig|Insekt|Tier
🐜 Ameise|Insekt|Tier
🐝 Biene|Honig|Honigbiene|Hummel|Insekt|Maja|Natur|Summ|Tier
🪲 Käfer|Insekt|Krabbeltier|Minzkäfer|Tier|Wanze
🐞 Marienkäfer|Glückskäfer|Insekt|krabbel|Punkte|Tier
🦗 Grille|grashüpfer|Heuschrecke|insekt|tier|zikade
🪳 Kakerlake|Insekt|Käfer|krabbeln|Krabbeltier|Küchenschabe|La Cucaracha|Schabe|Tier
🕷️ Spinne|Insekt|Tier
🕸️ Spinnennetz
🦂 Skorpion|Horoskop|Sternzeichen|Tierkreis
🦟 Mücke|Biss|Fieber|Insekt|Insektenbiss|Insektenstich|Krankheit|Malaria|Moskito
🪰 Fliege|fliegen|Insekt|Krankheit|Made|Mücke|Plage|Schmeißfliege|Tier
🪱 Wurm|Insekt|Natur|Parasit|Regenwurm|Ringelwurm|Tier
🦠 Mikrobe|Amöbe|Amöben|Bakterie|Bakterien|Einzeller|Medizin|Virus|Wissenschaft
💐 Blumenstrauß|Bouquet
🌸 Kirschblüte|Blume|Kirsche|Pflanze
💮 Blumenstempel
🪷 Lotusblüte|Blume|Buddhismus|Erleuchtung|Gleichmut|Hinduismus|Liebe|Lotosblume|Pflanze
🏵️ Rosette|Pflanze
🌹 Rose|Blume|Blüte|Pflanze
🥀 welke Blume|am sterben|sterbend|verwelkt|welkende Blume
🌺 Hibiskus|Blume|Blüte|Pflanze|Rosa
🌻 Sonnenblume|Blüte|Pflanze
🌼 gelbe Blüte|Blume|Pflanze
🌷 Tulpe|Blume|Blüte|Pflanze
🪻 Hyazinthe|blaue Wiesenlupine|blühen|Blume|Blüte|Frühling|Lavendel|lila|Löwenmaul
🌱 Spross|junge Pflanze
🪴 Topfpflanze|Dekor|Grünpflanze|Haus|pflegen|wachsen|Zimmerpflanze
🌲 Nadelbaum|Pflanze|Tannenbaum
🌳 Laubbaum|Blätter|grün|Pflanze|Wald
🌴 Palme|Baum|Kokusnuss|Oase|Pflanze|Strand|Tropen
🌵 Kaktus|Dürre|Natur|Pflanze|Trockenzeit|Wüste
🌾 Reisähre|Pflanze|Reispflanze
🌿 Kräuter|Blätter|Pflanze
☘️ Kleeblatt|grün|Pflanze
🍀 Glücksklee|Blatt|Kleeblatt|Pflanze|Silverster|vier|vierblättrig|Vierblättriges Kleeblatt
🍁 Ahornblatt|Herbst|Laub|Pflanze
🍂 Laub|Blatt|Blätter|Fallendes Laub|Herbst|Pflanze
🍃 Blätter im Wind|Blatt|Laub|Pflanze
🪹 leeres Nest|Heim|Nestbau|nisten|Vogelnest|Zuhause
🪺 Nest mit Eiern|Heim|Nest mit blauen Eiern|Nestbau|nisten|Vogelnest|Zuhause
🍄 Fliegenpilz|giftig
🍇 Trauben|Frucht|Obst|Wein
🍈 Honigmelone|cantaloupe|Frucht|Obst
🍉 Wassermelone|Frucht|Obst
🍊 Mandarine|Apfelsine|Frucht|Obst|Orange|Vitamin
🍋 Zitrone|Frucht|Obst|sauer|Zitrusfrucht
🍌 Banane|Frucht|Obst|Schale
🍍 Ananas|Frucht|Obst
🥭 Mango|Essen|Frucht|Früchte|Obst|Shaker|tropisch
🍎 roter Apfel|Frucht|Obst
🍏 grüner Apfel|Frucht|gesund|Obst
🍐 Birne|Frucht|Obst
🍑 Pfirsich|Frucht|Obst
🍒 Kirschen|Frucht|Obst
🍓 Erdbeere|Essen|Frucht|Obst
🫐 Blaubeeren|Essen|Frucht|Heidelbeere|Heidelbeeren|Lebensmittel|Nahrung|Obst
🥝 Kiwi|Frucht|Obst
🍅 Tomate|Essen|Gemüse|Obst
🫒 Olive|Essen|grün|Lebensmittel|Nahrung|Olivenöl|Olivenzweig|Zweig
🥥 Kokosnuss|Colada|Essen|Frucht|Palme|Piña
🥑 Avocado|Essen|Frucht
🍆 Aubergine|Gemüse
🥔 Kartoffel|Essen|Gemüse
🥕 Karotte|Gemüse|Möhre|Mohrrübe
🌽 Maiskolben|Gemüse
🌶️ Peperoni|Chili|Paprika|Pfeffer|Pflanze|scharf
🫑 Paprika|Essen|Gemüse|Gemüsepaprika|grün|Lebensmittel|Nahrung|Peperoni
🥒 Gurke|Essen|Gemüse|Scheiben
🥬 Blattgemüse|blattgrün|Essen|Grünkohl|Grünzeug|Kohl|Kraut|Mangold|Pak Choi
🥦 Brokkoli|Broccoli|essen|Gemüse|Gemüsekohl|Kohl
🧄 Knoblauch|Essen|Geschmack|Lebensmittel|Nahrung|Würze|Zutat
🧅 Zwiebel|Essen|Geschmack|Gewürz|Lebensmittel|Nahrung|Würze
🥜 Erdnuss|Essen
🫘 Bohnen|Essen|Gemüse|Hülsenfrucht|Kidney-Bohne|Kidneybohne|Lebensmittel
🌰 Kastanie|Marone
🫚 Ingwer|gesund|Gewürz|Ginger Ale|Ingwerbier|scharf|Wurzel|würzig
🫛 Erbsenschote|Bohne|Edamame|Essen|Gemüse|Hülsenfrucht|Hülsenfrüchte
🍞 Brot|Brotlaib|Essen|Kohlenhydrate|Laib Brot|Toast|Weißbrot|Weizen
🥐 Croissant|Corissant|französisch|Frühstück|Frühstückshörnchen
🥖 Baguette|Brot|französisch|Frühstück
🫓 Fladenbrot|Arepa|Essen|Lavasch|Lebensmittel|Naan|Nahrung|Pita
🥨 Brezel|brezen|brezn|essen|gedreht|oktoberfest
🥯 Bagel|Bäckerei|Backwaren|Brötchen|Essen|Frühstück|Pausenbrot
🥞 Pfannkuchen|Crepe|Eierpfannkuchen|Essen
🧇 Waffel|Essen|Lebensmittel|Nahrung|Waffel mit Butter
🧀 Käsestück
🍖 Fleischhachse|Knochen|Restaurant
🍗 Hähnchenschenkel|Fleisch|Geflügel|Hühnerbein|Restaurant
🥩 Fleischstück|essen|Kotelett|Lammkotelett|rot|Schnitzel|Schweinekotelett|Steak
🥓 Bacon|Essen|Frühstücksspeck|Speck|Speckstreifen
🍔 Hamburger|Fast Food|Restaurant
🍟 Pommes frites|Fritten
🍕 Pizza|Pizzastück|Pizzeria
🌭 Hotdog|Essen|Frankfurter|Hot Dog|Wurst|Würstchen
🥪 Sandwich|brot|Brot|essen
🌮 Taco|Essen|mexikanisch
🌯 Burrito|essen|mexikanisch
🫔 Tamale|Burrito|eingewickelt|Essen|Lebensmittel|mexikanisch|Streetfood|Wrap
🥙 Döner|Döner Kebab|Falafel|Wrap
🧆 Falafel|Bällchen|Essen|Fleischbällchen|Kichererbsen|Lebensmittel|Nahrung
🥚 Ei|Frühstück|Frühstücksei
🍳 Spiegelei in Bratpfanne|braten|Kochen
🥘 Pfannengericht|Essen|Paella|Reispfanne
🍲 Topf mit Essen|Eintopf|Gericht|Schüssel|Suppe
🫕 Fondue|Essen|geschmolzen|Käse|Schokolade|schweizerisch|Topf
🥣 Schüssel mit Löffel|brei|Cerealien|essen|Frühstück|haferbrei|Reisbrei|suppe
🥗 Salat|Blattgemüse|Essen|gesund|grün
🍿 Popcorn|Kino|Snack
🧈 Butter|Essen|Lebensmittel|Milchprodukt|Nahrung
🧂 Salz|gesalzen|Geschmack|Gewürz|salzig|Salzstreuer|Würze|Zutat
🥫 Konserve|Büchse|Dose|essen
🍱 Bento-Box|Japanisches essen|Sushi
🍘 Reiscracker
🍙 Reisbällchen|Essen|japanisch
🍚 Reis in Schüssel|Essen
🍛 Reis mit Curry
🍜 Schüssel und Essstäbchen|chinesisches Essen|dampfend|Eiernudeln|Nudeln|Suppe
🍝 Spaghetti|Essse|Nudeln mit Tomatensoße|Pasta|Restaurant
🍠 geröstete Süßkartoffel|Essen|Gemüse
🍢 Oden|japanisches Gericht|Restaurant
🍣 Sushi|japanisches Gericht|Restaurant
🍤 frittierte Garnele|Restaurant|tempura
🍥 Fischfrikadelle|Restaurant|Spirale
🥮 Mondkuchen|Essen|Fest|Festival|Herbst|Mondfest|Pinyin|Yuebing
🍡 Dango|japanisches Gericht|Mochi-Kugeln auf einem Spieß|Restaurant
🥟 Teigtasche|chinesische Teigtasche|dumpling|empanada|Empanada|essen|Gyōza|Jiaozi|kloß
🥠 Glückskeks|essen|Prophezeiung
🥡 Takeaway-Schachtel|chinesisches essen|essen|stäbchen|Takeaway-Box
🦀 Krebs|Krabbe|Meer|Sternzeichen|Strand|Tierkreis
🦞 Hummer|Lobster|Meeresfrucht|Meeresfrüchte|Meerestier|Scheren|Tier
🦐 Garnele|Gourmet|Krustentier|Meeresfrucht|Shrimp
🦑 Tintenfisch|Kalmar|Tier
🦪 Auster|Meer|Muschel|Perle|tauchen|Tier
🍦 Softeis
🍧 Wassereis|Sorbet|zerstoßen
🍨 Eiscreme|Eisbecher|Eisdiele
🍩 Donut|Doughnut|Essen|Kuchen|süß
🍪 Keks|Cookie|Plätchen
🎂 Geburtstagskuchen|Essen|feier|Feier|Geburtstagstorte|happy birthday|kerzen|Lebensmittel|Torte
🍰 Torte|Kuchen|Kuchenstück|Stück Torte|Tortenstück
🧁 Cupcake|Bäckerei|Dessert|Essen|Gebäck|Kalorienbombe|Konditorei|Muffin|Nachspeise
🥧 Kuchen|Essen|Füllung|Gebäck|Pastete|Torte
🍫 Schokoladentafel|Essen|Süßigkeit
🍬 Bonbon|süß|Süßigkeit
🍭 Lutscher|Lolli|Süßigkeit
🍮 Pudding|Dessert|Flan|Nachspeise|Nachtisch|Schokolade|Soße
🍯 Honigtopf|süß
🍼 Babyflasche|Fläschchen|Kind|Milch|trinken
🥛 Glas Milch|Getränk|trinken
☕ Heißgetränk|Cafe|dampfend|Kaffee|Tasse|Tee|trinken
🫖 Teekanne|Getränk|Lebensmittel|Tee brühen|Teekrug|trinken
🍵 Teetasse ohne Henkel|Getränk|grüner Tee|Oolong|Schale
🍶 Sake-Flasche mit Tasse|Getränk|Sake-Flasche und -tasse|trinken
🍾 Flasche mit knallendem Korken|Champagner|Getränk|Sekt|trinken
🍷 Weinglas|Alkohol|Bar
🍸 Cocktailglas|Bar|Drink|martini
🍹 Cocktail|Bar|exotisches Getränk
🍺 Bierkrug|Bar|Oktoberfest|prost|Weizenbier
🍻 Bierkrüge|anstoßen|Oktoberfest|prosit|prost|Weizen
🥂 Sektgläser|anstoßen|Feier|feiern|Getränk|prost
🥃 Trinkglas|Bar|Schnaps|Whiskey
🫗 Flüssigkeit ausgießen|ausleeren|Getränk|Glas|leer|Missgeschick|tropfende Flüssigkeit|verschütten
🥤 Becher mit Strohhalm|brause|erfrischung|Saft|Selters|soda|trinken|trinkhalm|wasser
🧋 Bubble Tea|Blase|Essen|Getränk|Lebensmittel|Milch|Perle|Taiwan|Tee
🧃 Trinkpäckchen|Fruchtsaft|Getränk|Obstsaft|Saft|Saftpackung
🧉 Mate-Tee|Getränk
🧊 Eiswürfel|Eisberg|gefroren|kalt|kühlen
🥢 Essstäbchen|chinesisches essen|essen|Hashi|japanisches essen
🍽️ Teller mit Messer und Gabel|Geschirr|kochen
🍴 Messer und Gabel|Abendessen|Besteck|Essen|Frühstück|Gabel und Messer|Geschirr|Hunger|lecker
🥄 Löffel|Besteck
🔪 Küchenmesser|schneiden
🫙 Einmachglas|Einweckglas|Essen|Gewürzglas|leer|leerer Behälter|leeres Einweckglas|leeres Glas|Marmeladeglas
🏺 Amphore|Gefäß|kochen|Krug|Sternzeichen|Tierkreis|trinken|Vase|Wassermann
🌍 Globus mit Europa und Afrika|Erde|Weltkugel
🌎 Globus mit Amerika|Erde|Nordamerika|Südamerika|Weltkugel
🌏 Globus mit Asien und Australien|Erde|Weltkugel
🌐 Globus mit Meridianen|Breitengrad|Längengrad
🗺️ Weltkarte|Landkarte|reisen
🗾 Umriss von Japan|Karte
🧭 Kompass|Himmelsrichtung|magnetisch|Navigation|Orientierung|Richtung|Windrose
🏔️ schneebedeckter Berg|Gebirge|kalt
⛰️ Berg|Gebirge
🌋 Vulkan|Ausbruch|Berg|Lava|Vulkanausbruch|Wetter
🗻 Fuji|Berg|Vulkan
🏕️ Camping|campen|Zelt|zelten
🏖️ Strand mit Sonnenschirm|Meer
🏜️ Wüste|heiß
🏝️ einsame Insel|Meer|Palme|Strand|verlassen
🏞️ Nationalpark|Berg|Fluss|Natur|Schutzgebiet
🏟️ Stadion|Arena
🏛️ antikes Gebäude|klassizistisch
🏗️ Kran|Bau|bauen
🧱 Ziegelstein|bauen|Grenze|Klinker|Mauer|Mauerwerk|Mörtel|Wand|Ziegelsteine
🪨 Felsen|felsig|hart|Natur|schwer|Stein|steinig
🪵 Holz|Baumstamm|Feuerholz|holzig|Holzscheite|Lagerfeuer
🛖 Hütte|Behausung|Gebäude|Haus|Jurte|Objekt|Rundhaus|Schutz
🏘️ Wohnhäuser|Dorf|Gebäude|Haus|Wohnhaus|Wohnsiedlung
🏚️ verfallenes Haus|Gebäude|heruntergekommen|verlassen|Verlassenes Haus
🏠 Haus|Gebäude|Zuhause
🏡 Haus mit Garten|Baum|Haus mit Baum
🏢 Bürogebäude|Hochhaus
🏣 japanisches Postgebäude
🏤 Postgebäude|Europa|Europäisches Postgebäude
🏥 Krankenhaus|Ambulanz|Arzt|Gebäude|Medizin|Notaufnahme
🏦 Bank|Gebäude|Geld
🏨 Hotel|Gebäude|übernachten|Unterkunft
🏩 Stundenhotel|Gebäude|Liebe|Unterkunft
🏪 Minimarkt|einkaufen|Gebäude|Geschäft|Lebensmittel
🏫 Schule|Gebäude|Schulgebäude
🏬 Kaufhaus|einkaufen|Gebäude|Geschäft|shoppen
🏭 Fabrik|Fabrikgebäude|Gebäude
🏯 japanisches Schloss|Bauwerk|Gebäude
🏰 Schloss|Bauwerk|Burg|Europa|europäisch|Gebäude|Märchen|Märchenschloss
💒 Hochzeit|Herz|Kirche
🗼 Tokyo Tower|Fernsehturm|Tokio
🗽 Freiheitsstatue|Amerika
⛪ Kirche|Christ|Christentum|christlich|Gebäude|Kreuz|Religion
🕌 Moschee|Islam|Moslem|Muslim|Religion
🛕 Hindutempel|Gebäude
🕍 Synagoge|Jude|jüdisch|Religion|Tempel
⛩️ Shinto-Schrein|Religion
🕋 Kaaba|Hajj|Islam|Moslem|Muslim|Religion
⛲ Springbrunnen|Garten|Park
⛺ Zelt|Camping|Campingurlaub|Zeltplatz
🌁 neblig|Nebel|Wetter
🌃 Sternenhimmel|City|Hochhäuser|Nacht|Skyline|Stadt
🏙️ Skyline|Gebäude|Großstadt|Häuser|Hochhäuser|Stadt|Wolkenkratzer
🌄 Sonnenaufgang über Bergen
🌅 Sonnenaufgang über dem Meer
🌆 Abendstimmung in der Stadt|Hochhäuser|New York|Skyline|Sonnenaufgang|Sonnenuntergang|Wolkenkratzer
🌇 Sonnenuntergang in der Stadt|Großstadt|Hochhäuser|Morgenrot|Sonnenaufgang|Wolkenkratzer
🌉 Brücke vor Nachthimmel|Golden Gate|nachts
♨️ heiße Quellen|Dampf|dampfend
🎠 Karussellpferd|reiten
🛝 Spielplatzrutsche|Rutschbahn|spielen|Vergnügungspark
🎡 Riesenrad|Freizeitpark|Volksfest
🎢 Achterbahn|Freizeitpark|Volksfest
💈 Barbershop-Säule|Friseur|Herrenfriseur
🎪 Zirkuszelt|Unterhaltung
🚂 Dampflokomotive|Bahn|Fahrzeug|Schiene|Zug
🚃 Eisenbahnwagen|Fahrzeug|Straßenbahn|Straßenbahnwagen|Tram|Waggon|Wagon|Zug
🚄 Hochgeschwindigkeitszug mit spitzer Nase|ICE|Shinkansen|TGV
🚅 Hochgeschwindigkeitszug|Bahn|Japan|Shinkansen
🚆 Zug|Bahn|Eisenbahn|ICE
🚇 U-Bahn|Metro
🚈 S-Bahn|ICE|Monorail|Zug
🚉 Bahnhof|Zug
🚊 Straßenbahn|Tram|Verkehrsmittel
🚝 Einschienenbahn|Magnetschwebebahn|Monorail
🚞 Bergbahn|Bimmelbahn|Zug
🚋 Straßenbahnwagen|Tram|Tramwagen|Transport|Verkehrsmittel|Waggon
🚌 Bus|Fahrzeug|Schulbus
🚍 Bus von vorne|Verkehrsmittel|Vorderansicht Bus
🚎 Oberleitungsbus|Straßenbahn|Trolleybus
🚐 Kleinbus|Fahrzeug
🚑 Krankenwagen|Ambulanz|Notfall
🚒 Feuerwehrauto|Brand|Löschfahrzeug
🚓 Polizeiwagen|Streifenwagen
🚔 Polizeiwagen von vorne|Streifenwagen|Vorderansicht Polizeiwagen
🚕 Taxi|Auto|Fahrzeug
🚖 Taxi von vorne|Auto|fahren|gelb|Vorderansicht Taxi
🚗 Auto|fahren|Fahrzeug|rot|Verkehr
🚘 Auto von vorne|Automobil|Fahrzeug|rot|Vorderansicht Auto
🚙 Wohnmobil|Auto|blau|fahren|verreisen
🛻 Pick-up|Auto|fahren|Fahrzeug|Laster|Lastwagen|Lieferwagen|LKW|Transport
🚚 Lieferwagen|Lastwagen|LKW
🚛 Sattelzug|Lastwagen|LKW|umziehen|ziehen um
🚜 Traktor|Bauernhof|Landwirtschaft|Trecker
🏎️ Rennauto|Autorennen
🏍️ Motorrad|Moped|Motorrennen
🛵 Motorroller|Motoroller|Vespa
🦽 manueller Rollstuhl|Barrierefreiheit|Behinderung
🦼 elektrischer Rollstuhl|Barrierefreiheit|Behinderung
🛺 Autorikscha|Fahrzeug|Tuk-Tuk
🚲 Fahrrad|BMX|Radeln|Radler|Spinning
🛴 Tretroller
🛹 Skateboard|Brett|Räder|Skateboard fahren|skaten|Skater
🛼 Rollschuh|Rollen|Rollerskate|Rollschuh laufen|Sport
🚏 Bushaltestelle
🛣️ Autobahn|Schnellstraße
🛤️ Bahngleis|Gleise|Schienen
🛢️ Ölfass
⛽ Tanksäule|Benzin|Tanke|tanken|Tankstelle
🛞 Autorad|Autoreifen|drehen|Reifen|Reifen mit Felgen|rotieren
🚨 Polizeilicht|Sirene
🚥 horizontale Verkehrsampel|vertikal
🚦 vertikale Verkehrsampel|horizontal
🛑 Stoppschild|achteckig
🚧 Baustellenabsperrung|Baustellenschild|Schild
⚓ Anker|Hafen|Meer
🛟 Rettungsring|Leben retten|Lebensretter|retten|Schwimmring|Sicherheit
⛵ Segelboot
🛶 Kanu|Boot|Wassersport
🚤 Schnellboot|Luxus|See|Sommer|Wasser|Yacht
🛳️ Passagierschiff|Aida|Rundreise|Seereise|Traumschiff
⛴️ Fähre|Schiff
🛥️ Motorboot|Schiff
🚢 Schiff|Dampfer|Kreuzfahrtschiff|Traumschiff
✈️ Flugzeug|Flieger
🛩️ kleines Flugzeug|Privatjet
🛫 Abflug|fliegen|Flughafen|Flugzeug|Start|Start eines Flugzeugs
🛬 Landung eines Flugzeugs|Ankunft|Flieger|Flughafen|landen
🪂 Fallschirm|Fallschirmspringen|Paragliding|Skydiving|Sport
💺 Sitzplatz|Bus|Flugzeug|Zug
🚁 Hubschrauber|fliegen|Helikopter|reisen
🚟 Schwebebahn|Hängebahn
🚠 Bergschwebebahn
🚡 Bergseilbahn|Gondel
🛰️ Satellit|Sputnik|Weltraum
🚀 Rakete|All|Weltraum
🛸 fliegende Untertasse|Alien|Außerirdisch|UFO
🛎️ Rezeptionsklingel
🧳 Gepäck|Ballast|Hartschalenkoffer|Koffer|Reise|Trolley-Tasche
⌛ Sanduhr|Prozess|Vorgang läuft|Zeit
⏳ laufende Sanduhr|Prozess|Vorgang läuft
⌚ Armbanduhr|Zeit
⏰ Wecker|Uhr|Uhrzeit|Zeit
⏱️ Stoppuhr|Zeit
⏲️ Zeitschaltuhr|Timer
🕰️ Kaminuhr|tick tack
🕛 Ziffernblatt 12:00 Uhr|Mittag|Mitternacht|Ziffernblatt 12.00 Uhr|zwölf Uhr
🕧 12:30 Uhr|00:30|halb eins|Zeit|Ziffernblatt 12:30 Uhr|Ziffernblatt 12.30 Uhr
🕐 1:00 Uhr|01:00|13:00|Punkt eins|Zeit|Ziffernblatt 1:00 Uhr|Ziffernblatt 1.00 Uhr
🕜 1:30 Uhr|1 Uhr 30|halb zwei|Ziffernblatt 1:30 Uhr|Ziffernblatt 1.30 Uhr
🕑 2:00 Uhr|Zeit|Ziffernblatt 2:00 Uhr|Ziffernblatt 2.00 Uhr
🕝 2:30 Uhr|halb drei|Zeit|Ziffernblatt 2:30 Uhr|Ziffernblatt 2.30 Uhr
🕒 3:00 Uhr|Zeit|Ziffernblatt 3:00 Uhr|Ziffernblatt 3.00 Uhr
🕞 3:30 Uhr|halb vier|Ziffernblatt 3:30 Uhr|Ziffernblatt 3.30 Uhr
🕓 4:00 Uhr|Zeit|Ziffernblatt 4:00 Uhr|Ziffernblatt 4.00 Uhr
🕟 4:30 Uhr|04:30|16:30|halb fünf|Zeit|Ziffernblatt 4:30 Uhr|Ziffernblatt 4.30 Uhr
🕔 5:00 Uhr|05:00|17:00|Punkt fünf|Zeit|Ziffernblatt 5:00 Uhr|Ziffernblatt 5.00 Uhr
🕠 5:30 Uhr|05:30|17:30|halb sechs|Ziffernblatt 5:30 Uhr|Ziffernblatt 5.30 Uhr
🕕 6:00 Uhr|Zeit|Ziffernblatt 6:00 Uhr|Ziffernblatt 6.00 Uhr
🕡 6:30 Uhr|halb sieben|Ziffernblatt 6.30 Uhr
🕖 7:00 Uhr|Ziffernblatt 7:00 Uhr|Ziffernblatt 7.00 Uhr
🕢 7:30 Uhr|halb acht|Zeit|Ziffernblatt 7:30 Uhr|Ziffernblatt 7.30 Uhr
🕗 8:00 Uhr|um 8|Zeit|Ziffernblatt 8:00 Uhr|Ziffernblatt 8.00 Uhr
🕣 8:30 Uhr|halb neun|Ziffernblatt 8:30 Uhr|Ziffernblatt 8.30 Uhr
🕘 9:00 Uhr|Zeit|Ziffernblatt 9:00 Uhr|Ziffernblatt 9.00 Uhr
🕤 9:30 Uhr|halb zehn|Zeit|Ziffernblatt 9:30 Uhr|Ziffernblatt 9.30 Uhr
🕙 10:00 Uhr|Zeit|Ziffernblatt 10:00 Uhr|Ziffernblatt 10.00 Uhr
🕥 10:30 Uhr|halb elf|Ziffernblatt 10:30 Uhr|Ziffernblatt 10.30 Uhr
🕚 11:00 Uhr|Zeit|Ziffernblatt 11:00 Uhr|Ziffernblatt 11.00 Uhr
🕦 11:30 Uhr|halb zwölf|Zeit|Ziffernblatt 11:30 Uhr|Ziffernblatt 11.30 Uhr
🌑 Neumond
🌒 erstes Mondviertel|zunehmend
🌓 zunehmender Halbmond
🌔 zweites Mondviertel|zunehmend
🌕 Vollmond
🌖 drittes Mondviertel|abnehmend
🌗 abnehmender Halbmond
🌘 letztes Mondviertel|abnehmend|Nacht
🌙 Mondsichel|Nacht
🌚 Neumond mit Gesicht|Mondgesicht
🌛 Mondsichel mit Gesicht links|Weltall
🌜 Mondsichel mit Gesicht rechts|Nacht
🌡️ Thermometer|Temperatur|Wetter
☀️ Sonne|Sonnenstrahlen|sonnig|Strahlen|Wetter
🌝 Vollmond mit Gesicht
🌞 Sonne mit Gesicht|Sonnengesicht|Sonnenschein
🪐 Ringplanet|Gasplanet|Himmelskörper|Saturn
⭐ weißer mittelgroßer Stern|astronomie|gelber Stern|Himmel
🌟 funkelnder Stern|glitzern
🌠 Sternschnuppe|Himmel
🌌 Milchstraße|Galaxie|Universum
☁️ Wolke|Wetter|wolkig
⛅ Sonne hinter Wolke|wolkig
⛈️ Wolke mit Blitz und Regen|Gewitter|Wetter|wolkig
🌤️ Sonne hinter kleiner Wolke|bewölkt|kleine Wolke|Wetter
🌥️ Sonne hinter großer Wolke|bewölkt|große Wolke|Wetter
🌦️ Sonne hinter Regenwolke|Wetter
🌧️ Wolke mit Regen|Regenwolke|Wetter
🌨️ Wolke mit Schnee|kalt|Wetter
🌩️ Wolke mit Blitz|Gewitter|Wetter
🌪️ Wirbelsturm|Tornado|Wetter
🌫️ Nebel|neblig|Wetter
🌬️ Wind|Wetter|windig
🌀 Wirbel|Spirale|Wirbelsturm
🌈 Regenbogen|Wetter
🌂 geschlossener Regenschirm
☂️ Regenschirm|Bekleidung|Wetter
☔ Regenschirm im Regen
⛱️ aufgestellter Sonnenschirm|Strand
⚡ Hochspannung|Blitz|Elektrizität|Gefahr|Gewitter|Hochspannungszeichen|Strom
❄️ Schneeflocke|kalt|schneien|Wetter|Winter
☃️ Schneemann im Schnee
⛄ Schneemann ohne Schneeflocken|kalt|Winter
☄️ Komet|Weltall
🔥 Feuer|brennen|Flamme|heiß
💧 Tropfen|Schweiß|Träne|Wasser|Wassertropfen
🌊 Welle|Meer
🎃 Halloweenkürbis|Herbst|Kürbislaterne
🎄 Weihnachtsbaum|Tanne|Weihnachten
🎆 Feuerwerk|Silvester
🎇 Wunderkerze|Feiern|Feuerwerk|Party
🧨 Feuerwerkskörper|Dynamit|Explosion|explosiv|Funken|Knall|knallen|Knaller|Kracher
✨ funkelnde Sterne|*
🎈 Luftballon|Feier|Geburtstag
🎉 Konfettibombe|Böller|Feier|juhu|Knaller|Party|super|yay
🎊 Konfettiball|Feier|Party
🎋 Tanabata-Baum|Fest|Japan|Sternenfest|Zettel
🎍 Piniendekoration|Japan|Neujahrsfest
🎎 japanische Puppen|Puppenfest Japan
🎏 traditionelle japanische Windsäcke|Feier|Karpfen
🎐 japanisches Windspiel|Bimmel|Feier|Glocke
🎑 traditionelles Mondfest|Japan
🧧 roter Umschlag|Geld|Geschenk|Glück|Hong Bao|Hongbao
🎀 pinke Schleife|Feier|Geschenk|rosa
🎁 Geschenk|Feier|Geburtstag|Schachtel|Schleife|Überraschung|verpackt|Weihnachten
🎗️ Gedenkschleife
🎟️ Eintrittskarten|Billet|Ticket
🎫 Ticket|Konzert|Unterhaltung
🎖️ Militärorden
🏆 Pokal|Bundesliga|Champion|gewinnen|Preis|Sieger|Sport|Trophäe
🏅 Sportmedaille|Gewinn|Goldmedaille
🥇 Goldmedaille|Erster|Gewinn|Medaille 1. Platz
🥈 Silbermedaille|Medaille 2. Platz|Zweiter
🥉 Bronzemedaille|Dritter|Medaille 3. Platz
⚽ Fußball|Bundesliga|Messi
⚾ Baseball
🥎 Softball|Baseball|Handschuh|Sport|Unterarm|werfen
🏀 Basketball|Korb|Sport
🏐 Volleyball|Sport
🏈 Football|American Football|Amerika|Sport|Super Bowl
🏉 Rugbyball|Sport
🎾 Tennisball|Sport
🥏 Frisbee|Disc|Disk|fliegende Untertasse|Scheibe|Ultimate
🎳 Bowling|Bowlingkugel|Kugel|Spiel
🏏 Kricket|Ball|Cricket|Schläger
🏑 Feldhockey|Schläger
🏒 Eishockey|Eishockey-Schläger und Puck|Puck|Schläger
🥍 Lacrosse|Ball|Schläger|Sport|Stick|Stock|Tor
🏓 Tischtennis|Ball|Ping Pong|Schläger|Spiel|Sport
🏸 Badminton|Federball|Schläger
🥊 Boxhandschuh|Boxen|Sport
🥋 Kampfsportanzug|Judo|Kampfkunst|Karate|Taekwondo
🥅 Tor|Fußball|Netz|Sport
⛳ Golffahne|Golfplatz
⛸️ Schlittschuh|Eislauf
🎣 Angel mit Fisch|Angeln|Entspannung
🤿 Tauchmaske|schnorcheln|schwimmen|Sport|Sporttauchen|tauchen
🎽 Laufshirt|Laufen|Laufshirt mit Schärpe|Schärpe|Sport
🎿 Ski|Ski und Stöcke
🛷 Schlitten|Rodel|Rodeln|Schnee
🥌 Curlingstein|Spiel|Sport
🎯 Darts|Pfeil|Spiel|Volltreffer|Zielscheibe
🪀 Jo-Jo|Spielzeug|Yo-Yo
🪁 Drachen|fliegen|hochfliegen|steigen|Wind
🔫 Wasserpistole|Revolver|Waffe
🎱 Billardkugel|8-Ball|schwarz|Spiel
🔮 Kristallkugel|Wahrsager|Zukunft
🪄 Zauberstab|Abrakadabra|Hexe|Hexer|Magie|magisch|Wunder|Zauberei|Zauberer
🎮 Gamepad|Gaming|Unterhaltung|Videospiel
🕹️ Joystick|Gaming|Videospiel
🎰 Spielautomat|Glücksspiel
🎲 Spielwürfel|Casino|Unterhaltung|würfeln|Zufall
🧩 Puzzleteil|Bestandteile|Hinweise|Hobby|passen|puzzeln|Puzzlestück|Puzzleteile|Spiel
🧸 Teddybär|Kuscheltier|Plüschteddy|Plüschtier|Spielwaren|Spielzeug|Stoffbär|Stofftier
🪅 Piñata|Feier|Hau drauf|mexikanisch|Mexiko|Objekt|Party|Pinada|Pinata
🪩 Discokugel|Lichtreflexe|Party|Spiegel|Spiegelkugel|Tanz|tanzen
🪆 Matroschka|Babuschka|Matrioschka|Matrjoschka|Puppe|Russland|Spielzeug
♠️ Pik|Karten|Kartenspiel
♥️ Herz|Kartenspiel
♦️ Karo|Kartenspiel
♣️ Kreuz|Kartenspiel
♟️ Bauer Schach
🃏 Jokerkarte|Spielkarte
🀄 Mahjong-Stein|roter Drache|Spiel
🎴 japanische Blumenkarte|Hanafuda
🎭 Masken|Kunst|Theater|Unterhaltung
🖼️ gerahmtes Bild|Gemälde|Kunst|malen|Rahmen|zeichnen|Zeichnung
🎨 Mischpalette|Farben|Kunst|Künstler
🧵 Faden|Nadel|nähen|Nähen|Nähfaden|Nähgarn|Rolle|Spule|Zwirn
🪡 Nähnadel|einfädeln|Faden|Nadel und Faden|nähen|Nähte|schneidern|Stiche|sticken
🧶 Wollknäuel|Ball|Garn|häkeln|Häkeln|spinnen|stricken|Stricken|Wolle
🪢 Knoten|Achterknoten|binden|Schnur|Schnürsenkel|Seemansknoten|Segelboot|segeln|Seil
👓 Brille|Accessoire
🕶️ Sonnenbrille|Augen|dunkel
🥽 Schutzbrille|Augenschutz|schweißen|Schweißen|Schweißerbrille|schwimmen|Schwimmen|tauchen|Taucherbrille
🥼 Laborkittel|Arzt|Arztkittel|Doc|Doktor|Experiment|Kleidung|Kleidungsstück|Labormantel
🦺 Sicherheitsweste|Kleidung|Notfall
👔 Hemd mit Krawatte|Kleidung|Kragen|Schlips
👕 T-Shirt|Kleidung
👖 Jeans|Hose|Kleidung
🧣 Schal|Hals|kalt|Kleidung|warm anziehen
🧤 Handschuhe
🧥 Mantel|brr|Jacke|kalt|Kleidung|warm anziehen
🧦 Socken|strumpf|strümpfe|Strümpfe
👗 Kleid|Kleidung
👘 Kimono|japanisch|Kleid|Kleidung
🥻 Sari|Kleid|Kleidung
🩱 einteiliger Badeanzug|Kleidung
🩲 Slip|Badeanzug|Einteiler|Kleidung|Unterwäsche
🩳 Shorts|Badebekleidung|Badehose|Boxershorts|Kleidung|Schwimmshorts
👙 Bikini|Badeanzug|Kleidung
👚 Bluse|Damenmode|Kleidung|Oberbekleidung|Shirt
🪭 Faltfächer|Abkühlung|flirten|heiß|kühlen|Luft zufächeln|schüchtern|spanisch|Tanz
👛 Geldbörse|Accessoire|Brieftasche|Münzen|Portemonnaie
👜 Handtasche|Accessoire|einkaufen
👝 Clutch|Accessoire|Beutel|Handtasche|Kulturbeutel|Tasche|Waschtasche
🛍️ Einkaufstüten|einkaufen|Einkaufen|shoppen|Shopping|Tasche
🎒 Schulranzen|Rucksack|Schule|Tornister
🩴 Zehensandale|Badelatschen|Flipflops|Latschen|Sandalen|Schuh|Strandschuh|Zehensandalen
👞 Herrenschuh|gehen
👟 Sportschuh|laufen|rennen|Sneaker|sportlich|Turnschuh
🥾 Wanderstiefel|brauner Schuh|campen|Camping|Kleidungsstück|Outdoor|Rucksacktour|Schuh|Wandern
🥿 flacher Schuh|Ballerina|Ballet-Pumps|bequem|Frauenschuh|Kleidungsstück|Slipper
👠 Stöckelschuh|Absatz|Absatzschuh|Damen|elegant|High Heel|Highheels|Pumps|rot
👡 Damensandale|Schuh
🩰 Ballettschuhe|Kleidung|Tanz
👢 Damenstiefel|Schuh
🪮 Haarkamm|afro|Afro|Afro Pick|Haare|kämmen
👑 Krone|König|Königin|Kopfbedeckung|Majestät
👒 Damenhut|Damenhut mit Schleife|Kleidung|Kopfbedeckung|Schleife
🎩 Zylinder|Hut|Kopfbedeckung|Unterhaltung|Zauberer|Zylinderhut
🎓 Doktorhut|Abschlussfeier|Diplom
🧢 Baseballmütze|Baseball-Kappe|Baseball-mütze|Baseballkappe|Schirmkappe
🪖 Militärhelm|Armee|Heer|Kämpfer|Kämpferin|Krieg|Schutzhelm|Soldat|Soldatin
⛑️ Rettungshelm|bergen|erste Hilfe|Helm mit weißem Kreuz|Hilfe|Kreuz|retten|roter Helm|Sanitäter
📿 Gebetskette|beten|Religion|Rosenkranz
💄 Lippenstift|Kosmetik|Make-up|makeup|Rot|Schminke
💍 Ring|Diamantring|Edelstein|Schmuck|Verlobung
💎 Edelstein|Diamant
🔇 durchgestrichener Lautsprecher|leise|psst|stumm|stummgeschaltet
🔈 Lautsprecher mit geringer Lautstärke|eingeschaltet|Ton an
🔉 Lautsprecher mit mittlerer Lautstärke|Lautsprecher mit einer Schallwelle|leise|mittellaut|Ton
🔊 Lautsprecher mit hoher Lautstärke|Dezibel|Lautsprecher mit drei Schallwellen|Musik|Schallwellen
📢 Lautsprecher|Megafon|Schallendes Megafon
📣 Megafon|Jubel|Lautsprecher
📯 Posthorn|Brief|E-Mail
🔔 Glocke|ding dong|Klingeling|Ton eingeschaltet
🔕 durchgestrichene Glocke|kein ton|leise|Ton ausgeschaltet
🎼 Notenschlüssel|Musik|Partitur|Violinschlüssel
🎵 Musiknote|Lied|Melodie
🎶 Musiknoten
🎙️ Studiomikrofon
🎚️ Schieberegler|Musik
🎛️ Drehregler|Bedienknöpfe|Knöpfe|Stellknöpfe
🎤 Mikrofon|Karaoke|Singen|Unterhaltung
🎧 Kopfhörer|Musik|Unterhaltung
📻 Radio|Musik
🎷 Saxofon|Instrument|Musik|Musikinstrument
🪗 Akkordeon|Akkordeons|Concertina|Harmonika|Instrument|Musik|Musikinstrument|Quetschkommode|Quetschkommoden
🎸 Gitarre|Instrument|Musik|Musikinstrument
🎹 Klaviatur|Instrument|Klavier|Musik|Musikinstrument|Piano|Tastatur|Tasten
🎺 Trompete|Instrument|Musik|Musikinstrument
🎻 Geige|Instrument|Musik|Musikinstrument|Violine
🪕 Banjo|Instrument|Musik|Saiteninstrument|Zupfinstrument
🥁 Trommel|Drumsticks|Instrument|Musik|Schlägel|Sticks|Trommelstöcke
🪘 afrikanische Trommel|Conga|Handtrommel|Instrument|Musikinstrument|Rhythmus|trommeln
🪇 Maracas|Cha-Cha-Cha|Instrument|Musik|Musikinstrument|musizieren|Party|Percussion|Rassel
🪈 Flöte|Band|Blaskapelle|Holzblasinstrument|Instrument|Musik|Musikinstrument|musizieren|Orchester
📱 Mobiltelefon|Handy|iPhone|Smartphone|telefonieren
📲 Mobiltelefon mit Pfeil|Anruf|Anrufen|Handy|iPhone|Kommunikation|WhatsApp
☎️ Telefon|Anruf|anrufen|Festnetz
📞 Telefonhörer|anrufen|Kommunikation
📟 Pager|Kommunikation|Piepser
📠 Faxgerät|Kommunikation
🔋 Batterie|Akku
🪫 schwache Batterie|Akku|Akku fast leer|Akku leer|aufladen|Batterie fast leer|Batterie leer|Elektronik|Ladestand
🔌 Netzstecker|Stromstecker
💻 Laptop|Bildschirm|Computer|Computermonitor|Monitor|Notebook|PC
🖥️ Desktopcomputer|Bildschirm|iMac|Monitor
🖨️ Drucker|Computer
⌨️ Tastatur|Computer|Keyboard
🖱️ Computermaus
🖲️ Trackball|Computer
💽 Minidisc|MD|Minidisk
💾 Diskette|Datenträger
💿 CD|Blu-Ray|DVD
📀 DVD|blu-ray|CD|computer
🧮 Abakus|Abaki|Abakusse|Berechnung|Kalkulation|Mathe|Mathematik|Rechenhilfe|Rechenrahmen
🎥 Filmkamera|Kino|Unterhaltung
🎞️ Filmstreifen|Filmband|Kino
📽️ Filmprojektor|Kino|Unterhaltung
🎬 Filmklappe|Unterhaltung
📺 Fernseher|Fernsehen|Film|TV
📷 Fotoapparat|Fotos|Kamera
📸 Fotoapparat mit Blitz
📹 Videokamera|filmen|Videos
📼 Videokassette|vhs
🔍 Lupe nach links|Suche|Vergrößerungsglas
🔎 Lupe nach rechts|Suche|Vergrößerungsglas
🕯️ Kerze|Licht
💡 Glühbirne|hell|Idee|Lampe|Licht
🔦 Taschenlampe|Licht
🏮 rote Papierlaterne|Izakaya|Japanische Laterne|japanisches Lokal
🪔 Öllampe|Diya
📔 Notizbuch mit dekorativem Einband
📕 geschlossenes Buch
📖 offenes Buch|Bibliothek|blättern|geöffnet|lernen|lesen|Seite
📗 grünes Buch|lesen
📘 blaues Buch
📙 orangefarbenes Buch
📚 Bücherstapel|Fantasie|lesen|Roman
📓 Notizbuch|Notizen
📒 Spiralblock|Notizblock
📃 teilweise eingerolltes Blatt|Dokument|Papier|Seite
📜 Schriftrolle|Papier
📄 Vorderseite eines Blattes|Dokument|Papier
📰 Zeitung|Medien|Nachrichten|Presse
🗞️ zusammengerollte Zeitung
📑 Pagemarker|Notizen
🔖 Lesezeichen|Etikett|Lesen
🏷️ Etikett|Label|Marke
💰 Geldsack|Moneten|reich
🪙 Münze|bezahlen|Dollar|Euro|Geld|Gold|Goldesel|Metall|reich
💴 Yen-Banknote|Geld|Geldschein
💵 Dollar-Banknote|Geld|Geldschein|Währung
💶 Euro-Banknote|Euroschein|Geld|Geldschein
💷 Pfund-Banknote|Geld|Geldschein
💸 Geldschein mit Flügeln|Bank|Euro|Knete|Moneten
💳 Kreditkarte|Bankkarte|EC-Karte|Geldkarte|Guthaben
🧾 Beleg|Abrechnung|Aufstellung|Blatt|Buchhalter|Buchhaltung|Quittung|Rechnung|Rechnungswesen
💹 steigende Kurve mit Yen-Zeichen|Diagramm|Markt|Steigender Trend mit Yen-Zeichen
✉️ Briefumschlag|E-Mail
📧 E-Mail|Brief|E-Mail-Symbol|Post
📨 eingehender Briefumschlag|E-Mail|empfangen
📩 Umschlag mit Pfeil|E-Mail|gesendet
📤 Postausgang|Ablage|E-Mail
📥 Posteingang|Ablage|E-Mail
📦 Paket|Päckchen
📫 geschlossener Briefkasten mit Post|E-Mail
📪 geschlossener Briefkasten ohne Post|keine E-Mail|keine Post
📬 offener Briefkasten mit Post|E-Mail
📭 offener Briefkasten ohne Post|keine E-Mail|keine Post
📮 Briefkasten|Post
🗳️ Urne mit Wahlzettel|Wahlen
✏️ Bleistift
✒️ schwarzer Federhalter|Füller|Stift
🖋️ Füllhalter|Füller|Füllfedehalter|Füllfederhalter|schreiben|Stift
🖊️ Kugelschreiber|Stift
🖌️ Pinsel|Kunst|malen
🖍️ Wachsmalstift|Buntstift|Filzstift
📝 Papier und Bleistift|Kurzmitteilung|Nachricht|Notiz|Schreibblock|schreiben
💼 Aktentasche
📁 Ordner|Akten|Büro|Dokument|geschlossen
📂 geöffneter Ordner|Dokument|offen
🗂️ Karteireiter|Akten|Büro|Büroausstattung|Büromaterial|Karteibahnen|Karteikarten
📅 Kalender|Datum|Kalenderblatt
📆 Abreißkalender|Datum|Termin
🗒️ Notizblock|Papier
🗓️ Spiralkalender
📇 Rotationskartei|Visitenkarten
📈 Aufwärtstrend|Diagramm|Kurve|steigend
📉 Abwärtstrend|Diagramm|fallend|Kurve
📊 Balkendiagramm
📋 Klemmbrett|Clipboard|Clpboard|Zwischenablage
📌 Reißzwecke|anpinnen
📍 Stecknadel|anpinnen|Reißzwecke|rund|runde Reißzwecke
📎 Büroklammer
🖇️ verhakte Büroklammern
📏 Lineal
📐 dreieckiges Lineal|Geodreieck
✂️ Schere|schneiden|schnipp
🗃️ Karteikasten|Büroausstattung|Büromaterial
🗄️ Aktenschrank|Ablage|Archiv|Schublade
🗑️ Papierkorb|Abfalleimer
🔒 geschlossenes Schloss|Datenschutz|Sicherheit
🔓 offenes Schloss|nicht gesichert
🔏 Schloss mit Füller|Datenschutz|privat|Sicherheit
🔐 Schloss mit Schlüssel|Datenschutz|privat|Sicherheit
🔑 Schlüssel|Passwort|schließen
🗝️ alter Schlüssel|Schloss
🔨 Hammer|Werkzeug
🪓 Axt|Beil|hacken|Holz|spalten|Werkzeug
⛏️ Pickel|Werkzeug
⚒️ Hammer und Pickel|Arbeiter|Werkzeug
🛠️ Hammer und Schraubenschlüssel|Werkzeug
🗡️ Dolch|Schwert|Waffe
⚔️ gekreuzte Schwerter|Waffe
💣 Bombe|Comic|Dynamit|Explodieren
🪃 Bumerang|Aborigines|Australien|Boomerang|Schleuder|Waffe|werfen
🏹 Pfeil und Bogen
🛡️ Schutzschild
🪚 Handsäge|Holz|sägen|Tischler|trimmen|Werkzeug
🔧 Schraubenschlüssel|Werkzeug
🪛 Schraubenzieher|Schraubendreher|Werkzeug
🔩 Mutter und Schraube
⚙️ Zahnrad|Werkzeug
🗜️ Schraubzwinge|Werkzeug
⚖️ Waage|Gerechtigkeit|Gewicht|Werkzeug|wiegen
🦯 Blindenstock|Barrierefreiheit|Behinderung|Gehstock
🔗 Linksymbol|Kettenglieder|verknüpfen|Verknüpfung|Verknüpfungssymbol|zwei Ringe
⛓️ Ketten|Eisen
🪝 Haken|Angelhaken|aufhaken|aufhängen|einhaken|hängen|Metallhaken
🧰 Werkzeugkasten|Box|Handkasten|Kiste|Mechaniker|rote Kiste|Werkzeugkiste|Werkzeugkoffer
🧲 Magnet|Anziehung|Anziehungskraft|Hufeisen|magnetisch|Pole|positiv negativ|U-Form
🪜 Leiter|hochsteigen|Holzleiter|klettern|Sprosse|Stufe
⚗️ Destillierapparat|Werkzeug
🧪 Reagenzglas|Chemie|Chemikalie|Chemiker|Experiment|Labor|Substanz|Versuche|Wissenschaft
🧫 Petrischale|Bakterien|Bakterienkultur|Biologe|Biologie|Biologin|Kultur|Labor|Pipette
🧬 DNA|Biologe|Biologie|Biologin|DNS|Evolution|Gen|Genetik|Genmanipulation
🔬 Mikroskop|Labor|untersuchen|Wissenschaft
🔭 Teleskop|Himmel
📡 Satellitenschüssel|Antenne|Sat-Schüssel|Satschüssel
💉 Spritze|Arzt|impfen|Impfung|Injektion|Kanüle|Nadel
🩸 Blutstropfen|Blutspende|Flüssigkeit|Medizin|Menstruation
💊 Kapsel|Arznei|Arzt|Medizin|Pille|Tabletten
🩹 Heftpflaster|verletzt|Wunde
🩼 Krücke|Behinderung|Beinverletzung|Fußverletzung|Gehhilfe|Gehstütze|Hilfe|Schmerzen|Stock
🩺 Stethoskop|abhören|Arzt|Doktor|Herz|Herzschlag|Medizin|Untersuchung
🩻 Röntgenbild|durchleuchten|Knochen|Medizin|Radiologie|Rippen|Röntgenstrahlen|Skelett
🚪 Tür|Eingang|geschlossen
🛗 Fahrstuhl|Aufzug|Haus|Lift|Symbol|Transport
🪞 Spiegel|Holzspiegel|Reflexion|Spiegelbild|Wandspiegel
🪟 Fenster|Aussicht|durchsichtig|Fensterrahmen|frische Luft|Glas|Haus|lüften|Öffnung
🛏️ Bett|Hotel|schlafen|Übernachtung
🛋️ Sofa und Lampe|Couch
🪑 Stuhl|Holzstuhl|Möbel|sitzen
🚽 Toilette|Klo|WC
🪠 Saugglocke|Abfluss|Gummiglocke|Klempner|Klo|Pömpel|Pümpel|Sanitär|Saugglocken
🚿 Dusche|Duschkopf
🛁 Badewanne|Badezimmer|Dusche
🪤 Mausefalle|anlocken|Käse|Mäusefalle
🪒 Rasierer|Klinge|rasieren|Rasiermesser|scharf
🧴 Creme|Feuchtigkeitscreme|Feuchtigkeitsmilch|Haarwaschmittel|Körpercreme|Lotion|Nachtcreme|Shampoo|Sonnencreme
🧷 Sicherheitsnadel|Punk|Windel
🧹 Besen|fegen|Fegen|Hexe|Hexenbesen|kehren|Kehren|reinigen|sauber machen
🧺 Korb|Bauernhof|Landwirtschaft|Picknick|Tragekorb|Wäsche|Wäschekorb
🧻 Küchenrolle|Hygiene|Klopapier|Papierrolle|Papiertücher|Toilette|Toilettenpapier|WC|WC-Papier
🪣 Eimer|Behälter|Bottich|Kübel|Wassereimer
🧼 Seife|baden|Baden|putzen|reinigen|Riegel|sauber|sauber machen|säubern
🫧 Blasen|Perlen|reinigen|Schaum|schweben|Seife|Seifenblasen|unter Wasser|Wasserblasen
🪥 Zahnbürste|Badezimmer|Körperpflege|Mundhygiene|putzen|sauber|Zähne|Zahnhygiene
🧽 Schwamm|absorbieren|aufsaugen|löchrig|porös|putzen|Putzmittel|reinigen|sauber machen
🧯 Feuerlöscher|löschen
🛒 Einkaufswagen|einkaufen
🚬 Zigarette|Kippe|Rauchen|Rauchersymbol
⚰️ Sarg|Beerdigung|Tod|tot|Vampir
🪦 Grabstein|Friedhof|RIP|tot
⚱️ Urne|Beerdigung|Tod|tot
🧿 Nazar-Amulett|blau|böser Blick|Glasperle|Glücksbringer|Kügelchen|Perle|Talisman
🪬 Hamsa|Amulett|Auge in offener Hand|Fatima|Glückssymbol|Hand|jüdisch|Maria|muslimisch
🗿 Statue|Gesicht|Maske|Osterinsel
🪧 Protestschild|Ankündigung|Bekanntmachung|Demonstration|Hinweis|Mahnwache|Plakat
🪪 Ausweis|Dokument|Führerschein|Karte|Pass|Personalausweis|Plakette|Reisepass
🏧 Symbol „Geldautomat“|ATM
🚮 Symbol „Papierkorb“|Abfall|Müll|Mülleimer|Sauberkeit|wegschmeißen|wegwerfen
🚰 Trinkwasser|Wasserhahn
♿ Symbol „Rollstuhl“|barrierefrei|behindertengerecht
🚹 Herren|Herrentoilette|WC
🚺 Damen|Damentoilette|WC
🚻 Toiletten|WC
🚼 Symbol „Baby“|Wickelraum
🚾 WC|Toilette
🛂 Passkontrolle
🛃 Zollkontrolle
🛄 Gepäckausgabe
🛅 Gepäckaufbewahrung|Schließfach
⚠️ Warnung|Achtung|Dreieck|Vorsicht|Warnschild
🚸 Kinder überqueren die Straße|Kinder-queren-die-Straße-Schild|Straßenschild|Vorsicht
⛔ Zutritt verboten|Einbahnstrasse|kein Zutritt|keine Durchfahrt|Zutritt-verboten-Schild
🚫 Verboten|kein zutritt|Kein-Zutritt-Zeichen|Verbotszeichen
🚳 Fahrräder verboten|Fahhrad|Fahrrad-verboten-Schild|Radfahren verboten
🚭 Rauchverbot|Rauchen verboten|Zigarette
🚯 Abfall verboten|Müll|Müll-verboten-Zeichen
🚱 Kein Trinkwasser|verboten|verschmutzt
🚷 Fußgänger verboten|Fußgänger-verboten-Schild
📵 Mobiltelefone verboten|Handy
🔞 Minderjährige verboten|Erwachsene|Mindestalter|nicht jugendfrei|Zeichen mit durchgestrichener 18
☢️ Radioaktiv
☣️ Biogefährdung|Zeichen
⬆️ Pfeil nach oben|aufwärts|Aufwärtspfeil|Norden
↗️ Pfeil nach rechts oben|Nordosten
➡️ Pfeil nach rechts|Osten|Rechtspfeil
↘️ Pfeil nach rechts unten|Südosten
⬇️ Pfeil nach unten|abwärts|Abwärtspfeil|Süden
↙️ Pfeil nach links unten
⬅️ Pfeil nach links|Linkspfeil|Westen
↖️ Pfeil nach links oben|Nordwesten
↕️ Pfeil nach oben und unten|entgegengesetzt
↔️ Pfeil nach links und rechts|entgegengesetzt
↩️ geschwungener Pfeil nach links
↪️ geschwungener Pfeil nach rechts|umdrehen
⤴️ geschwungener Pfeil nach oben
⤵️ geschwungener Pfeil nach unten
🔃 kreisförmige Pfeile im Uhrzeigersinn
🔄 Pfeile gegen den Uhrzeigersinn|kreisförmige Pfeile gegen den Uhrzeigersinn|Kreisförmige Pfeile gegen den Uhrzeigersinn
🔙 BACK-Pfeil|links|zurück
🔚 END-Pfeil|Ende-Zeichen|links
🔛 ON!-Pfeil|anschalten|Ein-Zeichen|einschaltem|rechts und links
🔜 SOON-Pfeil|Bald-Zeichen|rechts
🔝 TOP-Pfeil|Pfeil nach oben|Top-Zeichen
🛐 religiöse Stätte|Kultstätte|Religion
⚛️ Atomzeichen|Atheist
🕉️ om|Hinduismus|Religion
✡️ Davidstern|jüdisch|Religion
☸️ Dharma-Rad|Buddhismus
☯️ Yin und Yang|Daoismus|Religion
✝️ lateinisches Kreuz|Christentum|Religion|römisch
☦️ orthodoxes Kreuz|Christentum|Religion
☪️ Hilal und Stern|Islam|Muslim|Religion
☮️ Friedenszeichen|Friedensbewegung|Friedenssymbol
🕎 Menora|Leuchter|Religion
🔯 Hexagramm mit Punkt|Wahrsager
🪯 Khanda|Deg Tegh Fateh|Glaube|Khalsa|Khanda-Emblem|Religion|Schwert|Sikh|Sikhismus
♈ Widder (Sternzeichen)
♉ Stier (Sternzeichen)|Horoskop
♊ Zwillinge (Sternzeichen)|Horoskop
♋ Krebs (Sternzeichen)
♌ Löwe (Sternzeichen)|Horoskop
♍ Jungfrau (Sternzeichen)|Horoskop
♎ Waage (Sternzeichen)|Horoskop
♏ Skorpion (Sternzeichen)|Horoskop
♐ Schütze (Sternzeichen)
♑ Steinbock (Sternzeichen)
♒ Wassermann (Sternzeichen)
♓ Fische (Sternzeichen)|Horoskop
⛎ Schlangenträger|Schlagenträger|Sternbild
🔀 Zufallsmodus|gekreuzt|Pfeile|Richtung|verschlungene Pfeile nach rechts|Verschlungene Pfeile nach rechts
🔁 Wiederholen|im Uhrzeigersinn|keycap|Pfeile|tastenkappe
🔂 Titel wiederholen|dasselbe wiederholen|einmal|im Uhrzeigersinn|noch einmal|Pfeile
▶️ Wiedergabe|abspielen|Dreieck|Pfeil|rechts
⏩ Doppelpfeile nach rechts|überspringen|vorwärts|weiter
⏭️ Nächster Titel|Doppelpfeil|Dreieck|vorwärts|weiter
⏯️ Wiedergabe oder Pause|Dreieck|Pfeil|rechts
◀️ Pfeil zurück|Dreieck|links
⏪ Zurückspulen|Doppelpfeil|Doppelpfeile nach links|Dreieck|Pfeil|vorheriger Titel
⏮️ Vorheriger Titel|Doppelpfeil|Dreieck|Pfeil|zurück
🔼 Aufwärts-Schaltfläche|nach oben|Pfeil
⏫ Doppelpfeile nach oben|aufwärts|doppelt
🔽 Abwärts-Schaltfläche|nach unten|Pfeil
⏬ Doppelpfeile nach unten|doppelt abwärts
⏸️ Pause|keycap|Streifen|Tastenkappe|vertikal
⏹️ Stopp|Aufnahme stoppen|keycap|Quadrat|Tastenkappe
⏺️ Aufnehmen|Aufnahme|keycap|Kreis|Tastenkappe
⏏️ Auswerfen|Auswurf|Auswurftaste|Medien
🎦 Kinosymbol|Film|Filmkamera|Filmkamera in blauem Quadrat|Unterhaltung
🔅 Taste Dimmen|gedimmt|Helligkeit|schwache Helligkeit|Schwache Helligkeit
🔆 Heller-Taste|Helligkeit|starke Helligkeit|Starke Helligkeit
📶 balkenförmige Signalstärkenanzeige|Empfang|Mobilfunksignal|Mobiltelefon
🛜 WLAN|Computer|drahtlos|Hotspot|Internet|kabellos|Netzwerk|Router|Verbindung
📳 Vibrationsmodus|Handy|Kommunikation|Mobiltelefon|Symbol für Vibrationsalarm|vibrieren
📴 Mobiltelefon aus|ausschalten|Handy aus
♀️ Frauensymbol|weiblich|Zeichen
♂️ Männersymbol|Mann|Zeichen
⚧️ Transgender-Symbol|Symbol für Transgender
✖️ mal|×|abbrechen|Multiplikation|Multiplikationszeichen|multiplizieren|x
➕ plus|+|addieren|mathe|Pluszeichen
➖ minus|-|−|Mathe|Minuszeichen
➗ geteilt durch|÷|Division|Divisionszeichen|Geteiltzeichen|Mathe
🟰 Gleichheitszeichen extrafett|ist gleich|Mathematik|Vergleichszeichen
♾️ Unendlichkeit|ewig|grenzenlos
‼️ doppeltes Ausrufezeichen|muss|rot|Satzzeichen
⁉️ Ausrufe- und Fragezeichen|Ausrufezeichen|rot|Satzzeichen
❓ rotes Fragezeichen|Satzzeichen|warum|wieso
❔ weißes Fragezeichen|Satzzeichen|warum
❕ weißes Ausrufezeichen|muss|Satzzeichen
❗ rotes Ausrufezeichen|!|Satzzeichen
〰️ Wellenlinie|gewellt
💱 Geldwechsel|Währung
💲 Dollarzeichen extrafett|bezahlen|Dollar-Zeichen|Geld|Knete|Moneten|teuer|USD|Währung
⚕️ Äskulapstab|Apotheke|Arznei|Asklepiosstab|Medizin
♻️ Recycling-Symbol|grüne Punkt|grüner Punkt
⚜️ Lilie|Fleur-de-Lis
🔱 Dreizack|Anker|Poseidon|Triton
📛 Namensschild
🔰 japanisches Anfänger-Zeichen|japanisches Symbol
⭕ hohler roter Kreis|großer Kreis|Großer Kreis
✅ weißes Häkchen|abgehakt|erledigt
☑️ abgehaktes Kästchen|✓|Abstimmungsfeld|Abstimmungsfeld mit Häkchen|ankreuz|Feld|Häkchen|Kästchen mit Häkchen|Wahlurne
✔️ kräftiges Häkchen|abhaken|erledigt|fertig|Haken
❌ Kreuzzeichen|abbrechen|durchgestrichen|mal|Multiplikation|multiplizieren|Rotes Kreuz|x
❎ angekreuztes Kästchen|angekreuztes Feld|Feld|Kreuzsymbol im Quadrat|Quadrat|X
➰ Schleife
➿ Doppelschleife|blau|Rechteck
〽️ Teilalternationszeichen|japanisch|Zeichensetzung
✳️ achtzackiger Stern|*|grün|Quadrat
✴️ achtstrahliger Stern|*
❇️ Funkeln|*|grün|Quadrat
©️ Copyright
®️ Registered-Trademark|Markenzeichen
™️ Markenzeichen|TM|Trademark
#️⃣ Taste: #
*️⃣ Taste: *
0️⃣ Taste: 0|null
1️⃣ Taste: 1|eins
2️⃣ Taste: 2|zwei
3️⃣ Taste: 3|drei
4️⃣ Taste: 4|vier
5️⃣ Taste: 5|fünf
6️⃣ Taste: 6|sechs
7️⃣ Taste: 7|sieben
8️⃣ Taste: 8|acht
9️⃣ Taste: 9|neun
🔟 Taste: 10
🔠 Eingabesymbol lateinische Großbuchstaben|abcd|großschreiben
🔡 Eingabesymbol lateinische Kleinbuchstaben
🔢 Eingabesymbol Zahlen|1234|Ziffern
🔣 Eingabesymbol Sonderzeichen|&|%|♪|〒|keycap|Tastenkappe
🔤 Eingabesymbol lateinische Buchstaben|abc|Alphabet
🅰️ Großbuchstabe A in rotem Quadrat|Blut|Blutgruppe|negativ|positiv
🆎 Großbuchstaben AB in rotem Quadrat|Blut|Blutgruppe|negativ|positiv
🅱️ Großbuchstabe B in rotem Quadrat|Blut|Blutgruppe|negativ|positiv
🆑 Großbuchstaben CL in rotem Quadrat
🆒 Wort „Cool“ in blauem Quadrat
🆓 Wort „Free“ in blauem Quadrat
ℹ️ Buchstabe „i“ in blauem Quadrat|Information
🆔 Großbuchstaben ID in lila Quadrat
Ⓜ️ Buchstabe „M“ in Kreis|eingekreist|Großbuchstabe
🆕 Wort „New“ in blauem Quadrat|Neu
🆖 Großbuchstaben NG in blauem Quadrat
🅾️ Großbuchstabe O in rotem Quadrat|0|Blut|Blutgruppe|negativ|positiv
🆗 Großbuchstaben OK in blauem Quadrat|keycap|okay|Taste|Tastenkappe
🅿️ Großbuchstabe P in blauem Quadrat|parken|Parkplatz|Taste
🆘 SOS-Zeichen|Hilfe
🆙 Schriftzug „UP!“ im blauen Quadrat|Keycap|Taste|Tastenkappe
🆚 Schriftzug VS in orangem Quadrat|gegen|Taste|versus
🈁 Schriftzeichen „koko“|japanisches Schriftzeichen
🈂️ Schriftzeichen „sa“|japanisches Schriftzeichen
🈷️ Schriftzeichen für „Monatsbetrag“|japanisch|monatlich|Mond|Taste
🈶 Schriftzeichen für „nicht gratis“|berechnen|existieren|japanisch|Taste
🈯 Schriftzeichen für „reserviert“|Finger|japanisches Schriftzeichen|Schriftzeichen für „Finger“
🉐 Schriftzeichen für „Schnäppchen“|japanisches Schriftzeichen|Schriftzeichen für „Vorteil“|Vorteil
🈹 Schriftzeichen für „Rabatt“|japanisches Schriftzeichen|Schriftzeichen für „teilen“|teilen
🈚 Schriftzeichen für „gratis“|japanisches Schriftzeichen|Schriftzeichen für „Verhandlung“|Verhandlung
🈲 Schriftzeichen für „verbieten“|japanisches Schriftzeichen|Kanji
🉑 Schriftzeichen für „akzeptieren“|japanisch
🈸 Schriftzeichen für „anwenden“|chinesisches Schriftzeichen|japanisches Schriftzeichen
🈴 Schriftzeichen für „Note zum Bestehen“|bestanden|chinesisches Schriftzeichen|japanisches Schriftzeichen|Schriftzeichen für „zusammen“|zusammen
🈳 Schriftzeichen für „Zimmer frei“|chinesisches Schriftzeichen|japanisches Schriftzeichen|leer|Schriftzeichen für „leer“
㊗️ Schriftzeichen für „Gratulation“|chinesisches Schriftzeichen|japanisches Schriftzeichen
㊙️ Schriftzeichen für „Geheimnis“|chinesisches Schriftzeichen|japanisches Schriftzeichen|Japanisches Schriftzeichen
🈺 Schriftzeichen für „Geöffnet“|Betrieb|chinesisches Schriftzeichen|japanisches Schriftzeichen|Schriftzeichen für „Betrieb“
🈵 Schriftzeichen für „Kein Zimmer frei“|belegt|besetzt|chinesisches Schriftzeichen|Fülle|japanisches Schriftzeichen|Kanji|Schriftzeichen für „Fülle“
🔴 roter Punkt|Ball
🟠 oranger Punkt|Form|Kreis|orange Scheibe|oranger Kreis
🟡 gelber Punkt|Form|gelbe Scheibe|gelber Kreis|Kreis|Scheibe
🟢 grüner Punkt|Form|grüne Scheibe|grüner Kreis|Kreis
🔵 blauer Punkt|Ball|Großer blauer Kreis|Kreis
🟣 lila Punkt|Form|Kreis|Scheibe|violett
🟤 brauner Punkt|braune Scheibe|brauner Kreis|Form|Kreis
⚫ schwarzer Punkt|Ball|Großer schwarzer Kreis|Kreis|rund
⚪ weißer Punkt|Ball|Großer weißer Kreis|Kreis
🟥 rotes Quadrat|Form|rotes Viereck|Viereck
🟧 oranges Quadrat|Form|oranges Viereck|Viereck
🟨 gelbes Quadrat|Form|gelbes Viereck|Viereck
🟩 grünes Quadrat|Form|grünes Viereck|Viereck
🟦 blaues Quadrat|blaues Viereck|Form|Viereck
🟪 lila Quadrat|Form|Viereck|violett
🟫 braunes Quadrat|braunes Viereck|Form|Viereck
⬛ großes schwarzes Quadrat
⬜ großes weißes Quadrat
◼️ mittelgroßes schwarzes Quadrat
◻️ mittelgroßes weißes Quadrat
◾ mittelkleines schwarzes Quadrat
◽ mittelkleines weißes Quadrat|geometrisch
▪️ kleines schwarzes Quadrat|Punkt
▫️ kleines weißes Quadrat
🔶 große orangefarbene Raute
🔷 große blaue Raute
🔸 kleine orangefarbene Raute
🔹 kleine blaue Raute
🔺 rotes Dreieck mit der Spitze nach oben|aufwärts|Rotes Dreieck mit Spitze oben
🔻 rotes Dreieck mit der Spitze nach unten|abwärts
💠 Rautenform mit Punkt|Diamant
🔘 Optionsfeld|Schaltfläche
🔳 weiße quadratische Schaltfläche
🔲 schwarze quadratische Schaltfläche
🏁 Zielflagge|formel 1|karierte Flagge|nascar|Rennen|Sport
🚩 Wimpel|Dreiecksflagge|Flagge|rot|Standortflagge
🎌 überkreuzte Flaggen|Japan|japanische Flaggen
🏴 schwarze Flagge|Fahne|schwarze Fahne|wehen|Wehende schwarze Fahne
🏳️ weiße Flagge|Fahne|wehen|Wehende weiße Fahne|weiße Fahne
🏳️‍🌈 Regenbogenflagge|bisexuell|bunt|Fahne|lesbisch|lgbt|lgbtq|Pride|queer
🏳️‍⚧️ Transgender-Flagge
🏴‍☠️ Piratenflagge|Jolly Roger|Piratenfahne|Schatz
🇦🇨 Flagge: Ascension
🇦🇩 Flagge: Andorra
🇦🇪 Flagge: Vereinigte Arabische Emirate
🇦🇫 Flagge: Afghanistan
🇦🇬 Flagge: Antigua und Barbuda
🇦🇮 Flagge: Anguilla
🇦🇱 Flagge: Albanien
🇦🇲 Flagge: Armenien
🇦🇴 Flagge: Angola
🇦🇶 Flagge: Antarktis
🇦🇷 Flagge: Argentinien
🇦🇸 Flagge: Amerikanisch-Samoa
🇦🇹 Flagge: Österreich
🇦🇺 Flagge: Australien
🇦🇼 Flagge: Aruba
🇦🇽 Flagge: Ålandinseln
🇦🇿 Flagge: Aserbaidschan
🇧🇦 Flagge: Bosnien und Herzegowina
🇧🇧 Flagge: Barbados
🇧🇩 Flagge: Bangladesch
🇧🇪 Flagge: Belgien
🇧🇫 Flagge: Burkina Faso
🇧🇬 Flagge: Bulgarien
🇧🇭 Flagge: Bahrain
🇧🇮 Flagge: Burundi
🇧🇯 Flagge: Benin
🇧🇱 Flagge: St. Barthélemy
🇧🇲 Flagge: Bermuda
🇧🇳 Flagge: Brunei Darussalam
🇧🇴 Flagge: Bolivien
🇧🇶 Flagge: Karibische Niederlande
🇧🇷 Flagge: Brasilien
🇧🇸 Flagge: Bahamas
🇧🇹 Flagge: Bhutan
🇧🇻 Flagge: Bouvetinsel
🇧🇼 Flagge: Botsuana
🇧🇾 Flagge: Belarus
🇧🇿 Flagge: Belize
🇨🇦 Flagge: Kanada
🇨🇨 Flagge: Kokosinseln
🇨🇩 Flagge: Kongo-Kinshasa
🇨🇫 Flagge: Zentralafrikanische Republik
🇨🇬 Flagge: Kongo-Brazzaville
🇨🇭 Flagge: Schweiz
🇨🇮 Flagge: Côte d’Ivoire
🇨🇰 Flagge: Cookinseln
🇨🇱 Flagge: Chile
🇨🇲 Flagge: Kamerun
🇨🇳 Flagge: China
🇨🇴 Flagge: Kolumbien
🇨🇵 Flagge: Clipperton-Insel
🇨🇷 Flagge: Costa Rica
🇨🇺 Flagge: Kuba
🇨🇻 Flagge: Cabo Verde
🇨🇼 Flagge: Curaçao
🇨🇽 Flagge: Weihnachtsinsel
🇨🇾 Flagge: Zypern
🇨🇿 Flagge: Tschechien
🇩🇪 Flagge: Deutschland
🇩🇬 Flagge: Diego Garcia
🇩🇯 Flagge: Dschibuti
🇩🇰 Flagge: Dänemark
🇩🇲 Flagge: Dominica
🇩🇴 Flagge: Dominikanische Republik
🇩🇿 Flagge: Algerien
🇪🇦 Flagge: Ceuta und Melilla
🇪🇨 Flagge: Ecuador
🇪🇪 Flagge: Estland
🇪🇬 Flagge: Ägypten
🇪🇭 Flagge: Westsahara
🇪🇷 Flagge: Eritrea
🇪🇸 Flagge: Spanien
🇪🇹 Flagge: Äthiopien
🇪🇺 Flagge: Europäische Union
🇫🇮 Flagge: Finnland
🇫🇯 Flagge: Fidschi
🇫🇰 Flagge: Falklandinseln
🇫🇲 Flagge: Mikronesien
🇫🇴 Flagge: Färöer
🇫🇷 Flagge: Frankreich
🇬🇦 Flagge: Gabun
🇬🇧 Flagge: Vereinigtes Königreich
🇬🇩 Flagge: Grenada
🇬🇪 Flagge: Georgien
🇬🇫 Flagge: Französisch-Guayana
🇬🇬 Flagge: Guernsey
🇬🇭 Flagge: Ghana
🇬🇮 Flagge: Gibraltar
🇬🇱 Flagge: Grönland
🇬🇲 Flagge: Gambia
🇬🇳 Flagge: Guinea
🇬🇵 Flagge: Guadeloupe
🇬🇶 Flagge: Äquatorialguinea
🇬🇷 Flagge: Griechenland
🇬🇸 Flagge: Südgeorgien und die Südlichen Sandwichinseln
🇬🇹 Flagge: Guatemala
🇬🇺 Flagge: Guam
🇬🇼 Flagge: Guinea-Bissau
🇬🇾 Flagge: Guyana
🇭🇰 Flagge: Sonderverwaltungsregion Hongkong
🇭🇲 Flagge: Heard und McDonaldinseln
🇭🇳 Flagge: Honduras
🇭🇷 Flagge: Kroatien
🇭🇹 Flagge: Haiti
🇭🇺 Flagge: Ungarn
🇮🇨 Flagge: Kanarische Inseln
🇮🇩 Flagge: Indonesien
🇮🇪 Flagge: Irland
🇮🇱 Flagge: Israel
🇮🇲 Flagge: Isle of Man
🇮🇳 Flagge: Indien
🇮🇴 Flagge: Britisches Territorium im Indischen Ozean
🇮🇶 Flagge: Irak
🇮🇷 Flagge: Iran
🇮🇸 Flagge: Island
🇮🇹 Flagge: Italien
🇯🇪 Flagge: Jersey
🇯🇲 Flagge: Jamaika
🇯🇴 Flagge: Jordanien
🇯🇵 Flagge: Japan
🇰🇪 Flagge: Kenia
🇰🇬 Flagge: Kirgisistan
🇰🇭 Flagge: Kambodscha
🇰🇮 Flagge: Kiribati
🇰🇲 Flagge: Komoren
🇰🇳 Flagge: St. Kitts und Nevis
🇰🇵 Flagge: Nordkorea
🇰🇷 Flagge: Südkorea
🇰🇼 Flagge: Kuwait
🇰🇾 Flagge: Kaimaninseln
🇰🇿 Flagge: Kasachstan
🇱🇦 Flagge: Laos
🇱🇧 Flagge: Libanon
🇱🇨 Flagge: St. Lucia
🇱🇮 Flagge: Liechtenstein
🇱🇰 Flagge: Sri Lanka
🇱🇷 Flagge: Liberia
🇱🇸 Flagge: Lesotho
🇱🇹 Flagge: Litauen
🇱🇺 Flagge: Luxemburg
🇱🇻 Flagge: Lettland
🇱🇾 Flagge: Libyen
🇲🇦 Flagge: Marokko
🇲🇨 Flagge: Monaco
🇲🇩 Flagge: Republik Moldau
🇲🇪 Flagge: Montenegro
🇲🇫 Flagge: St. Martin
🇲🇬 Flagge: Madagaskar
🇲🇭 Flagge: Marshallinseln
🇲🇰 Flagge: Nordmazedonien
🇲🇱 Flagge: Mali
🇲🇲 Flagge: Myanmar
🇲🇳 Flagge: Mongolei
🇲🇴 Flagge: Sonderverwaltungsregion Macau
🇲🇵 Flagge: Nördliche Marianen
🇲🇶 Flagge: Martinique
🇲🇷 Flagge: Mauretanien
🇲🇸 Flagge: Montserrat
🇲🇹 Flagge: Malta
🇲🇺 Flagge: Mauritius
🇲🇻 Flagge: Malediven
🇲🇼 Flagge: Malawi
🇲🇽 Flagge: Mexiko
🇲🇾 Flagge: Malaysia
🇲🇿 Flagge: Mosambik
🇳🇦 Flagge: Namibia
🇳🇨 Flagge: Neukaledonien
🇳🇪 Flagge: Niger
🇳🇫 Flagge: Norfolkinsel
🇳🇬 Flagge: Nigeria
🇳🇮 Flagge: Nicaragua
🇳🇱 Flagge: Niederlande
🇳🇴 Flagge: Norwegen
🇳🇵 Flagge: Nepal
🇳🇷 Flagge: Nauru
🇳🇺 Flagge: Niue
🇳🇿 Flagge: Neuseeland
🇴🇲 Flagge: Oman
🇵🇦 Flagge: Panama
🇵🇪 Flagge: Peru
🇵🇫 Flagge: Französisch-Polynesien
🇵🇬 Flagge: Papua-Neuguinea
🇵🇭 Flagge: Philippinen
🇵🇰 Flagge: Pakistan
🇵🇱 Flagge: Polen
🇵🇲 Flagge: St. Pierre und Miquelon
🇵🇳 Flagge: Pitcairninseln
🇵🇷 Flagge: Puerto Rico
🇵🇸 Flagge: Palästinensische Autonomiegebiete
🇵🇹 Flagge: Portugal
🇵🇼 Flagge: Palau
🇵🇾 Flagge: Paraguay
🇶🇦 Flagge: Katar
🇷🇪 Flagge: Réunion
🇷🇴 Flagge: Rumänien
🇷🇸 Flagge: Serbien
🇷🇺 Flagge: Russland
🇷🇼 Flagge: Ruanda
🇸🇦 Flagge: Saudi-Arabien
🇸🇧 Flagge: Salomonen
🇸🇨 Flagge: Seychellen
🇸🇩 Flagge: Sudan
🇸🇪 Flagge: Schweden
🇸🇬 Flagge: Singapur
🇸🇭 Flagge: St. Helena
🇸🇮 Flagge: Slowenien
🇸🇯 Flagge: Spitzbergen und Jan Mayen
🇸🇰 Flagge: Slowakei
🇸🇱 Flagge: Sierra Leone
🇸🇲 Flagge: San Marino
🇸🇳 Flagge: Senegal
🇸🇴 Flagge: Somalia
🇸🇷 Flagge: Suriname
🇸🇸 Flagge: Südsudan
🇸🇹 Flagge: São Tomé und Príncipe
🇸🇻 Flagge: El Salvador
🇸🇽 Flagge: Sint Maarten
🇸🇾 Flagge: Syrien
🇸🇿 Flagge: Eswatini
🇹🇦 Flagge: Tristan da Cunha
🇹🇨 Flagge: Turks- und Caicosinseln
🇹🇩 Flagge: Tschad
🇹🇫 Flagge: Französische Süd- und Antarktisgebiete
🇹🇬 Flagge: Togo
🇹🇭 Flagge: Thailand
🇹🇯 Flagge: Tadschikistan
🇹🇰 Flagge: Tokelau
🇹🇱 Flagge: Timor-Leste
🇹🇲 Flagge: Turkmenistan
🇹🇳 Flagge: Tunesien
🇹🇴 Flagge: Tonga
🇹🇷 Flagge: Türkei
🇹🇹 Flagge: Trinidad und Tobago
🇹🇻 Flagge: Tuvalu
🇹🇼 Flagge: Taiwan
🇹🇿 Flagge: Tansania
🇺🇦 Flagge: Ukraine
🇺🇬 Flagge: Uganda
🇺🇲 Flagge: Amerikanische Überseeinseln
🇺🇳 Flagge: Vereinte Nationen
🇺🇸 Flagge: Vereinigte Staaten
🇺🇾 Flagge: Uruguay
🇺🇿 Flagge: Usbekistan
🇻🇦 Flagge: Vatikanstadt
🇻🇨 Flagge: St. Vincent und die Grenadinen
🇻🇪 Flagge: Venezuela
🇻🇬 Flagge: Britische Jungferninseln
🇻🇮 Flagge: Amerikanische Jungferninseln
🇻🇳 Flagge: Vietnam
🇻🇺 Flagge: Vanuatu
🇼🇫 Flagge: Wallis und Futuna
🇼🇸 Flagge: Samoa
🇽🇰 Flagge: Kosovo
🇾🇪 Flagge: Jemen
🇾🇹 Flagge: Mayotte
🇿🇦 Flagge: Südafrika
🇿🇲 Flagge: Sambia
🇿🇼 Flagge: Simbabwe
🏴󠁧󠁢󠁥󠁮󠁧󠁿 Flagge: England
🏴󠁧󠁢󠁳󠁣󠁴󠁿 Flagge: Schottland
🏴󠁧󠁢󠁷󠁬󠁳󠁿 Flagge: Wales
`
