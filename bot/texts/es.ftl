### Spanish: every text a person reads. Texts are plain: no markup (projectfluent.org/fluent/guide).

own-name = Español
welcome =
    ¡Hola! Yo pinto tus fotos. 🎨

    Mándame dos fotos: primero la que quieres que pinte y luego una cuyo estilo te guste. O manda solo una y elige uno de mis estilos.
help =
    Cómo conseguir un cuadro:
    • Manda dos fotos, una tras otra o juntas: pinto la primera con el estilo de la segunda. ¿Al revés? Pulsa ⇄ Invertir.
    • Manda una foto y elige un estilo con los botones.
    • Escribe el nombre de un estilo como pie de tu foto, por ejemplo «{ $example }».
    • Responde a una foto con otra foto, o con /style y un nombre.
    • Responde a una foto con /styles para verla en todos mis estilos a la vez, y pulsa un número.
    • Mezcla estilos: manda más fotos en un álbum y pinto la primera con una mezcla de las demás; o nombra varios, como /style { $blend }.

    Debajo de un cuadro, ✨ lo pinta otra vez con todo el cuidado, 🎛 cambia la intensidad, el pincel y los colores, y 💾 guarda con un nombre el estilo de tu propia foto.
    Manda la foto como archivo para conservar toda su calidad. Reenvíame un cuadro mío, o manda uno que te llegó como archivo, y puedo repetirlo. En los grupos, responde a una foto con /style y un nombre.

    /styles enseña todos los estilos, /mystyles los tuyos, /dream en respuesta a una foto la sueña, /cancel para un cuadro, /settings cambia idioma y tamaño, /privacy dice qué guardo y /forget lo borra.
privacy =
    Qué guardo: tus fotos y tus cuadros durante { $days ->
        [one] { $days } día
       *[other] { $days } días
    }, para que funcionen los botones; los estilos que guardaste, hasta que los borres; y los números de tu chat y de tu cuenta con tu idioma, para saber dónde y cómo responder. No los ve nadie más, no se usan para nada más, y el lugar donde se hizo una foto nunca llega a un cuadro.

    /forget lo borra todo de una vez.
ask-for-style = Preciosa. Ahora el estilo: manda otra foto o elige uno aquí.
photo-waits-for-style = Tu foto espera su estilo. Manda otra foto, escribe el nombre de un estilo o elige uno aquí.
ask-whether-same = Es otra vez la misma foto. Manda otra para el estilo, o la pinto con el suyo propio.
story-unseen = Telegram no me enseña las historias. Mándame la imagen misma, por favor.
ask-what-album-means =
    { $photos ->
        [one] Una foto. ¿Qué hago con ella?
       *[other] { $photos } fotos. ¿Las pinto todas en un estilo, o la primera con una mezcla de las demás?
    }
ask-for-style-of-all =
    { $photos ->
        [one] Ahora el estilo: manda una foto más o elige uno aquí.
       *[other] Ahora el estilo para las { $photos }: manda una foto más o elige uno aquí.
    }
album-taken-in-part =
    { $photos ->
        [one] He cogido { $taken } de { $photos } foto.
       *[other] He cogido { $taken } de { $photos } fotos.
    }
ask-for-photo = Pues { $preset }. Ahora mándame la foto que quieres que pinte.
ask-for-style-in-group = Preciosa. Ahora el estilo: responde a este mensaje con otra foto o elige uno aquí.
album-half-in-group = De este álbum Telegram solo me enseña una foto. Responde a esto con la foto cuyo estilo te guste, o elige uno aquí. Los álbumes enteros los veo cuando soy administrador.
help-in-group = En este grupo solo veo lo que me llama o me responde, y de un álbum una foto. Un administrador puede cambiarlo: hazme administrador, o desactiva mi modo de privacidad en @BotFather.
greeting-in-group = ¡Hola! Responde a una foto con { $command } y la pinto en ese estilo. 🎨
ask-for-photo-in-group = Pues { $preset }. Ahora responde a este mensaje con la foto que quieres que pinte.
send-a-photo = Mándame una foto y la pinto. /help explica cómo.
not-a-picture = Solo sé pintar imágenes. Mándala como foto, o como archivo JPEG, PNG o WebP.
too-many-photos = De este álbum he pintado una foto. Para pintar las demás, mándalas otra vez, de una en una.
file-too-big = Ese archivo es demasiado grande para mí: como mucho 20 MB. Mándalo como foto en vez de archivo.
download-failed = No he podido traer esa foto de Telegram. Mándala otra vez, por favor.
choose-preset = Mis estilos. Elige uno y mándame una foto.
sheet-of-presets = Mis estilos, del { $first } al { $last } de { $all }. Elige un número y mándame una foto.
sheet-for-photo = Mis estilos, del { $first } al { $last } de { $all }. Elige un número para tu foto.
sheet-of-photo = Tu foto en los estilos { $first } a { $last } de { $all }. Elige un número y lo pinto en grande.
unknown-preset = No conozco ningún estilo llamado «{ $words }». Elige uno de los míos, o manda una foto con ese estilo:
ambiguous-style = «{ $words }» puede ser cualquiera de estos. ¿Cuál quieres?
too-many-styles =
    Mezclo como mucho { $styles ->
        [one] { $styles } estilo
       *[other] { $styles } estilos
    }. Nombra menos, o elige uno aquí:
style-saved = Guardado como «{ $name }». ¿Prefieres otro nombre? Responde a este mensaje con él.
own-style-name = Mi estilo { $number }
ask-for-name = ¿Cómo llamo a «{ $name }»? Responde a este mensaje con el nuevo nombre.
name-placeholder = Un nombre, como Colcha de la abuela
style-renamed = Pues «{ $name }». Para pintar con él, escribe /style { $name }, o elígelo debajo de tu próxima foto.
my-styles = Tus propios estilos. Pulsa un número para pintar con él.
my-styles-to-rename = ¿A cuál le cambio el nombre?
my-styles-to-delete = ¿Cuál borro?
my-styles-in-private = Tus estilos quedan entre tú y yo: escríbeme /mystyles en nuestro chat. Aquí, responde a una foto con /style y un nombre.
no-own-styles = Todavía no tienes estilos propios. Mándame dos fotos y pulsa 💾 debajo del cuadro para guardar su estilo.
link-leads-nowhere = Ese enlace ya no se comparte. Elige uno de mis estilos y mándame después una foto.
style-shared =
    «{ $name }»: pinta tus fotos en este estilo.
    { $link }
recipe-shared =
    Pinta tu foto como esta:
    { $link }
link-taken-back = Este enlace ya no lleva a ninguna parte.
my-styles-to-share = ¿Para cuál hago un enlace? Quien tenga el enlace pinta con él, con el nombre que tiene aquí.
inline-caption = La foto de { $name } en { $style } · hecha con @{ $bot }
inline-caption-photos = La foto de { $name } en el estilo de otra · hecha con @{ $bot }
inline-preset = { $style }: manda tu foto a @{ $bot } y te la pinta así.
inline-paint-a-photo = Pintar una foto
history = Tus cuadros aquí, del más nuevo al más antiguo. Pulsa un número para recuperarlo.
history-empty = Aquí todavía no hay cuadros tuyos. Manda una foto para empezar.
day = { DATETIME($at, dateStyle: "medium") }
delete-question = ¿Borro «{ $name }»? Los cuadros hechos con él se quedan.
settings = ¿En qué idioma hablo aquí, y de qué tamaño pinto?
settings-sizes = 600 px es lo más rápido. ⬇ debajo de un cuadro lo manda a tamaño completo: Telegram reduce las fotos grandes.
settings-rules = Quién puede pintar aquí, cuántos cuadros puede tener una persona en una hora y si enseño cómo avanzan: tú decides.
size = { $pixels } px
forget-question = ¿Borro todas tus fotos y cuadros que guardo? Lo que ya está en este chat se queda; los botones de debajo dejarán de funcionar.
forgotten = Hecho: tus fotos, cuadros y borradores están borrados. Cuando quieras volver a empezar, manda una foto.
erased = Borrado.
nothing-to-cancel = Ahora mismo no estoy pintando nada para ti. Manda una foto para empezar.
photo-put-away = He apartado tu última foto. Manda otra cuando quieras.
went-wrong = Perdona, algo ha fallado por mi parte. Inténtalo otra vez, por favor.
next-in-line = Tu cuadro es el siguiente
in-line =
    { $paintings ->
        [one] Hay { $paintings } cuadro antes que el tuyo
       *[other] Hay { $paintings } cuadros antes que el tuyo
    }
ready-in = listo en unos { $duration }
starting = Preparo el lienzo
painter-resting = El pintor está descansando. Sigo en cuanto vuelva.
dream = Un sueño de tu foto
dream-guided = Un sueño de tu foto con las formas de la otra
dream-starting = Me voy durmiendo
dream-of-what = Responde a una foto con /dream y te enseño qué ve en ella una red. O manda una foto con /dream al pie; si respondes a otra foto, sueña con las formas de esa.
dream-unknown-layer = No conozco esa capa. Escribe solo /dream, o nombra una de VGG-19: /dream relu4_2 para ojos, relu5_3 para pájaros, relu5_1:100 para uno de sus canales. Un canal pide un sueño sin segunda foto.
first-in-others =
    { $photos ->
        [one] la primera foto con el estilo de la siguiente
       *[other] la primera foto con una mezcla de las { $photos } siguientes
    }
painting = Pintando … { $percent } %
left = quedan unos { $duration }
done-in = pintado en { $duration }
collage = Una foto + { $style }
before-after = Antes y después · { $style }
another-picture = otra imagen
collage-starting = Montándolo
dreamed-in = soñado en { $duration }
own-style = Con el estilo de tu foto
photos-blend =
    { $photos ->
        [one] Con una mezcla de tu foto
       *[other] Con una mezcla de tus { $photos } fotos
    }
your-photo = tu foto
a-style-of-your-own = un estilo tuyo
made-by-newer = Esto se pidió a una versión más nueva de mí. Manda una foto y la pinto como sé.

## Dials: on a button, under a result where a dial does not stand as usual, and what it does

dial-strength = Intensidad { $value }
dial-strength-caption = intensidad { $value }
dial-strength-about = Cuánta fuerza tiene. − recupera tu foto, + va más allá.
dial-brush_size = Pincel { $value }
dial-brush_size-caption = pincel { $value }
dial-brush_size-about = Cómo de grandes son las pinceladas. − más finas, + más gruesas.
dial-brush_size-value =
    { $step ->
        [0] muy fino
        [1] fino
        [2] medio
        [3] grueso
        [4] muy grueso
       *[5] enorme
    }
dial-detail = Detalle { $value }
dial-detail-caption = detalle { $value }
dial-detail-about = Cuánto hay que ver. − pocas cosas grandes, + muchas pequeñas.
dial-detail-value =
    { $step ->
        [0] escaso
        [1] tranquilo
        [2] medio
        [3] rico
       *[4] rebosante
    }
dial-keep_colours = 🌈 Mis colores: { $value }
dial-keep_colours-caption = tus propios colores
dial-keep_faces = 🙂 Caras como son: { $value }
dial-keep_faces-caption = caras pintadas como lo demás
on = sí
off = no
dial-percent = { $percent } %
notice-ready = Tu cuadro está listo ↑
notice-failed = No ha salido bien ↑
cancelled = Parado. Pulsa 🔁 para pintarlo de todos modos, o manda otra foto.
may-not-show = Está pintado, pero aquí no puedo mandar imágenes. Pide a un admin que me deje y pulsa 🔁.
cannot-show = Está pintado, pero Telegram no ha aceptado la imagen. Pulsa 🔁 para intentarlo otra vez.

## What went wrong: whose fault, by role

input-content = La foto que hay que pintar
input-style = La foto del estilo
input-init = La imagen del cuadro por continuar
input-region = La máscara
input-result = El cuadro
input-guide = La foto de las formas por soñar

## What is no longer kept, by role

expired-content = Ya no tengo la foto que hay que pintar. Mándala otra vez, por favor.
expired-style = Ya no tengo la foto del estilo. Mándala otra vez, por favor.
expired-init = Ya no tengo el cuadro por continuar. Manda otra vez la foto y empiezo de nuevo.
expired-region = Ya no tengo la máscara. Manda otra vez la foto y empiezo de nuevo.
expired-result = Ya no tengo ese cuadro. Manda otra vez la foto, por favor, y empiezo de nuevo.
expired-guide = Ya no tengo la foto de las formas por soñar. Mándala otra vez, por favor.

## Durations, already rounded to what is honest

seconds = { $seconds } s
minutes = { $minutes } min

## Why nothing was ordered, by storage.admission.Refusal

refusal-person_full =
    Ya tienes { $paintings ->
        [one] { $paintings } cuadro
       *[other] { $paintings } cuadros
    } en la cola. Espera a que uno esté listo, o para uno con /cancel, y manda esto otra vez.
refusal-line_full = Hay tanta gente pintando que mi cola está llena. Inténtalo otra vez en { $duration }.
refusal-photos_a_day =
    Desde ayer me has mandado { $photos ->
        [one] { $photos } foto
       *[other] { $photos } fotos
    } y ya no me caben más. ¡Hasta mañana!
refusal-bytes_a_day = Tus fotos desde ayer llenan todo el sitio que tengo para una persona. Hasta mañana, o entonces mándalas más pequeñas.
refusal-disk_full = Ahora mismo no me queda sitio para fotos. Manda esto otra vez en { $duration }.
refusal-admins_only = En este grupo solo los administradores pintan conmigo. Escríbeme en un chat nuestro y allí pinto para ti.
refusal-hour_full = Una persona no puede pintar más aquí en una hora. Inténtalo un poco más tarde, o escríbeme en un chat nuestro.

## Why a painting failed, by storage.jobs.FailureReason

failure-not_an_image = { $image } no es una imagen que sepa abrir. Mándala como foto, o en JPEG, PNG o WebP.
failure-damaged = { $image } está dañada: falta parte del archivo. Mándala otra vez desde el original.
failure-unsupported_format = { $image } está en un formato que no sé leer. Mándala como foto en vez de archivo.
failure-too_many_pixels = { $image } tiene demasiados píxeles para mí. Mándala como foto en vez de archivo.
failure-too_small = { $image } es demasiado pequeña para pintarla. Manda una más grande.
failure-too_long_and_thin = { $image } es demasiado larga y estrecha. Recórtala y mándala otra vez.
failure-image_gone = { $image } se ha borrado entretanto. Mándala otra vez, por favor.
failure-out_of_memory = Este cuadro es ahora demasiado grande para mí. Pulsa 🔁 dentro de un rato.
failure-engine_died = Lo he intentado varias veces y no he podido terminar este cuadro. Prueba con otra foto.
failure-unreadable = Ya no puedo leer qué se pidió aquí. Manda la foto otra vez, por favor.
failure-internal = Algo ha fallado al pintar, perdona. Pulsa 🔁 para intentarlo otra vez.

## Why a name was not taken, by bot.style_names.NameRefusal

name-refusal-empty = Un nombre necesita alguna letra. Responde a este mensaje con uno.
name-refusal-too_long =
    Ese nombre es demasiado largo: como mucho { $characters ->
        [one] { $characters } carácter
       *[other] { $characters } caracteres
    }. Responde a este mensaje con otro.
name-refusal-odd = Un nombre puede tener letras, cifras, espacios y emojis, pero no : + , @ /. Responde a este mensaje con otro.
name-refusal-preset = «{ $name }» ya es uno de mis estilos. Responde a este mensaje con otro nombre.
name-refusal-taken = Ya tienes un estilo llamado «{ $name }». Responde a este mensaje con otro nombre.

## On the bot's profile, before anybody writes to it

about-bot =
    Yo pinto tus fotos. 🎨

    Mándame dos fotos: primero la que quieres que pinte y luego una cuyo estilo te guste. O manda una y elige entre mis estilos: una noche estrellada, una gran ola, vidriera, tinta, neón y más.
about-bot-short = Manda dos fotos y pinto la primera con el estilo de la segunda. 🎨

## One line for each command in Telegram's menu, at most 256 characters

command-style = Pintar en un estilo: /style { $example }
command-styles = Ver todos los estilos; en respuesta a una foto, sobre esa foto
command-mystyles = Tus propios estilos
command-history = Tus cuadros aquí, para recuperarlos
command-dream = En respuesta a una foto: qué sueña con ella una red
command-cancel = Parar el cuadro
command-settings = Idioma y tamaño de los cuadros
command-help = Cómo funciona
command-privacy = Qué guardo, y por cuánto tiempo
command-forget = Borrar mis fotos y cuadros

## Buttons

button-cancel = ❌ Cancelar
button-properly = ✨ Con mimo
button-adjust = 🎛 Ajustar
button-undo = ↩ Deshacer
button-redo = ↪ Rehacer
button-file = ⬇ Completa
button-done = ✓ Listo
button-less = −
button-greater = +
button-pair-anyway = Con su propio estilo
button-album-each = Todas en un estilo
button-album-blend = Primera con las demás
button-styles = 🖼 Todos los estilos
button-who-everybody = Todos
button-who-admins = Solo admins
button-no-limit = Sin límite
button-jobs-an-hour = { $jobs } por hora
button-shown-progress = Con avance
button-shown-nothing = En silencio
button-swap = ⇄ Invertir
button-again = 🔁 Otra vez
button-as-before = 🔁 Otra vez igual
button-same = 🖌 El mismo estilo
button-keep = 💾 Guardar estilo
button-own = ⭐ { $name }
button-all-mine = ⭐ Todos los míos…
button-rename = ✏️ Renombrar…
button-delete = 🗑 Borrar…
button-share = 🔗 Compartir…
button-before-after = 🖼 Antes y después
button-made-of = 🧩 Hecho de
button-link = 🔗 Enlace
button-send-to = 📤 Enviar a…
button-make-your-own = 🎨 Haz el tuyo
button-unshare = 🔗 Retirar
button-delete-yes = 🗑 Borrarlo
button-back = ↩ Volver
button-earlier = ◀
button-later = ▶
button-on-photo = 🖼 Todos en mi foto
button-forget-yes = Borrar todo
button-forget-no = Conservar

## Short answers to a pressed button, at most 200 characters

toast-stopping = Paro …
toast-finished-already = Este ya está terminado.
toast-not-yours = Esto es para quien lo pidió. 🔁 y 🎨 debajo de un cuadro te hacen uno a ti.
toast-now-your-photo = Ahora responde a este mensaje con tu foto.
toast-outdated = Este botón ya no vale. Manda la foto otra vez, por favor.
toast-swapping = Invertidas: pinto al revés.
toast-properly = Lo pinto con todo el cuidado. ¡Mira cómo crece!
toast-dial-at-end = De ahí no pasa.
toast-one-back = Un paso atrás.
toast-one-forth = Y otra vez adelante.
toast-on-it = ¡Voy!
toast-here-it-is = Aquí lo tienes.
toast-saved = Estilo guardado.
toast-saved-in-group = Guardado como «{ $name }», solo para ti. Para cambiarle el nombre, escríbeme /mystyles en nuestro chat.
toast-saved-already = Este estilo ya lo tienes: es «{ $name }».
toast-shelf-full =
    Tienes { $styles ->
        [one] { $styles } estilo
       *[other] { $styles } estilos
    } y no puedo guardar más. Borra antes uno con /mystyles en nuestro chat.
toast-style-gone = Ese estilo está borrado. /mystyles enseña los que tienes.
toast-shows-own-picture = Esto enseñaría a todos una imagen tuya. Píntalo en nuestro chat y lo hago allí.
toast-style-not-shared = Este cuadro tiene un estilo que no se comparte. Guárdalo con 🎨 💾 y compártelo en /mystyles.
toast-shared-no-more = Ese enlace ya no lleva a ninguna parte.
toast-style-deleted = «{ $name }» está borrado.
toast-settings-kept = Ajustes guardados.
toast-for-admins = Solo los admins de este grupo pueden cambiar sus ajustes.
toast-painted-already = Ese ya lo tienes. Mira un poco más abajo.
toast-photo-unknown = Ya no tengo esa foto. Mándala otra vez, por favor.
toast-painting-unknown = Ya no tengo ese cuadro. Manda la foto otra vez, por favor.
toast-nothing-forgotten = No se ha borrado nada.
toast-went-wrong = Perdona, ha salido mal. Inténtalo otra vez, por favor.
toast-barred-banned = Ya no puedo pintar para ti: así lo ha decidido quien me gestiona.
toast-barred-not_allowed = Solo pinto para quien ha sido admitido. Pregunta a quien me gestiona y dale este número: { $person }.
privacy-of-the-banned = De una cuenta excluida guardo el número, también después de /forget, hasta que se la vuelva a admitir.
admin-whom = ¿A quién? Escribe { $command } en respuesta a un mensaje, o con un número detrás.
admin-banned = { $who } está excluido. Lo que estaba en cola se ha cancelado. /unban { $who } lo revierte.
admin-not-banned = A quien me gestiona no se le puede excluir, y a mí tampoco.
admin-unbanned = { $who } ya no está excluido.
admin-was-not-banned = { $who } no estaba excluido.
admin-allowed = { $who } está admitido. /disallow { $who } lo revierte.
admin-list-is-off = Ahora escucho a todos; la lista vale cuando IMPASTO_ALLOW_LIST sea 1.
admin-disallowed = { $who } ya no está en la lista.
admin-was-not-allowed = { $who } no estaba en la lista.
stats =
    Las últimas 24 horas:
    • { $people ->
        [one] { $people } persona
       *[other] { $people } personas
    }
    • { $paintings ->
        [one] { $paintings } cuadro
       *[other] { $paintings } cuadros
    }
    • esperando ahora: { $waiting }
    • fallidos: { $failed }
stats-waits = • listo en { $half } para la mitad, en { $most } para 95 de cada 100
admin-maintenance-how = Escribe /maintenance y una frase: la lee quien pide un cuadro o lo espera. /maintenance off la quita.
admin-maintenance-said =
    Quien espera lee esto, hasta /maintenance off:

    { $words }
admin-maintenance-over = Quien espera ya no lee nada de eso.
admin-maintenance-too-long =
    { $characters ->
        [one] Como mucho { $characters } carácter, por favor.
       *[other] Como mucho { $characters } caracteres, por favor.
    }
day-chart-starting = Dibujando …
day-chart = Barras: cuadros por hora. Línea: cuánto tardaron desde el pedido hasta el final.
