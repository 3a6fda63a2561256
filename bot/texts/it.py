"""Italian."""

from collections.abc import Callable

from bot.style_names import NameRefusal
from bot.texts import Buttons, Commands, Counted, DialWords, Texts, Toasts
from storage.admission import Refusal
from storage.jobs import FailureReason
from storage.work.dream import GUIDE
from storage.work.work import CONTENT, INIT, REGION, STYLE


def counted(one: str, many: str) -> Callable[[int], str]:
    return lambda number: f"{number:,} {one if number == 1 else many}".replace(",", ".")


COUNTED = Counted(
    paintings=counted("quadro", "quadri"),
    photos=counted("foto", "foto"),
    styles=counted("stile", "stili"),
    days=counted("giorno", "giorni"),
    characters=counted("carattere", "caratteri"),
)


def in_line(ahead: int) -> str:
    return f"{'C’è' if ahead == 1 else 'Ci sono'} {COUNTED.paintings(ahead)} prima del tuo"


def first_in_others(styles: int) -> str:
    return f"la prima foto, nella fusione delle {styles} che seguono"


def photos_blend(photos: int) -> str:
    return f"Nella fusione {'della tua' if photos == 1 else 'delle tue'} {COUNTED.photos(photos)}"


def size(pixels: int) -> str:
    return f"{pixels:,} px".replace(",", ".")


def duration(seconds: float) -> str:
    if seconds < 60:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min"


def decimal(number: float) -> str:
    return f"{number:g}".replace(".", ",")


TEXTS = Texts(
    code="it",
    own_name="Italiano",
    welcome=(
        "Ciao! Io dipingo le tue foto. 🎨\n\n"
        "Mandami due foto: prima quella da dipingere, poi una di cui ti piace lo stile. "
        "Oppure mandane una sola e scegli uno dei miei stili."
    ),
    help=(
        "Come ottenere un quadro:\n"
        "• Manda due foto, una dopo l’altra o insieme: dipingo la prima nello stile della seconda. "
        "Al contrario? Premi ⇄ Scambia.\n"
        "• Manda una foto e scegli uno stile dai pulsanti.\n"
        "• Scrivi il nome di uno stile come didascalia della foto, per esempio «{example}».\n"
        "• Rispondi a una foto con un’altra foto, oppure con /style e un nome.\n"
        "• Rispondi a una foto con /styles per vederla subito in tutti i miei stili, poi premi un numero.\n"
        "• Fondi più stili: manda altre foto nello stesso album e dipingo la prima nella fusione delle altre; "
        "oppure scrivine più d’uno, come /style {blend}.\n\n"
        "Sotto un quadro, ✨ lo ridipinge con tutta la cura, 🎛 cambia intensità, pennello e colori, e 💾 conserva con "
        "un nome lo stile di una tua foto.\n"
        "Manda la foto come file per conservarne tutta la qualità. Inoltrami un mio quadro, o mandane uno arrivato "
        "come file, e posso rifarlo. "
        "Nei gruppi rispondi a una foto con /style e un nome.\n\n"
        "/styles mostra tutti gli stili, /mystyles i tuoi, /dream in risposta a una foto la sogna, "
        "/cancel ferma un quadro, /settings cambia lingua e misura, "
        "/privacy dice che cosa conservo e /forget cancella tutto."
    ),
    privacy=(
        "Che cosa conservo: le tue foto e i tuoi quadri per {days}, perché i pulsanti funzionino; gli stili "
        "che hai salvato, finché non li elimini; e i numeri della chat e del tuo account con la tua lingua, per "
        "sapere dove e come rispondere. "
        "Non li vede nessun altro, non servono a nient’altro, e il luogo in cui le foto sono state scattate non "
        "finisce mai in un quadro.\n\n"
        "/forget cancella tutto subito."
    ),
    ask_for_style="Bella. Ora lo stile: manda una seconda foto, oppure scegline uno qui.",
    ask_for_photo="Vada per {preset}. Ora mandami la foto da dipingere.",
    ask_for_style_in_group="Bella. Ora lo stile: rispondi qui con una seconda foto, oppure scegline uno.",
    ask_for_photo_in_group="Vada per {preset}. Ora rispondi qui con la foto da dipingere.",
    send_a_photo="Mandami una foto e la dipingo. /help spiega come.",
    not_a_picture="So dipingere solo immagini. Mandala come foto, oppure come file JPEG, PNG o WebP.",
    too_many_photos="Di questo album ho dipinto una foto. Per dipingere le altre, rimandale una alla volta.",
    file_too_big="Questo file è troppo grande per me: il massimo è 20 MB. Mandalo come foto invece che come file.",
    download_failed="Non sono riuscito a scaricare la foto da Telegram. Mandala ancora una volta.",
    sheet_of_presets="I miei stili, da {first} a {last} di {all}. Scegli un numero, poi mandami una foto.",
    sheet_for_photo="I miei stili, da {first} a {last} di {all}. Scegli un numero per la tua foto.",
    sheet_of_photo="La tua foto negli stili da {first} a {last} di {all}. Scegli un numero e lo dipingo in grande.",
    choose_preset="I miei stili. Scegline uno, poi mandami una foto.",
    unknown_preset="Non conosco uno stile «{words}». Ecco quelli che ho:",
    ambiguous_style="«{words}» può essere {styles}. Scrivi qualche lettera in più, oppure scegli qui:",
    too_many_styles="Fondo al massimo {styles}. Scrivine di meno, oppure scegline uno qui:",
    style_saved="Salvato come «{name}». Preferisci un altro nome? Scrivilo in risposta a questo messaggio.",
    own_style_name="Il mio stile {number}",
    ask_for_name="Come chiamo «{name}»? Scrivi il nuovo nome in risposta a questo messaggio.",
    name_placeholder="Un nome, come Coperta della nonna",
    style_renamed="D’accordo, «{name}». Per usarlo scrivi /style {name}, o sceglilo sotto la prossima foto.",
    my_styles="I tuoi stili. Premi un numero per dipingere con quello.",
    my_styles_to_rename="A quale cambio nome?",
    my_styles_to_delete="Quale elimino?",
    my_styles_in_private=(
        "I tuoi stili restano fra noi due: scrivimi /mystyles nella nostra chat. "
        "Qui rispondi a una foto con /style e un nome."
    ),
    no_own_styles=("Non hai ancora stili tuoi. Mandami due foto e premi 💾 sotto il quadro per conservarne lo stile."),
    delete_question="Elimino «{name}»? I quadri già dipinti restano.",
    settings="In che lingua parlo qui, e quanto grandi dipingo i quadri?",
    settings_sizes="600 px è il più rapido. Oltre 1.280 px il quadro arriva come file: Telegram riduce le foto grandi.",
    size=size,
    forget_question=(
        "Cancello tutte le tue foto e i tuoi quadri che conservo? Quello che è già in questa chat resta qui; "
        "i pulsanti sotto i quadri smetteranno di funzionare."
    ),
    forgotten="Fatto: le tue foto, i quadri e le bozze sono cancellati. Quando vuoi ricominciare, manda una foto.",
    erased="Cancellato.",
    nothing_to_cancel="Al momento non sto dipingendo nulla per te. Manda una foto per cominciare.",
    photo_put_away="Ho messo via la tua ultima foto. Mandane una nuova quando vuoi.",
    went_wrong="Scusa, qualcosa è andato storto da parte mia. Riprova ancora una volta.",
    next_in_line="Il tuo quadro è il prossimo",
    in_line=in_line,
    ready_in="pronto fra circa {duration}",
    starting="Preparo la tela",
    dream="Un sogno della tua foto",
    dream_guided="Un sogno della tua foto nelle forme dell’altra",
    dream_starting="Mi addormento",
    dream_of_what=(
        "Rispondi a una foto con /dream e ti mostro che cosa ci vede una rete. Oppure manda una foto con /dream come "
        "didascalia; in risposta a un’altra foto, quella sogna nelle sue forme."
    ),
    dream_unknown_layer=(
        "Non conosco quello strato. Scrivi solo /dream, oppure uno strato di VGG-19: /dream relu4_2 per gli occhi, "
        "relu5_3 per gli uccelli, relu5_1:100 per uno dei suoi canali. Un canale vuole un sogno senza seconda foto."
    ),
    first_in_others=first_in_others,
    painting="Dipingo … {percent} %",
    left="ancora {duration} circa",
    done_in="dipinto in {duration}",
    dreamed_in="sognato in {duration}",
    own_style="Nello stile della tua foto",
    photos_blend=photos_blend,
    your_photo="la tua foto",
    a_style_of_your_own="uno stile tuo",
    made_by_newer="Questo è stato chiesto a una mia versione più nuova. Manda una foto e la dipingo come so fare.",
    counted=COUNTED,
    dials={
        "strength": DialWords(
            button="Intensità {value}",
            caption="intensità {value}",
            about="Quanto è forte. − riporta la tua foto, + la porta più lontano.",
        ),
        "brush_size": DialWords(
            button="Pennello {value}",
            caption="pennello {value}",
            about="Quanto sono grandi le pennellate. − più fini, + più larghe.",
        ),
        "detail": DialWords(
            button="Dettaglio {value}",
            caption="dettaglio {value}",
            about="Quanto c’è da vedere. − poche cose grandi, + tante piccole.",
        ),
        "keep_colours": DialWords(button="🌈 I miei colori: {value}", caption="i tuoi colori"),
        "keep_faces": DialWords(button="🙂 Volti come sono: {value}", caption="volti dipinti come il resto"),
    },
    on="sì",
    off="no",
    either="o",
    decimal=decimal,
    cancelled="Fermato. Premi 🔁 per dipingerlo lo stesso, oppure manda una nuova foto.",
    may_not_show="È dipinto, ma qui non posso mandare immagini. Chiedi a un admin di permettermelo, poi premi 🔁.",
    cannot_show="È dipinto, ma Telegram non ha accettato l’immagine. Premi 🔁 per riprovare.",
    inputs={
        CONTENT: "La foto da dipingere",
        STYLE: "La foto dello stile",
        INIT: "L’immagine del quadro da riprendere",
        REGION: "La maschera",
        GUIDE: "La foto delle forme da sognare",
    },
    expired={
        CONTENT: "Non ho più la foto da dipingere. Mandala di nuovo.",
        STYLE: "Non ho più la foto dello stile. Mandala di nuovo.",
        INIT: "Non ho più il quadro da riprendere. Rimanda la foto e ricomincio da capo.",
        REGION: "Non ho più la maschera. Rimanda la foto e ricomincio da capo.",
        GUIDE: "Non ho più la foto delle forme da sognare. Mandala ancora una volta.",
    },
    duration=duration,
    refusals={
        Refusal.PERSON_FULL: (
            "Hai già {paintings} in fila. Aspetta che uno sia pronto, oppure fermane uno con /cancel, "
            "poi rimanda la foto."
        ),
        Refusal.LINE_FULL: "In questo momento dipingono in tanti e la fila è piena. Riprova fra {duration}.",
        Refusal.PHOTOS_A_DAY: "Da ieri mi hai mandato {photos} e di più non ne posso prendere. A domani!",
        Refusal.BYTES_A_DAY: (
            "Le tue foto da ieri occupano tutto lo spazio che ho per una persona. A domani, "
            "oppure mandane di più piccole."
        ),
        Refusal.DISK_FULL: "In questo momento non ho più spazio per le foto. Rimanda questa fra {duration}.",
    },
    failures={
        FailureReason.NOT_AN_IMAGE: (
            "{image} non è un’immagine che so aprire. Mandala come foto, oppure in JPEG, PNG o WebP."
        ),
        FailureReason.DAMAGED: "{image} è danneggiata: manca una parte del file. Mandala di nuovo dall’originale.",
        FailureReason.UNSUPPORTED_FORMAT: (
            "{image} è in un formato che non so leggere. Mandala come foto invece che come file."
        ),
        FailureReason.TOO_MANY_PIXELS: "{image} ha troppi pixel per me. Mandala come foto invece che come file.",
        FailureReason.TOO_SMALL: "{image} è troppo piccola per dipingerla. Mandane una più grande.",
        FailureReason.TOO_LONG_AND_THIN: "{image} è troppo lunga e sottile. Ritagliala e mandala di nuovo.",
        FailureReason.IMAGE_GONE: "{image} è stata cancellata nel frattempo. Mandala di nuovo.",
        FailureReason.OUT_OF_MEMORY: "Questo quadro ora è troppo grande per me. Premi 🔁 per riprovare fra un po’.",
        FailureReason.ENGINE_DIED: (
            "Ho provato più volte ma non riesco a finire questo quadro. Prova con un’altra foto."
        ),
        FailureReason.UNREADABLE: "Non riesco più a leggere che cosa dovevo fare qui. Rimanda la foto, per favore.",
        FailureReason.INTERNAL: "Qualcosa è andato storto mentre dipingevo, scusa. Premi 🔁 per riprovare.",
    },
    name_refusals={
        NameRefusal.EMPTY: "Un nome ha bisogno di qualche lettera. Scrivine uno in risposta a questo messaggio.",
        NameRefusal.TOO_LONG: (
            "Questo nome è troppo lungo: al massimo {characters}. Scrivine un altro in risposta a questo messaggio."
        ),
        NameRefusal.ODD: (
            "Un nome può avere lettere, cifre, spazi ed emoji, ma non : + , @ /. "
            "Scrivine un altro in risposta a questo messaggio."
        ),
        NameRefusal.PRESET: "«{name}» è già uno dei miei stili. Scrivi un altro nome in risposta a questo messaggio.",
        NameRefusal.TAKEN: "Hai già uno stile «{name}». Scrivi un altro nome in risposta a questo messaggio.",
    },
    commands=Commands(
        style="Dipingi in uno stile: /style {example}",
        styles="Mostra tutti gli stili; in risposta a una foto, su quella foto",
        my_styles="I tuoi stili",
        dream="In risposta a una foto: che cosa ne sogna una rete",
        cancel="Ferma il quadro",
        settings="Lingua e misura dei quadri",
        help="Come funziona",
        privacy="Che cosa conservo e per quanto tempo",
        forget="Cancella le mie foto e i miei quadri",
    ),
    buttons=Buttons(
        cancel="❌ Annulla",
        properly="✨ Dipingilo per bene",
        adjust="🎛 Regola",
        undo="↩ Torna",
        done="✓ Fatto",
        less="−",
        greater="+",
        swap="⇄ Scambia",
        again="🔁 Ancora",
        as_before="🔁 Ancora uguale",
        same="🖌 Lo stesso stile",
        keep="💾 Salva lo stile",
        own="⭐ {name}",
        all_mine="⭐ Tutti i miei…",
        rename="✏️ Rinomina…",
        delete="🗑 Elimina…",
        delete_yes="🗑 Elimina",
        more="🎨 Altri…",
        back="↩ Indietro",
        earlier="◀",
        later="▶",
        on_photo="🖼 Tutti sulla mia foto",
        forget_yes="Cancella tutto",
        forget_no="Conserva",
    ),
    toasts=Toasts(
        stopping="Mi fermo …",
        finished_already="Questo quadro è già finito.",
        not_yours="Questi pulsanti sono di un’altra persona. Mandami una foto tua!",
        outdated="Questo pulsante non vale più. Rimanda la foto, per favore.",
        swapping="Scambiate: ora dipingo al contrario.",
        properly="Lo dipingo con tutta la cura. Guardalo crescere!",
        dial_at_end="Di più non si può.",
        one_back="Un passo indietro.",
        on_it="Ci penso io!",
        saved="Stile salvato.",
        saved_in_group="Salvato come «{name}», lo vedi solo tu. Per rinominarlo scrivimi /mystyles nella nostra chat.",
        saved_already="Questo stile lo hai già: è «{name}».",
        shelf_full="Hai {styles} e di più non ne conservo. Prima eliminane uno con /mystyles nella nostra chat.",
        style_gone="Questo stile è eliminato. /mystyles mostra quelli che hai.",
        style_deleted="«{name}» è eliminato.",
        settings_kept="Impostazione salvata.",
        for_admins="Solo gli amministratori del gruppo possono cambiarne le impostazioni.",
        painted_already="Questo ce l’hai già. Guarda un po’ più in basso.",
        photo_unknown="Non ho più quella foto. Mandala ancora una volta, per favore.",
        painting_unknown="Non ho più quel quadro. Rimanda la foto, per favore.",
        nothing_forgotten="Non ho cancellato nulla.",
        went_wrong="Scusa, è andata male. Riprova ancora una volta.",
    ),
)
