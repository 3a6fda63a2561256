### Italian: every text a person reads. Texts are plain: no markup (projectfluent.org/fluent/guide).

own-name = Italiano
welcome =
    Ciao! Io dipingo le tue foto. 🎨

    Mandami due foto: prima quella da dipingere, poi una di cui ti piace lo stile. Oppure mandane una sola e scegli uno dei miei stili.
help =
    Come ottenere un quadro:
    • Manda due foto, una dopo l’altra o insieme: dipingo la prima nello stile della seconda. Al contrario? Premi ⇄ Scambia.
    • Manda una foto e scegli uno stile dai pulsanti.
    • Scrivi il nome di uno stile come didascalia della foto, per esempio «{ $example }».
    • Rispondi a una foto con un’altra foto, oppure con /style e un nome.
    • Rispondi a una foto con /styles per vederla subito in tutti i miei stili, poi premi un numero.
    • Fondi più stili: manda altre foto nello stesso album e dipingo la prima nella fusione delle altre; oppure scrivine più d’uno, come /style { $blend }.

    Sotto un quadro, ✨ lo ridipinge con tutta la cura, 🎛 cambia intensità, pennello e colori, e 💾 conserva con un nome lo stile di una tua foto.
    Manda la foto come file per conservarne tutta la qualità. Inoltrami un mio quadro, o mandane uno arrivato come file, e posso rifarlo. Nei gruppi rispondi a una foto con /style e un nome.

    /styles mostra tutti gli stili, /mystyles i tuoi, /dream in risposta a una foto la sogna, /cancel ferma un quadro, /settings cambia lingua e misura, /privacy dice che cosa conservo e /forget cancella tutto.
privacy =
    Che cosa conservo: le tue foto e i tuoi quadri per { $days ->
        [one] { $days } giorno
       *[other] { $days } giorni
    }, perché i pulsanti funzionino; gli stili che hai salvato, finché non li elimini; e i numeri della chat e del tuo account con la tua lingua, per sapere dove e come rispondere. Non li vede nessun altro, non servono a nient’altro, e il luogo in cui le foto sono state scattate non finisce mai in un quadro.

    /forget cancella tutto subito.
ask-for-style = Bella. Ora lo stile: manda una seconda foto, oppure scegline uno qui.
photo-waits-for-style = La tua foto aspetta il suo stile. Manda una seconda foto, scrivi il nome di uno stile oppure scegline uno qui.
ask-whether-same = È di nuovo la stessa foto. Mandane un’altra per lo stile, oppure la dipingo nel suo.
story-unseen = Telegram non mi mostra le storie. Mandami la foto stessa, per favore.
ask-what-album-means =
    { $photos ->
        [one] Una foto. Che cosa ne faccio?
       *[other] { $photos } foto. Le dipingo tutte in uno stile, oppure la prima nella fusione delle altre?
    }
ask-for-style-of-all =
    { $photos ->
        [one] E ora lo stile: manda un’altra foto, oppure scegline uno qui.
       *[other] E ora lo stile per tutte e { $photos }: manda un’altra foto, oppure scegline uno qui.
    }
album-taken-in-part =
    { $photos ->
        [one] Ne ho prese { $taken } di { $photos } foto.
       *[other] Ne ho prese { $taken } di { $photos } foto.
    }
ask-for-photo = Vada per { $preset }. Ora mandami la foto da dipingere.
ask-for-style-in-group = Bella. Ora lo stile: rispondi qui con una seconda foto, oppure scegline uno.
album-half-in-group = Di questo album Telegram mi mostra una foto sola. Rispondi a questo messaggio con la foto di cui ti piace lo stile, oppure scegline uno qui. Gli album interi li vedo quando sono amministratore.
help-in-group = In questo gruppo vedo solo ciò che mi chiama o mi risponde, e di un album una foto sola. Un amministratore può cambiarlo: fammi amministratore, oppure togli la modalità privacy in @BotFather.
greeting-in-group = Ciao! Rispondi a una foto con { $command } e la dipingo in quello stile. 🎨
ask-for-photo-in-group = Vada per { $preset }. Ora rispondi qui con la foto da dipingere.
send-a-photo = Mandami una foto e la dipingo. /help spiega come.
not-a-picture = So dipingere solo immagini. Mandala come foto, oppure come file JPEG, PNG o WebP.
too-many-photos = Di questo album ho dipinto una foto. Per dipingere le altre, rimandale una alla volta.
file-too-big = Questo file è troppo grande per me: il massimo è 20 MB. Mandalo come foto invece che come file.
download-failed = Non sono riuscito a scaricare la foto da Telegram. Mandala ancora una volta.
choose-preset = I miei stili. Scegline uno, poi mandami una foto.
sheet-of-presets = I miei stili, da { $first } a { $last } di { $all }. Scegli un numero, poi mandami una foto.
sheet-for-photo = I miei stili, da { $first } a { $last } di { $all }. Scegli un numero per la tua foto.
sheet-of-photo = La tua foto negli stili da { $first } a { $last } di { $all }. Scegli un numero e lo dipingo in grande.
unknown-preset = Non conosco nessuno stile chiamato «{ $words }». Scegline uno dei miei, oppure manda una foto con quello stile:
ambiguous-style = «{ $words }» può essere uno di questi. Quale scegli?
too-many-styles =
    Fondo al massimo { $styles ->
        [one] { $styles } stile
       *[other] { $styles } stili
    }. Scrivine di meno, oppure scegline uno qui:
style-saved = Salvato come «{ $name }». Preferisci un altro nome? Scrivilo in risposta a questo messaggio.
own-style-name = Il mio stile { $number }
ask-for-name = Come chiamo «{ $name }»? Scrivi il nuovo nome in risposta a questo messaggio.
name-placeholder = Un nome, come Coperta della nonna
style-renamed = D’accordo, «{ $name }». Per usarlo scrivi /style { $name }, o sceglilo sotto la prossima foto.
my-styles = I tuoi stili. Premi un numero per dipingere con quello.
my-styles-to-rename = A quale cambio nome?
my-styles-to-delete = Quale elimino?
my-styles-in-private = I tuoi stili restano fra noi due: scrivimi /mystyles nella nostra chat. Qui rispondi a una foto con /style e un nome.
no-own-styles = Non hai ancora stili tuoi. Mandami due foto e premi 💾 sotto il quadro per conservarne lo stile.
link-leads-nowhere = Questo link non è più condiviso. Scegli uno dei miei stili, poi mandami una foto.
style-shared =
    «{ $name }»: dipingi le tue foto in questo stile.
    { $link }
recipe-shared =
    Dipingi una tua foto come questa:
    { $link }
link-taken-back = Questo link non porta più da nessuna parte.
my-styles-to-share = Di quale faccio un link? Chi ha il link ci dipinge, con il nome che lo stile ha qui.
inline-caption = La foto di { $name } in { $style } · fatta con @{ $bot }
inline-caption-photos = La foto di { $name } nello stile di un’altra · fatta con @{ $bot }
inline-preset = { $style }: manda la tua foto a @{ $bot } e la avrai dipinta così.
inline-paint-a-photo = Dipingi una foto
history = I tuoi quadri qui, dal più recente. Premi un numero per riaverlo.
history-empty = Qui non ci sono ancora quadri tuoi. Manda una foto per cominciare.
day = { DATETIME($at, dateStyle: "medium") }
delete-question = Elimino «{ $name }»? I quadri già dipinti restano.
settings = In che lingua parlo qui, e quanto grandi dipingo i quadri?
settings-sizes = 600 px è il più veloce. ⬇ sotto un quadro lo manda a grandezza piena: Telegram rimpicciolisce le foto grandi.
settings-rules = Chi può dipingere qui, quanti quadri può avere una persona in un’ora, e se mostro come procedono: decidi tu.
size = { $pixels } px
forget-question = Cancello tutte le tue foto e i tuoi quadri che conservo? Quello che è già in questa chat resta qui; i pulsanti sotto i quadri smetteranno di funzionare.
forgotten = Fatto: le tue foto, i quadri e le bozze sono cancellati. Quando vuoi ricominciare, manda una foto.
erased = Cancellato.
nothing-to-cancel = Al momento non sto dipingendo nulla per te. Manda una foto per cominciare.
photo-put-away = Ho messo via la tua ultima foto. Mandane una nuova quando vuoi.
went-wrong = Scusa, qualcosa è andato storto da parte mia. Riprova ancora una volta.
next-in-line = Il tuo quadro è il prossimo
in-line =
    { $paintings ->
        [one] C’è { $paintings } quadro prima del tuo
       *[other] Ci sono { $paintings } quadri prima del tuo
    }
ready-in = pronto fra circa { $duration }
starting = Preparo la tela
painter-resting = Il pittore riposa. Riprendo appena torna.
dream = Un sogno della tua foto
dream-guided = Un sogno della tua foto nelle forme dell’altra
dream-starting = Mi addormento
dream-of-what = Rispondi a una foto con /dream e ti mostro che cosa ci vede una rete. Oppure manda una foto con /dream come didascalia; in risposta a un’altra foto, quella sogna nelle sue forme.
dream-unknown-layer = Non conosco quello strato. Scrivi solo /dream, oppure uno strato di VGG-19: /dream relu4_2 per gli occhi, relu5_3 per gli uccelli, relu5_1:100 per uno dei suoi canali. Un canale vuole un sogno senza seconda foto.
first-in-others =
    { $photos ->
        [one] la prima foto, nello stile di quella che segue
       *[other] la prima foto, nella fusione delle { $photos } che seguono
    }
painting = Dipingo … { $percent } %
left = ancora { $duration } circa
done-in = dipinto in { $duration }
collage = Una foto + { $style }
before-after = Prima e dopo · { $style }
another-picture = un’altra immagine
collage-starting = Metto insieme
dreamed-in = sognato in { $duration }
own-style = Nello stile della tua foto
photos-blend =
    { $photos ->
        [one] Nella fusione della tua foto
       *[other] Nella fusione delle tue { $photos } foto
    }
your-photo = la tua foto
a-style-of-your-own = uno stile tuo
made-by-newer = Questo è stato chiesto a una mia versione più nuova. Manda una foto e la dipingo come so fare.

## Dials: on a button, under a result where a dial does not stand as usual, and what it does

dial-strength = Intensità { $value }
dial-strength-caption = intensità { $value }
dial-strength-about = Quanto è forte. − riporta la tua foto, + la porta più lontano.
dial-brush_size = Pennello { $value }
dial-brush_size-value =
    { $step ->
        [0] finissimo
        [1] fine
        [2] medio
        [3] grosso
        [4] molto grosso
       *[5] enorme
    }
dial-brush_size-caption = pennello { $value }
dial-brush_size-about = Quanto sono grandi le pennellate. − più fini, + più larghe.
dial-detail = Dettaglio { $value }
dial-detail-value =
    { $step ->
        [0] scarni
        [1] calmi
        [2] medi
        [3] ricchi
       *[4] brulicanti
    }
dial-detail-caption = dettaglio { $value }
dial-detail-about = Quanto c’è da vedere. − poche cose grandi, + tante piccole.
dial-keep_colours = 🌈 I miei colori: { $value }
dial-keep_colours-caption = i tuoi colori
dial-keep_faces = 🙂 Volti come sono: { $value }
dial-keep_faces-caption = volti dipinti come il resto
on = sì
off = no
dial-percent = { $percent } %
notice-ready = Il tuo quadro è pronto ↑
notice-failed = Non è andata bene ↑
cancelled = Fermato. Premi 🔁 per dipingerlo lo stesso, oppure manda una nuova foto.
may-not-show = È dipinto, ma qui non posso mandare immagini. Chiedi a un admin di permettermelo, poi premi 🔁.
cannot-show = È dipinto, ma Telegram non ha accettato l’immagine. Premi 🔁 per riprovare.

## What went wrong: whose fault, by role

input-content = La foto da dipingere
input-style = La foto dello stile
input-init = L’immagine del quadro da riprendere
input-region = La maschera
input-result = Il quadro
input-guide = La foto delle forme da sognare

## What is no longer kept, by role

expired-content = Non ho più la foto da dipingere. Mandala di nuovo.
expired-style = Non ho più la foto dello stile. Mandala di nuovo.
expired-init = Non ho più il quadro da riprendere. Rimanda la foto e ricomincio da capo.
expired-region = Non ho più la maschera. Rimanda la foto e ricomincio da capo.
expired-result = Non ho più quel quadro. Rimanda la foto, per favore, e ricomincio.
expired-guide = Non ho più la foto delle forme da sognare. Mandala ancora una volta.

## Durations, already rounded to what is honest

seconds = { $seconds } s
minutes = { $minutes } min

## Why nothing was ordered, by storage.admission.Refusal

refusal-person_full =
    Hai già { $paintings ->
        [one] { $paintings } quadro
       *[other] { $paintings } quadri
    } in fila. Aspetta che uno sia pronto, oppure fermane uno con /cancel, poi rimanda la foto.
refusal-line_full = In questo momento dipingono in tanti e la fila è piena. Riprova fra { $duration }.
refusal-photos_a_day =
    Da ieri mi hai mandato { $photos ->
        [one] { $photos } foto
       *[other] { $photos } foto
    } e di più non ne posso prendere. A domani!
refusal-bytes_a_day = Le tue foto da ieri occupano tutto lo spazio che ho per una persona. A domani, oppure mandane di più piccole.
refusal-disk_full = In questo momento non ho più spazio per le foto. Rimanda questa fra { $duration }.
refusal-admins_only = In questo gruppo dipingono con me solo gli amministratori. Scrivimi in una chat nostra, lì dipingo per te.
refusal-hour_full = Più di così in un’ora qui una persona non può dipingere. Riprova fra un po’, oppure scrivimi in una chat nostra.

## Why a painting failed, by storage.jobs.FailureReason

failure-not_an_image = { $image } non è un’immagine che so aprire. Mandala come foto, oppure in JPEG, PNG o WebP.
failure-damaged = { $image } è danneggiata: manca una parte del file. Mandala di nuovo dall’originale.
failure-unsupported_format = { $image } è in un formato che non so leggere. Mandala come foto invece che come file.
failure-too_many_pixels = { $image } ha troppi pixel per me. Mandala come foto invece che come file.
failure-too_small = { $image } è troppo piccola per dipingerla. Mandane una più grande.
failure-too_long_and_thin = { $image } è troppo lunga e sottile. Ritagliala e mandala di nuovo.
failure-image_gone = { $image } è stata cancellata nel frattempo. Mandala di nuovo.
failure-out_of_memory = Questo quadro ora è troppo grande per me. Premi 🔁 per riprovare fra un po’.
failure-engine_died = Ho provato più volte ma non riesco a finire questo quadro. Prova con un’altra foto.
failure-unreadable = Non riesco più a leggere che cosa dovevo fare qui. Rimanda la foto, per favore.
failure-internal = Qualcosa è andato storto mentre dipingevo, scusa. Premi 🔁 per riprovare.

## Why a name was not taken, by bot.style_names.NameRefusal

name-refusal-empty = Un nome ha bisogno di qualche lettera. Scrivine uno in risposta a questo messaggio.
name-refusal-too_long =
    Questo nome è troppo lungo: al massimo { $characters ->
        [one] { $characters } carattere
       *[other] { $characters } caratteri
    }. Scrivine un altro in risposta a questo messaggio.
name-refusal-odd = Un nome può avere lettere, cifre, spazi ed emoji, ma non : + , @ /. Scrivine un altro in risposta a questo messaggio.
name-refusal-preset = «{ $name }» è già uno dei miei stili. Scrivi un altro nome in risposta a questo messaggio.
name-refusal-taken = Hai già uno stile «{ $name }». Scrivi un altro nome in risposta a questo messaggio.

## On the bot's profile, before anybody writes to it

about-bot =
    Dipingo le tue foto. 🎨

    Mandami due foto: prima quella da dipingere, poi una di cui ti piace lo stile. Oppure mandane una e scegli uno dei miei stili: una notte stellata, una grande onda, vetrate, inchiostro, neon e altri ancora.
about-bot-short = Manda due foto e dipingo la prima nello stile della seconda. 🎨

## One line for each command in Telegram's menu, at most 256 characters

command-style = Dipingi in uno stile: /style { $example }
command-styles = Mostra tutti gli stili; in risposta a una foto, su quella foto
command-mystyles = I tuoi stili
command-history = I tuoi quadri qui, per riaverli
command-dream = In risposta a una foto: che cosa ne sogna una rete
command-cancel = Ferma il quadro
command-settings = Lingua e misura dei quadri
command-help = Come funziona
command-privacy = Che cosa conservo e per quanto tempo
command-forget = Cancella le mie foto e i miei quadri

## Buttons

button-cancel = ❌ Annulla
button-properly = ✨ Con cura
button-adjust = 🎛 Regola
button-undo = ↩ Torna
button-redo = ↪ Rifai
button-file = ⬇ Grandezza piena
button-done = ✓ Fatto
button-less = −
button-greater = +
button-pair-anyway = Nel suo stile
button-album-each = Tutte in uno stile
button-album-blend = La prima nelle altre
button-styles = 🖼 Tutti gli stili
button-who-everybody = Tutti
button-who-admins = Solo admin
button-no-limit = Senza limite
button-jobs-an-hour = { $jobs } all’ora
button-shown-progress = Con progressi
button-shown-nothing = In silenzio
button-swap = ⇄ Scambia
button-again = 🔁 Ancora
button-as-before = 🔁 Ancora uguale
button-same = 🖌 Lo stesso stile
button-keep = 💾 Salva lo stile
button-own = ⭐ { $name }
button-all-mine = ⭐ Tutti i miei…
button-rename = ✏️ Rinomina…
button-delete = 🗑 Elimina…
button-share = 🔗 Condividi…
button-before-after = 🖼 Prima e dopo
button-made-of = 🧩 Fatto di
button-link = 🔗 Link
button-send-to = 📤 Manda a…
button-make-your-own = 🎨 Fanne uno tuo
button-unshare = 🔗 Ritira
button-delete-yes = 🗑 Elimina
button-back = ↩ Indietro
button-earlier = ◀
button-later = ▶
button-on-photo = 🖼 Sulla mia foto
button-forget-yes = Cancella tutto
button-forget-no = Conserva

## Short answers to a pressed button, at most 200 characters

toast-stopping = Mi fermo …
toast-finished-already = Questo quadro è già finito.
toast-not-yours = Questo è per chi ha chiesto. 🔁 e 🎨 sotto un quadro ne fanno uno tuo.
toast-now-your-photo = Ora rispondi a questo messaggio con la tua foto.
toast-outdated = Questo pulsante non vale più. Rimanda la foto, per favore.
toast-swapping = Scambiate: ora dipingo al contrario.
toast-properly = Lo dipingo con tutta la cura. Guardalo crescere!
toast-dial-at-end = Di più non si può.
toast-one-back = Un passo indietro.
toast-one-forth = E di nuovo avanti.
toast-here-it-is = Eccolo.
toast-on-it = Ci penso io!
toast-saved = Stile salvato.
toast-saved-in-group = Salvato come «{ $name }», lo vedi solo tu. Per rinominarlo scrivimi /mystyles nella nostra chat.
toast-saved-already = Questo stile lo hai già: è «{ $name }».
toast-shelf-full =
    Hai { $styles ->
        [one] { $styles } stile
       *[other] { $styles } stili
    } e di più non ne conservo. Prima eliminane uno con /mystyles nella nostra chat.
toast-style-gone = Questo stile è eliminato. /mystyles mostra quelli che hai.
toast-shows-own-picture = Questo mostrerebbe a tutti una tua immagine. Dipingilo nella nostra chat, e lo faccio lì.
toast-style-not-shared = Questo quadro ha uno stile non condiviso. Salvalo con 🎨 💾, poi condividilo in /mystyles.
toast-shared-no-more = Questo link non porta più da nessuna parte.
toast-style-deleted = «{ $name }» è eliminato.
toast-settings-kept = Impostazione salvata.
toast-for-admins = Solo gli amministratori del gruppo possono cambiarne le impostazioni.
toast-painted-already = Questo ce l’hai già. Guarda un po’ più in basso.
toast-photo-unknown = Non ho più quella foto. Mandala ancora una volta, per favore.
toast-painting-unknown = Non ho più quel quadro. Rimanda la foto, per favore.
toast-nothing-forgotten = Non ho cancellato nulla.
toast-went-wrong = Scusa, è andata male. Riprova ancora una volta.
toast-barred-banned = Non posso più dipingere per te: così ha deciso chi mi gestisce.
toast-barred-not_allowed = Dipingo solo per chi è stato ammesso. Chiedi a chi mi gestisce e dagli questo numero: { $person }.
privacy-of-the-banned = Di un account escluso conservo il numero, anche dopo /forget, finché non viene riammesso.
admin-whom = Chi? Scrivi { $command } in risposta a un messaggio, oppure con un numero dopo.
admin-banned = { $who } è escluso. Quello che era in fila è annullato. /unban { $who } lo riammette.
admin-not-banned = Chi mi gestisce non può essere escluso, e io nemmeno.
admin-unbanned = { $who } non è più escluso.
admin-was-not-banned = { $who } non era escluso.
admin-allowed = { $who } è ammesso. /disallow { $who } lo toglie.
admin-list-is-off = Per ora ascolto tutti; la lista vale da quando IMPASTO_ALLOW_LIST è 1.
admin-disallowed = { $who } non è più sulla lista.
admin-was-not-allowed = { $who } non era sulla lista.
stats =
    Le ultime 24 ore:
    • { $people ->
        [one] { $people } persona
       *[other] { $people } persone
    }
    • { $paintings ->
        [one] { $paintings } quadro
       *[other] { $paintings } quadri
    }
    • in attesa adesso: { $waiting }
    • non riusciti: { $failed }
stats-waits = • pronto dopo { $half } per la metà, dopo { $most } per 95 su 100
admin-maintenance-how = Scrivi /maintenance e una frase: la legge chi chiede un quadro o lo aspetta. /maintenance off la toglie.
admin-maintenance-said =
    Chi aspetta legge questo, fino a /maintenance off:

    { $words }
admin-maintenance-over = Chi aspetta non legge più niente.
admin-maintenance-too-long =
    { $characters ->
        [one] Al massimo { $characters } carattere, per favore.
       *[other] Al massimo { $characters } caratteri, per favore.
    }
day-chart-starting = Disegno …
day-chart = Barre: quadri all’ora. Linea: quanto ci è voluto, dalla richiesta alla fine.
