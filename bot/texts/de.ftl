### German: every text a person reads. Texts are plain: no markup (projectfluent.org/fluent/guide).

own-name = Deutsch
welcome =
    Hallo! Ich male deine Fotos. 🎨

    Schick mir zwei Fotos: erst das, das ich malen soll, dann eins, dessen Stil dir gefällt. Oder schick nur eins und such dir einen meiner Stile aus.
help =
    So kommst du zu einem Bild:
    • Schick zwei Fotos, nacheinander oder zusammen: Ich male das erste im Stil des zweiten. Falsch herum? Drück ⇄ Tauschen.
    • Schick ein Foto und wähl einen Stil von den Knöpfen.
    • Schreib den Namen eines Stils unter dein Foto, zum Beispiel „{ $example }“.
    • Antworte auf ein Foto mit einem anderen Foto oder mit /style und einem Namen.
    • Antworte auf ein Foto mit /styles, um es in allen meinen Stilen zu sehen, und drück dann eine Zahl.
    • Misch Stile: Schick mehr Fotos in einem Album, und ich male das erste in einer Mischung der anderen; oder nenn mehrere, wie /style { $blend }.

    Unter einem Bild malt ✨ es noch einmal mit aller Sorgfalt, 🎛 ändert Stärke, Pinsel und Farben, und 💾 merkt sich den Stil deines eigenen Fotos unter einem Namen.
    Als Datei behält ein Foto seine volle Qualität. Leite mir eins meiner Bilder weiter, oder schick eins, das als Datei kam, und ich kann es noch einmal malen. In Gruppen antworte auf ein Foto mit /style und einem Namen.

    /styles zeigt alle Stile, /mystyles deine eigenen, /dream als Antwort auf ein Foto träumt es, /cancel hält ein Bild an, /settings ändert Sprache und Größe, /privacy sagt, was ich aufhebe, und /forget löscht alles.
privacy =
    Was ich aufhebe: deine Fotos und Bilder { $days ->
        [one] { $days } Tag
       *[other] { $days } Tage
    } lang, damit die Knöpfe unter einem Bild funktionieren; Stile, die du gespeichert hast, bis du sie löschst; und die Nummern deines Chats und deines Kontos mit deiner Sprache, damit ich weiß, wo und wie ich antworte. Niemand sonst sieht das, für nichts anderes wird es benutzt, und der Ort, an dem ein Foto entstand, kommt nie in ein Bild.

    /forget löscht alles auf einmal.
ask-for-style = Schön! Jetzt der Stil: Schick ein zweites Foto oder such dir hier einen aus.
photo-waits-for-style = Dein Foto wartet auf seinen Stil. Schick ein zweites Foto, schreib den Namen eines Stils oder such dir hier einen aus.
ask-whether-same = Das ist noch einmal dasselbe Foto. Schick ein anderes für den Stil, oder ich male es in seinem eigenen.
story-unseen = Storys zeigt mir Telegram nicht. Schick mir bitte das Bild selbst.
ask-what-album-means =
    { $photos ->
        [one] Ein Foto. Was soll ich damit machen?
       *[other] { $photos } Fotos. Soll ich alle in einem Stil malen oder das erste in einer Mischung der anderen?
    }
ask-for-style-of-all =
    { $photos ->
        [one] Jetzt der Stil: Schick noch ein Foto oder such dir hier einen aus.
       *[other] Jetzt der Stil für alle { $photos }: Schick noch ein Foto oder such dir hier einen aus.
    }
album-taken-in-part =
    { $photos ->
        [one] { $taken } von { $photos } Foto habe ich genommen.
       *[other] { $taken } von { $photos } Fotos habe ich genommen.
    }
ask-for-photo = { $preset }, gern. Jetzt schick mir das Foto, das ich malen soll.
ask-for-style-in-group = Schön! Jetzt der Stil: Antworte hier mit einem zweiten Foto oder such dir einen aus.
album-half-in-group = Von diesem Album zeigt mir Telegram nur ein Foto. Antworte hierauf mit dem Foto, dessen Stil du magst, oder wähle hier einen. Ganze Alben sehe ich, sobald ich Admin bin.
help-in-group = In dieser Gruppe sehe ich nur, was mich ruft oder mir antwortet, und von einem Album ein Foto. Ein Admin kann das ändern: Mach mich zum Admin, oder schalte meinen Privatsphäre-Modus in @BotFather aus.
greeting-in-group = Hallo! Antworte auf ein Foto mit { $command }, und ich male es in diesem Stil. 🎨
ask-for-photo-in-group = { $preset }, gern. Jetzt antworte hier mit dem Foto, das ich malen soll.
send-a-photo = Schick mir ein Foto, und ich male es. /help zeigt, wie es geht.
not-a-picture = Ich kann nur Bilder malen. Schick es bitte als Foto oder als Datei in JPEG, PNG oder WebP.
too-many-photos = Aus diesem Album habe ich ein Foto gemalt. Für die anderen schick sie bitte noch einmal, eins nach dem anderen.
file-too-big = Die Datei ist mir zu groß: Mehr als 20 MB gehen nicht. Schick es bitte als Foto statt als Datei.
download-failed = Ich konnte das Foto nicht von Telegram holen. Schick es bitte noch einmal.
choose-preset = Meine Stile. Such dir einen aus und schick mir dann ein Foto.
sheet-of-presets = Meine Stile, { $first } bis { $last } von { $all }. Wähl eine Zahl und schick mir dann ein Foto.
sheet-for-photo = Meine Stile, { $first } bis { $last } von { $all }. Wähl eine Zahl für dein Foto.
sheet-of-photo = Dein Foto in den Stilen { $first } bis { $last } von { $all }. Wähl eine Zahl, und ich male es groß.
unknown-preset = Einen Stil namens „{ $words }“ kenne ich nicht. Nimm einen von meinen, oder schick ein Foto in diesem Stil:
ambiguous-style = „{ $words }“ könnte jeder von diesen sein. Welcher soll es werden?
too-many-styles =
    Mehr als { $styles ->
        [one] { $styles } Stil
       *[other] { $styles } Stile
    } mische ich nicht. Nenn bitte weniger oder such dir hier einen aus:
style-saved = Gespeichert als „{ $name }“. Soll er anders heißen? Antworte hierauf mit einem Namen.
own-style-name = Mein Stil { $number }
ask-for-name = Wie soll „{ $name }“ heißen? Antworte hierauf mit dem neuen Namen.
name-placeholder = Ein Name, etwa Omas Flickendecke
style-renamed = Dann also „{ $name }“. Zum Malen schreib /style { $name } oder wähl ihn unter deinem nächsten Foto.
my-styles = Deine eigenen Stile. Drück eine Zahl, um damit zu malen.
my-styles-to-rename = Welcher soll anders heißen?
my-styles-to-delete = Welchen soll ich löschen?
my-styles-in-private = Deine eigenen Stile bleiben unter uns: Schreib mir /mystyles in unserem Chat. Hier antworte auf ein Foto mit /style und einem Namen.
no-own-styles = Du hast noch keine eigenen Stile. Schick mir zwei Fotos und drück 💾 unter dem Bild, um seinen Stil zu behalten.
link-leads-nowhere = Diesen Link gibt es nicht mehr. Wähle einen meiner Stile und schick mir dann ein Foto.
style-shared =
    „{ $name }“: Male deine eigenen Fotos in diesem Stil.
    { $link }
recipe-shared =
    Male dein eigenes Foto wie dieses hier:
    { $link }
link-taken-back = Dieser Link führt nirgends mehr hin.
my-styles-to-share = Für welchen soll ich einen Link machen? Wer den Link hat, malt damit, unter dem Namen, den er hier trägt.
inline-caption = Foto von { $name } in { $style } · gemalt mit @{ $bot }
inline-caption-photos = Foto von { $name } im Stil eines anderen · gemalt mit @{ $bot }
inline-preset = { $style }: Schick @{ $bot } dein Foto und lass es so malen.
inline-paint-a-photo = Ein Foto malen
history = Deine Bilder hier, das neueste zuerst. Drück eine Zahl, um eines wiederzubekommen.
history-empty = Hier gibt es noch keine Bilder von dir. Schick ein Foto, dann geht es los.
day = { DATETIME($at, dateStyle: "medium") }
delete-question = Soll ich „{ $name }“ löschen? Die Bilder damit bleiben.
settings = Welche Sprache soll ich hier sprechen, und wie groß soll ich malen?
settings-sizes = 600 px geht am schnellsten. ⬇ unter einem Bild schickt es in voller Größe: Telegram verkleinert große Fotos.
settings-rules = Wer hier malen darf, wie viele Bilder eine Person in einer Stunde haben darf und ob ich zeige, wie sie entstehen: Das liegt bei dir.
size = { $pixels } px
forget-question = Soll ich alle deine Fotos und Bilder löschen, die ich habe? Was schon in diesem Chat ist, bleibt hier; die Knöpfe darunter funktionieren dann nicht mehr.
forgotten = Erledigt: Deine Fotos, Bilder und Entwürfe sind gelöscht. Wenn du neu anfangen magst, schick einfach ein Foto.
erased = Gelöscht.
nothing-to-cancel = Gerade male ich nichts für dich. Schick ein Foto, und es geht los.
photo-put-away = Dein letztes Foto habe ich weggelegt. Schick ein neues, wann du magst.
went-wrong = Entschuldige, da ist bei mir etwas schiefgegangen. Versuch es bitte noch einmal.
next-in-line = Dein Bild ist als Nächstes dran
in-line =
    { $paintings ->
        [one] Vor deinem ist noch { $paintings } Bild dran
       *[other] Vor deinem sind noch { $paintings } Bilder dran
    }
ready-in = fertig in etwa { $duration }
starting = Ich spanne die Leinwand auf
painter-resting = Der Maler macht Pause. Sobald er zurück ist, geht es weiter.
dream = Ein Traum von deinem Foto
dream-guided = Ein Traum von deinem Foto in den Formen des anderen
dream-starting = Ich schlafe ein
dream-of-what = Antworte auf ein Foto mit /dream, und ich zeige dir, was ein Netz darin sieht. Oder schick ein Foto mit /dream darunter; als Antwort auf ein anderes Foto träumt es in dessen Formen.
dream-unknown-layer = So eine Schicht kenne ich nicht. Schreib nur /dream oder eine von VGG-19: /dream relu4_2 für Augen, relu5_3 für Vögel, relu5_1:100 für einen ihrer Kanäle. Ein Kanal träumt nur ohne zweites Foto.
first-in-others =
    { $photos ->
        [one] das erste Foto im Stil des nächsten
       *[other] das erste Foto in einer Mischung der { $photos } danach
    }
painting = Ich male … { $percent } %
left = noch etwa { $duration }
done-in = gemalt in { $duration }
collage = Ein Foto + { $style }
before-after = Vorher und nachher · { $style }
another-picture = ein anderes Bild
collage-starting = Ich setze es zusammen
dreamed-in = geträumt in { $duration }
own-style = Im Stil deines Fotos
photos-blend =
    { $photos ->
        [one] In einer Mischung deines Fotos
       *[other] In einer Mischung deiner { $photos } Fotos
    }
your-photo = dein Foto
a-style-of-your-own = ein eigener Stil
made-by-newer = Das wurde bei einer neueren Version von mir bestellt. Schick ein Foto, und ich male es, wie ich es kann.

## Dials: on a button, under a result where a dial does not stand as usual, and what it does

dial-strength = Stärke { $value }
dial-strength-caption = Stärke { $value }
dial-strength-about = Wie stark der Stil ist. − holt dein Foto zurück, + geht weiter.
dial-brush_size = Pinsel { $value }
dial-brush_size-caption = Pinsel { $value }
dial-brush_size-about = Wie groß die Striche sind. − macht sie feiner, + gröber.
dial-brush_size-value =
    { $step ->
        [0] sehr fein
        [1] fein
        [2] mittel
        [3] breit
        [4] sehr breit
       *[5] riesig
    }
dial-detail = Details { $value }
dial-detail-caption = Details { $value }
dial-detail-about = Wie viel es zu sehen gibt. − wenige große Dinge, + viele kleine.
dial-detail-value =
    { $step ->
        [0] karg
        [1] ruhig
        [2] mittel
        [3] reich
       *[4] üppig
    }
dial-keep_colours = 🌈 Meine Farben: { $value }
dial-keep_colours-caption = deine eigenen Farben
dial-keep_faces = 🙂 Gesichter wie sie sind: { $value }
dial-keep_faces-caption = Gesichter gemalt wie alles andere
on = an
off = aus
dial-percent = { $percent } %
notice-ready = Dein Bild ist fertig ↑
notice-failed = Das hat nicht geklappt ↑
cancelled = Angehalten. Drück 🔁, um es doch zu malen, oder schick ein neues Foto.
may-not-show = Es ist gemalt, aber hier darf ich keine Bilder schicken. Bitte einen Admin, es mir zu erlauben, und drück dann 🔁.
cannot-show = Es ist gemalt, aber Telegram hat das Bild nicht genommen. Drück 🔁 für einen neuen Versuch.

## What went wrong: whose fault, by role

input-content = Das Foto zum Malen
input-style = Das Foto mit dem Stil
input-init = Das Bild zum Weitermalen
input-region = Die Maske
input-result = Das gemalte Bild
input-guide = Das Foto, dessen Formen geträumt werden sollen,

## What is no longer kept, by role

expired-content = Das Foto zum Malen habe ich nicht mehr. Schick es bitte noch einmal.
expired-style = Das Foto mit dem Stil habe ich nicht mehr. Schick es bitte noch einmal.
expired-init = Das Bild zum Weitermalen habe ich nicht mehr. Schick das Foto bitte noch einmal, dann fange ich neu an.
expired-region = Die Maske habe ich nicht mehr. Schick das Foto bitte noch einmal, dann fange ich neu an.
expired-result = Dieses Bild habe ich nicht mehr. Schick das Foto bitte noch einmal, und ich fange neu an.
expired-guide = Das Foto, dessen Formen ich träumen soll, habe ich nicht mehr. Schick es bitte noch einmal.

## Durations, already rounded to what is honest

seconds = { $seconds } s
minutes = { $minutes } min

## Why nothing was ordered, by storage.admission.Refusal

refusal-person_full =
    Du hast schon { $paintings ->
        [one] { $paintings } Bild
       *[other] { $paintings } Bilder
    } in der Schlange. Warte, bis eins fertig ist, oder halte eins mit /cancel an, und schick das dann noch einmal.
refusal-line_full = Gerade malen so viele, dass meine Schlange voll ist. Versuch es bitte in { $duration } noch einmal.
refusal-photos_a_day =
    Seit gestern hast du mir { $photos ->
        [one] { $photos } Foto
       *[other] { $photos } Fotos
    } geschickt, mehr kann ich nicht nehmen. Bis morgen!
refusal-bytes_a_day = Deine Fotos seit gestern füllen allen Platz, den ich für einen Menschen habe. Bis morgen, oder schick dann kleinere.
refusal-disk_full = Ich habe gerade keinen Platz mehr für Fotos. Schick das bitte in { $duration } noch einmal.
refusal-admins_only = In dieser Gruppe malen nur Admins mit mir. Schreib mir in unserem eigenen Chat, dort male ich für dich.
refusal-hour_full = Mehr darf eine Person hier in einer Stunde nicht malen. Versuch es etwas später noch einmal, oder schreib mir in unserem eigenen Chat.

## Why a painting failed, by storage.jobs.FailureReason

failure-not_an_image = { $image } ist kein Bild, das ich öffnen kann. Schick es bitte als Foto oder in JPEG, PNG oder WebP.
failure-damaged = { $image } ist beschädigt: Ein Teil der Datei fehlt. Schick bitte noch einmal das Original.
failure-unsupported_format = { $image } hat ein Format, das ich nicht lesen kann. Schick es bitte als Foto statt als Datei.
failure-too_many_pixels = { $image } hat zu viele Pixel für mich. Schick es bitte als Foto statt als Datei.
failure-too_small = { $image } ist zu klein zum Malen. Schick bitte ein größeres.
failure-too_long_and_thin = { $image } ist zu lang und schmal. Schneide es bitte zu und schick es noch einmal.
failure-image_gone = { $image } wurde inzwischen gelöscht. Schick es bitte noch einmal.
failure-out_of_memory = Dieses Bild ist mir gerade zu groß. Drück in einer Weile 🔁 für einen neuen Versuch.
failure-engine_died = Ich habe es mehrmals versucht und konnte dieses Bild nicht fertig malen. Nimm bitte ein anderes Foto.
failure-unreadable = Was hier bestellt war, kann ich nicht mehr lesen. Schick das Foto bitte noch einmal.
failure-internal = Beim Malen ist etwas schiefgegangen, entschuldige. Drück 🔁 für einen neuen Versuch.

## Why a name was not taken, by bot.style_names.NameRefusal

name-refusal-empty = Ein Name braucht ein, zwei Buchstaben. Antworte hierauf mit einem.
name-refusal-too_long =
    Der Name ist zu lang: höchstens { $characters ->
        [one] { $characters } Zeichen
       *[other] { $characters } Zeichen
    }. Antworte hierauf mit einem anderen.
name-refusal-odd = Ein Name darf Buchstaben, Ziffern, Leerzeichen und Emoji haben, aber nicht : + , @ /. Antworte hierauf mit einem anderen.
name-refusal-preset = „{ $name }“ heißt schon einer meiner Stile. Antworte hierauf mit einem anderen Namen.
name-refusal-taken = Du hast schon einen Stil namens „{ $name }“. Antworte hierauf mit einem anderen Namen.

## On the bot's profile, before anybody writes to it

about-bot =
    Ich male deine Fotos. 🎨

    Schick mir zwei Fotos: erst das, das ich malen soll, dann eins, dessen Stil dir gefällt. Oder schick nur eins und wähl einen meiner Stile: Sternennacht, große Welle, Buntglas, Tusche, Neon und mehr.
about-bot-short = Schick zwei Fotos, und ich male das erste im Stil des zweiten. 🎨

## One line for each command in Telegram's menu, at most 256 characters

command-style = In einem Stil malen: /style { $example }
command-styles = Alle Stile zeigen; als Antwort auf ein Foto: auf diesem Foto
command-mystyles = Deine eigenen Stile
command-history = Deine Bilder hier, zum Wiederholen
command-dream = Als Antwort auf ein Foto: was ein Netz davon träumt
command-cancel = Das Bild anhalten
command-settings = Sprache und Größe der Bilder
command-help = Wie es geht
command-privacy = Was ich aufhebe, und wie lange
command-forget = Meine Fotos und Bilder löschen

## Buttons

button-cancel = ❌ Abbrechen
button-properly = ✨ Sorgfältig
button-adjust = 🎛 Anpassen
button-undo = ↩ Zurück
button-redo = ↪ Wieder vor
button-file = ⬇ Voll groß
button-done = ✓ Fertig
button-less = −
button-greater = +
button-pair-anyway = Im eigenen Stil
button-album-each = Alle in einem Stil
button-album-blend = Das erste in den anderen
button-styles = 🖼 Alle Stile
button-who-everybody = Alle
button-who-admins = Nur Admins
button-no-limit = Unbegrenzt
button-jobs-an-hour = { $jobs } je Stunde
button-shown-progress = Mit Fortschritt
button-shown-nothing = Leise
button-swap = ⇄ Tauschen
button-again = 🔁 Noch mal
button-as-before = 🔁 Noch mal genauso
button-same = 🖌 Gleicher Stil
button-keep = 💾 Stil merken
button-own = ⭐ { $name }
button-all-mine = ⭐ Alle meine…
button-rename = ✏️ Umbenennen…
button-delete = 🗑 Löschen…
button-share = 🔗 Teilen…
button-before-after = 🖼 Vorher/nachher
button-made-of = 🧩 Woraus
button-link = 🔗 Link
button-send-to = 📤 Senden an…
button-make-your-own = 🎨 Mach deins
button-unshare = 🔗 Zurücknehmen
button-delete-yes = 🗑 Löschen
button-back = ↩ Zurück
button-earlier = ◀
button-later = ▶
button-on-photo = 🖼 Alle auf mein Foto
button-forget-yes = Alles löschen
button-forget-no = Behalten

## Short answers to a pressed button, at most 200 characters

toast-stopping = Ich halte an …
toast-finished-already = Das ist schon fertig.
toast-not-yours = Das ist für den Menschen, der gefragt hat. 🔁 und 🎨 unter einem Bild malen dir ein eigenes.
toast-now-your-photo = Jetzt antworte auf diese Nachricht mit deinem Foto.
toast-outdated = Dieser Knopf hat ausgedient. Schick das Foto bitte noch einmal.
toast-swapping = Getauscht: Ich male andersherum.
toast-properly = Ich male es mit aller Sorgfalt. Schau zu, wie es wächst!
toast-dial-at-end = Weiter geht es nicht.
toast-one-back = Einen Schritt zurück.
toast-one-forth = Und wieder einen vor.
toast-on-it = Bin schon dabei!
toast-here-it-is = Bitte sehr.
toast-saved = Stil gespeichert.
toast-saved-in-group = Gespeichert als „{ $name }“, nur für deine Augen. Zum Umbenennen schreib mir /mystyles in unserem Chat.
toast-saved-already = Diesen Stil hast du schon: Er heißt „{ $name }“.
toast-shelf-full =
    Du hast { $styles ->
        [one] { $styles } Stil
       *[other] { $styles } Stile
    }, mehr kann ich nicht behalten. Lösch erst einen mit /mystyles in unserem Chat.
toast-style-gone = Diesen Stil gibt es nicht mehr. /mystyles zeigt, welche du hast.
toast-shows-own-picture = Das würde allen ein Bild von dir zeigen. Mal es in unserem eigenen Chat, dort mache ich es.
toast-style-not-shared = Dieses Bild hat einen Stil, der nicht geteilt ist. Speichere ihn mit 🎨 💾 und teile ihn dann in /mystyles.
toast-shared-no-more = Dieser Link führt nirgends mehr hin.
toast-style-deleted = „{ $name }“ ist gelöscht.
toast-settings-kept = Einstellungen gespeichert.
toast-for-admins = Nur Admins dieser Gruppe können ihre Einstellungen ändern.
toast-painted-already = Das hast du schon. Schau ein Stück weiter unten.
toast-photo-unknown = Dieses Foto habe ich nicht mehr. Schick es bitte noch einmal.
toast-painting-unknown = Dieses Bild habe ich nicht mehr. Schick das Foto bitte noch einmal.
toast-nothing-forgotten = Nichts wurde gelöscht.
toast-went-wrong = Entschuldige, das ging schief. Versuch es bitte noch einmal.
toast-barred-banned = Ich kann nicht mehr für dich malen: So hat es entschieden, wer mich betreibt.
toast-barred-not_allowed = Ich male nur für Leute, die zugelassen sind. Frag, wer mich betreibt, und nenne diese Nummer: { $person }.
privacy-of-the-banned = Von einem gesperrten Konto behalte ich die Nummer, auch nach /forget, bis es wieder zugelassen ist.
admin-whom = Wen? Schreib { $command } als Antwort auf eine Nachricht, oder mit einer Nummer dahinter.
admin-banned = { $who } ist gesperrt. Was in der Schlange war, ist abgebrochen. /unban { $who } nimmt es zurück.
admin-not-banned = Wer mich betreibt, kann nicht gesperrt werden, und ich auch nicht.
admin-unbanned = { $who } ist nicht mehr gesperrt.
admin-was-not-banned = { $who } war nicht gesperrt.
admin-allowed = { $who } ist zugelassen. /disallow { $who } nimmt es zurück.
admin-list-is-off = Zurzeit wird jeder gehört; die Liste gilt, sobald IMPASTO_ALLOW_LIST 1 ist.
admin-disallowed = { $who } steht nicht mehr auf der Liste.
admin-was-not-allowed = { $who } stand nicht auf der Liste.
stats =
    Die letzten 24 Stunden:
    • { $people ->
        [one] { $people } Person
       *[other] { $people } Personen
    }
    • { $paintings ->
        [one] { $paintings } Bild
       *[other] { $paintings } Bilder
    }
    • jetzt in der Schlange: { $waiting }
    • gescheitert: { $failed }
stats-waits = • fertig nach { $half } für die Hälfte, nach { $most } für 95 von 100
admin-maintenance-how = Schreib /maintenance und einen Satz: Ihn liest, wer ein Bild bestellt oder darauf wartet. /maintenance off beendet das.
admin-maintenance-said =
    Wer wartet, liest dies, bis /maintenance off:

    { $words }
admin-maintenance-over = Wer wartet, liest davon nichts mehr.
admin-maintenance-too-long =
    { $characters ->
        [one] Höchstens { $characters } Zeichen, bitte.
       *[other] Höchstens { $characters } Zeichen, bitte.
    }
day-chart-starting = Ich zeichne …
day-chart = Balken: Bilder je Stunde. Linie: wie lange es von der Bitte bis zum Ende dauerte.
