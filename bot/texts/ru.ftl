### Russian: every text a person reads. Texts are plain: no markup (projectfluent.org/fluent/guide).

own-name = Русский
welcome =
    Привет! Я рисую картины по твоим фото. 🎨

    Пришли мне два фото: сначала то, которое нарисовать, потом то, чей стиль тебе нравится. Или пришли одно и выбери стиль из моих.
help =
    Как получить картину:
    • Пришли два фото, по очереди или вместе: первое я нарисую в стиле второго. Вышло наоборот? Нажми ⇄ Наоборот.
    • Пришли одно фото и выбери стиль кнопкой.
    • Напиши название стиля в подписи к фото, например «{ $example }».
    • Ответь на фото другим фото или командой /style с названием.
    • Ответь на фото командой /styles, чтобы увидеть его сразу во всех моих стилях, и нажми номер.
    • Смешивай стили: пришли в альбоме больше фото, и первое я нарисую в смеси остальных; или назови несколько, например /style { $blend }.

    Под картиной ✨ рисует её заново со всем старанием, 🎛 меняет силу, кисть и цвета, а 💾 запоминает стиль твоего фото под именем.
    Пришли фото файлом, чтобы сохранить качество. Перешли мне мою картину или пришли ту, что пришла файлом, и я смогу нарисовать её ещё раз. В группах отвечай на фото командой /style с названием.

    /styles показывает все стили, /mystyles твои, /dream в ответ на фото видит его во сне, /cancel останавливает картину, /settings меняет язык и размер, /privacy говорит, что я храню, а /forget всё стирает.
privacy =
    Что я храню: твои фото и картины { $days ->
        [one] { $days } день
        [few] { $days } дня
        [many] { $days } дней
       *[other] { $days } дня
    }, чтобы работали кнопки под картиной; сохранённые стили, пока ты их не удалишь; и номера чата и аккаунта вместе с языком, чтобы знать, куда и как отвечать. Больше этого никто не видит, ни для чего другого это не нужно, а место съёмки никогда не попадает в картину.

    /forget стирает всё сразу.
ask-for-style = Красота! Теперь стиль: пришли второе фото или выбери здесь.
photo-waits-for-style = Твоё фото ждёт стиля. Пришли второе фото, напиши название стиля или выбери здесь.
ask-whether-same = Это опять то же фото. Пришли другое для стиля, или я нарисую его в его собственном.
story-unseen = Telegram не показывает мне истории. Пришли, пожалуйста, саму картинку.
ask-what-album-means =
    { $photos ->
        [one] { $photos } фото. Нарисовать все в одном стиле или первое в смеси остальных?
        [few] { $photos } фото. Нарисовать все в одном стиле или первое в смеси остальных?
        [many] { $photos } фото. Нарисовать все в одном стиле или первое в смеси остальных?
       *[other] { $photos } фото. Нарисовать все в одном стиле или первое в смеси остальных?
    }
ask-for-style-of-all =
    { $photos ->
        [one] Теперь стиль для { $photos } фото: пришли ещё одно или выбери здесь.
        [few] Теперь стиль для всех { $photos } фото: пришли ещё одно или выбери здесь.
        [many] Теперь стиль для всех { $photos } фото: пришли ещё одно или выбери здесь.
       *[other] Теперь стиль для всех { $photos } фото: пришли ещё одно или выбери здесь.
    }
album-taken-in-part =
    { $photos ->
        [one] Взято { $taken } из { $photos } фото.
        [few] Взято { $taken } из { $photos } фото.
        [many] Взято { $taken } из { $photos } фото.
       *[other] Взято { $taken } из { $photos } фото.
    }
ask-for-photo = Отлично, { $preset }. Теперь пришли фото, которое нарисовать.
ask-for-style-in-group = Красота! Теперь стиль: ответь на это вторым фото или выбери здесь.
album-half-in-group = Из этого альбома Telegram показывает мне только одно фото. Ответь на это сообщение фото, чей стиль тебе нравится, или выбери стиль здесь. Целые альбомы я вижу, когда я админ.
help-in-group = В этой группе я вижу только то, что обращено ко мне или отвечает мне, а из альбома одно фото. Админ может это изменить: сделать меня админом или выключить мой режим приватности в @BotFather.
greeting-in-group = Привет! Ответь на фото командой { $command }, и я нарисую его в этом стиле. 🎨
ask-for-photo-in-group = Отлично, { $preset }. Теперь ответь на это фото, которое нарисовать.
send-a-photo = Пришли мне фото, и я его нарисую. Как это делается, скажет /help.
not-a-picture = Я умею рисовать только по картинкам. Пришли её как фото или файлом JPEG, PNG или WebP.
too-many-photos = Из этого альбома нарисовано одно фото. Чтобы нарисовать остальные, пришли их ещё раз по одному.
file-too-big = Файл для меня слишком большой: самое большее 20 МБ. Пришли его, пожалуйста, как фото.
download-failed = Не получилось забрать это фото из Telegram. Пришли его, пожалуйста, ещё раз.
choose-preset = Мои стили. Выбери один и пришли мне фото.
sheet-of-presets = Мои стили, с { $first } по { $last } из { $all }. Выбери номер и пришли мне фото.
sheet-for-photo = Мои стили, с { $first } по { $last } из { $all }. Выбери номер для своего фото.
sheet-of-photo = Твоё фото в стилях с { $first } по { $last } из { $all }. Выбери номер, и я нарисую его крупно.
unknown-preset = Стиля «{ $words }» я не знаю. Выбери из моих или пришли фото в таком стиле:
ambiguous-style = «{ $words }» может быть любым из этих. Какой взять?
too-many-styles =
    Я смешиваю не больше { $styles ->
        [one] { $styles } стиля
        [few] { $styles } стилей
        [many] { $styles } стилей
       *[other] { $styles } стиля
    }. Назови поменьше или выбери здесь:
style-saved = Стиль сохранён: «{ $name }». Назвать иначе? Ответь на это новым именем.
own-style-name = Мой стиль { $number }
ask-for-name = Как теперь назвать «{ $name }»? Ответь на это новым именем.
name-placeholder = Имя, например: бабушкин плед
style-renamed = Теперь это «{ $name }». Чтобы рисовать в этом стиле, напиши /style { $name } или выбери его под следующим фото.
my-styles = Твои стили. Нажми номер, чтобы рисовать в нём.
my-styles-to-rename = Какой переименовать?
my-styles-to-delete = Какой удалить?
my-styles-in-private = Твои стили остаются между нами: напиши мне /mystyles в нашем чате. А здесь ответь на фото командой /style с названием.
no-own-styles = Своих стилей у тебя пока нет. Пришли мне два фото и нажми 💾 под картиной, чтобы сохранить её стиль.
link-leads-nowhere = Эта ссылка больше не работает. Выбери один из моих стилей, потом пришли фото.
style-shared =
    «{ $name }»: рисуй свои фото в этом стиле.
    { $link }
recipe-shared =
    Нарисуй своё фото так же:
    { $link }
link-taken-back = Эта ссылка больше никуда не ведёт.
my-styles-to-share = Для какого сделать ссылку? У кого она есть, тот рисует в этом стиле под тем именем, что у него здесь.
inline-caption = Фото от { $name }, стиль: { $style } · сделано с @{ $bot }
inline-caption-photos = Фото от { $name } в стиле другого фото · сделано с @{ $bot }
inline-preset = { $style }: пришли @{ $bot } своё фото и получи такую картину.
inline-paint-a-photo = Нарисовать фото
history = Твои картины здесь, сначала новые. Нажми номер, чтобы получить её снова.
history-empty = Здесь пока нет твоих картин. Пришли фото, и начнём.
day = { DATETIME($at, dateStyle: "medium") }
delete-question = Удалить «{ $name }»? Картины в этом стиле останутся.
settings = На каком языке мне здесь говорить и какого размера рисовать?
settings-sizes = 600 px быстрее всего. ⬇ под картиной пришлёт её в полном размере: большие фото Telegram уменьшает.
settings-rules = Кто может рисовать здесь, сколько картин в час и показывать ли, как они появляются: решать тебе.
size = { $pixels } px
forget-question = Стереть все твои фото и картины, которые я храню? То, что уже есть в чате, останется, но кнопки под ним перестанут работать.
forgotten = Готово: твои фото, картины и черновики стёрты. Захочешь начать заново, просто пришли фото.
erased = Стёрто.
nothing-to-cancel = Сейчас я ничего для тебя не рисую. Пришли фото, и начнём.
photo-put-away = Последнее фото отложено. Присылай новое, когда захочешь.
went-wrong = Прости, у меня что-то пошло не так. Попробуй, пожалуйста, ещё раз.
next-in-line = Твоя картина следующая
in-line =
    { $paintings ->
        [one] Перед твоей ещё { $paintings } картина
        [few] Перед твоей ещё { $paintings } картины
        [many] Перед твоей ещё { $paintings } картин
       *[other] Перед твоей ещё { $paintings } картины
    }
ready-in = готово примерно через { $duration }
starting = Натягиваю холст
painter-resting = Художник отдыхает. Продолжу, как только он вернётся.
dream = Сон о твоём фото
dream-guided = Сон о твоём фото в формах другого
dream-starting = Засыпаю
dream-of-what = Ответь на фото командой /dream, и я покажу, что видит в нём сеть. Или пришли фото с подписью /dream; в ответ на другое фото сон будет в его формах.
dream-unknown-layer = Такого слоя я не знаю. Напиши просто /dream или назови слой VGG-19: /dream relu4_2 для глаз, relu5_3 для птиц, relu5_1:100 для одного из каналов. Для канала второе фото не нужно.
first-in-others =
    { $photos ->
        [one] первое фото в стиле следующего ({ $photos })
        [few] первое фото в смеси { $photos } следующих
        [many] первое фото в смеси { $photos } следующих
       *[other] первое фото в смеси { $photos } следующих
    }
painting = Рисую … { $percent } %
left = осталось примерно { $duration }
done-in = нарисовано за { $duration }
collage = Фото + { $style }
before-after = До и после · { $style }
another-picture = другая картинка
collage-starting = Собираю вместе
dreamed-in = приснилось за { $duration }
own-style = В стиле твоего фото
photos-blend =
    { $photos ->
        [one] В смеси { $photos } твоего фото
        [few] В смеси { $photos } твоих фото
        [many] В смеси { $photos } твоих фото
       *[other] В смеси { $photos } твоих фото
    }
your-photo = твоё фото
a-style-of-your-own = свой стиль
made-by-newer = Это заказали у моей более новой версии. Пришли фото, и я нарисую его, как умею.

## Dials: on a button, under a result where a dial does not stand as usual, and what it does

dial-strength = Сила { $value }
dial-strength-caption = сила { $value }
dial-strength-about = Насколько сильный стиль. − возвращает твоё фото, + ведёт дальше.
dial-brush_size = Кисть: { $value }
dial-brush_size-caption = кисть: { $value }
dial-brush_size-about = Насколько крупные мазки. − тоньше, + крупнее.
dial-brush_size-value =
    { $step ->
        [0] тончайшая
        [1] тонкая
        [2] средняя
        [3] крупная
        [4] широкая
       *[5] огромная
    }
dial-detail = Детали: { $value }
dial-detail-caption = детали: { $value }
dial-detail-about = Сколько всего видно. − мало и крупно, + много и мелко.
dial-detail-value =
    { $step ->
        [0] скупо
        [1] спокойно
        [2] в меру
        [3] богато
       *[4] изобильно
    }
dial-keep_colours = 🌈 Мои цвета: { $value }
dial-keep_colours-caption = твои цвета
dial-keep_faces = 🙂 Лица как есть: { $value }
dial-keep_faces-caption = лица нарисованы, как всё остальное
on = да
off = нет
dial-percent = { $percent } %
notice-ready = Твоя картина готова ↑
notice-failed = Не получилось ↑
cancelled = Остановлено. Нажми 🔁, чтобы всё-таки нарисовать, или пришли новое фото.
may-not-show = Картина готова, но присылать сюда картинки мне нельзя. Попроси админа разрешить и нажми 🔁.
cannot-show = Картина готова, но Telegram её не принял. Нажми 🔁, чтобы попробовать ещё раз.

## What went wrong: whose fault, by role

input-content = Фото для картины
input-style = Фото со стилем
input-init = Изображение начатой картины
input-region = Изображение маски
input-result = Картина
input-guide = Фото с формами для сна

## What is no longer kept, by role

expired-content = Фото для картины у меня уже нет. Пришли его, пожалуйста, ещё раз.
expired-style = Фото со стилем у меня уже нет. Пришли его, пожалуйста, ещё раз.
expired-init = Начатой картины у меня уже нет. Пришли фото ещё раз, и я начну заново.
expired-region = Маски у меня уже нет. Пришли фото ещё раз, и я начну заново.
expired-result = Этой картины у меня больше нет. Пришли фото ещё раз, и я начну заново.
expired-guide = Фото с формами для сна у меня уже нет. Пришли его, пожалуйста, ещё раз.

## Durations, already rounded to what is honest

seconds = { $seconds } с
minutes = { $minutes } мин

## Why nothing was ordered, by storage.admission.Refusal

refusal-person_full =
    У тебя в очереди уже { $paintings ->
        [one] { $paintings } картина
        [few] { $paintings } картины
        [many] { $paintings } картин
       *[other] { $paintings } картины
    }. Дождись одной или останови её командой /cancel и пришли это ещё раз.
refusal-line_full = Сейчас рисуют так многие, что очередь полна. Попробуй, пожалуйста, через { $duration }.
refusal-photos_a_day =
    Со вчерашнего дня от тебя уже { $photos ->
        [one] { $photos } фото
        [few] { $photos } фото
        [many] { $photos } фото
       *[other] { $photos } фото
    }, больше взять не могу. До завтра!
refusal-bytes_a_day = Твои фото со вчерашнего дня заняли всё место, что есть у меня для одного человека. До завтра, или пришли тогда поменьше.
refusal-disk_full = У меня сейчас нет места для фото. Пришли это, пожалуйста, ещё раз через { $duration }.
refusal-admins_only = В этой группе со мной рисуют только админы. Напиши мне в нашем чате, там я нарисую для тебя.
refusal-hour_full = Больше за час здесь одному человеку рисовать нельзя. Попробуй чуть позже или напиши мне в нашем чате.

## Why a painting failed, by storage.jobs.FailureReason

failure-not_an_image = { $image } не открывается: это не картинка. Пришли его как фото или в JPEG, PNG или WebP.
failure-damaged = { $image } повреждено: не хватает части файла. Пришли, пожалуйста, ещё раз с оригинала.
failure-unsupported_format = { $image } в формате, который я не читаю. Пришли его как фото, а не файлом.
failure-too_many_pixels = { $image }: слишком много пикселей для меня. Пришли его как фото, а не файлом.
failure-too_small = { $image } слишком маленькое, чтобы рисовать. Пришли побольше.
failure-too_long_and_thin = { $image } слишком длинное и узкое. Обрежь его и пришли ещё раз.
failure-image_gone = { $image } тем временем стёрто. Пришли его, пожалуйста, ещё раз.
failure-out_of_memory = Эта картина сейчас слишком велика для меня. Нажми 🔁 чуть позже.
failure-engine_died = Несколько попыток, и всё же дорисовать не получилось. Попробуй, пожалуйста, другое фото.
failure-unreadable = Уже не могу прочесть, что здесь заказали. Пришли, пожалуйста, фото ещё раз.
failure-internal = Прости, пока я рисовал, что-то пошло не так. Нажми 🔁, чтобы попробовать ещё раз.

## Why a name was not taken, by bot.style_names.NameRefusal

name-refusal-empty = В имени нужна хотя бы пара букв. Ответь на это именем.
name-refusal-too_long =
    Имя слишком длинное: не больше { $characters ->
        [one] { $characters } знака
        [few] { $characters } знаков
        [many] { $characters } знаков
       *[other] { $characters } знака
    }. Ответь на это другим.
name-refusal-odd = В имени могут быть буквы, цифры, пробелы и эмодзи, но не : + , @ /. Ответь на это другим.
name-refusal-preset = «{ $name }» уже есть среди моих стилей. Ответь на это другим именем.
name-refusal-taken = Стиль «{ $name }» у тебя уже есть. Ответь на это другим именем.

## On the bot's profile, before anybody writes to it

about-bot =
    Я рисую картины по твоим фото. 🎨

    Пришли мне два фото: сначала то, которое нарисовать, потом то, чей стиль тебе нравится. Или пришли одно и выбери из моих стилей: звёздная ночь, большая волна, витраж, тушь, неон и другие.
about-bot-short = Пришли два фото, и я нарисую первое в стиле второго. 🎨

## One line for each command in Telegram's menu, at most 256 characters

command-style = Нарисовать в стиле: /style { $example }
command-styles = Показать все стили; в ответ на фото: на этом фото
command-mystyles = Твои стили
command-history = Твои картины здесь, чтобы получить их снова
command-dream = В ответ на фото: что снится о нём сети
command-cancel = Остановить картину
command-settings = Язык и размер картин
command-help = Как это работает
command-privacy = Что хранится и как долго
command-forget = Стереть мои фото и картины

## Buttons

button-cancel = ❌ Отменить
button-properly = ✨ Тщательно
button-adjust = 🎛 Настроить
button-undo = ↩ Отменить
button-redo = ↪ Вернуть
button-file = ⬇ Целиком
button-done = ✓ Готово
button-less = −
button-greater = +
button-pair-anyway = В его же стиле
button-album-each = Все в одном стиле
button-album-blend = Первое в остальных
button-styles = 🖼 Все стили
button-who-everybody = Все
button-who-admins = Только админы
button-no-limit = Без предела
button-jobs-an-hour = { $jobs } в час
button-shown-progress = С показом
button-shown-nothing = Тихо
button-swap = ⇄ Наоборот
button-again = 🔁 Ещё раз
button-as-before = 🔁 Так же ещё раз
button-same = 🖌 Тот же стиль
button-keep = 💾 В мои стили
button-own = ⭐ { $name }
button-all-mine = ⭐ Все мои…
button-rename = ✏️ Переименовать…
button-delete = 🗑 Удалить…
button-share = 🔗 Поделиться…
button-before-after = 🖼 До и после
button-made-of = 🧩 Из чего
button-link = 🔗 Ссылка
button-send-to = 📤 Отправить…
button-make-your-own = 🎨 Сделай свою
button-unshare = 🔗 Отозвать
button-delete-yes = 🗑 Удалить
button-back = ↩ Назад
button-earlier = ◀
button-later = ▶
button-on-photo = 🖼 Все на моём фото
button-forget-yes = Стереть всё
button-forget-no = Оставить

## Short answers to a pressed button, at most 200 characters

toast-stopping = Останавливаю …
toast-finished-already = Тут уже всё готово.
toast-not-yours = Это для того, кто просил. 🔁 и 🎨 под картиной сделают твою собственную.
toast-now-your-photo = Теперь ответь на это сообщение своим фото.
toast-outdated = Эта кнопка своё отслужила. Пришли, пожалуйста, фото ещё раз.
toast-swapping = Поменялись: рисую наоборот.
toast-properly = Рисую со всем старанием. Смотри, как растёт!
toast-dial-at-end = Дальше некуда.
toast-one-back = На шаг назад.
toast-one-forth = И снова вперёд.
toast-on-it = Уже рисую!
toast-here-it-is = Вот, держи.
toast-saved = Стиль сохранён.
toast-saved-in-group = Сохранено как «{ $name }», видно только тебе. Чтобы переименовать, напиши мне /mystyles в нашем чате.
toast-saved-already = Этот стиль у тебя уже есть: «{ $name }».
toast-shelf-full =
    У тебя уже { $styles ->
        [one] { $styles } стиль
        [few] { $styles } стиля
        [many] { $styles } стилей
       *[other] { $styles } стиля
    }, больше мне не уместить. Сначала удали один через /mystyles в нашем чате.
toast-style-gone = Этого стиля больше нет. Какие есть, покажет /mystyles.
toast-shows-own-picture = Так все увидят твою картинку. Нарисуй это в нашем чате, там я и сделаю.
toast-style-not-shared = У этой картины стиль, которым ты не делишься. Сохрани его через 🎨 💾, потом поделись им в /mystyles.
toast-shared-no-more = Эта ссылка больше никуда не ведёт.
toast-style-deleted = Стиль «{ $name }» удалён.
toast-settings-kept = Настройки сохранены.
toast-for-admins = Настройки группы могут менять только её админы.
toast-painted-already = Это у тебя уже есть. Посмотри чуть ниже.
toast-photo-unknown = Этого фото у меня уже нет. Пришли его, пожалуйста, ещё раз.
toast-painting-unknown = Этой картины у меня уже нет. Пришли, пожалуйста, фото ещё раз.
toast-nothing-forgotten = Ничего не стёрто.
toast-went-wrong = Прости, не вышло. Попробуй, пожалуйста, ещё раз.
toast-barred-banned = Я больше не могу рисовать для тебя: так решил мой хозяин.
toast-barred-not_allowed = Я рисую только для тех, кого впустили. Спроси моего хозяина и назови это число: { $person }.
privacy-of-the-banned = Номер закрытого аккаунта я храню и после /forget, пока его не впустят снова.
admin-whom = Кого? Напиши { $command } в ответ на сообщение или с номером после команды.
admin-banned = { $who }: доступ закрыт. Всё, что было в очереди, отменено. /unban { $who } вернёт доступ.
admin-not-banned = Моих хозяев закрыть нельзя, и меня тоже.
admin-unbanned = { $who }: доступ снова открыт.
admin-was-not-banned = { $who }: доступ и не был закрыт.
admin-allowed = { $who } теперь в списке. /disallow { $who } уберёт из него.
admin-list-is-off = Пока я слушаю всех; список действует, когда IMPASTO_ALLOW_LIST равно 1.
admin-disallowed = { $who } больше не в списке.
admin-was-not-allowed = { $who } и не было в списке.
stats =
    Последние 24 часа:
    • { $people ->
        [one] { $people } человек
        [few] { $people } человека
        [many] { $people } человек
       *[other] { $people } человека
    }
    • { $paintings ->
        [one] { $paintings } картина
        [few] { $paintings } картины
        [many] { $paintings } картин
       *[other] { $paintings } картины
    }
    • ждут сейчас: { $waiting }
    • не удалось: { $failed }
stats-waits = • готово через { $half } у половины, через { $most } у 95 из 100
admin-maintenance-how = Напиши /maintenance и предложение: его прочтёт тот, кто просит картину или ждёт её. /maintenance off уберёт его.
admin-maintenance-said =
    Кто ждёт, читает это, до /maintenance off:

    { $words }
admin-maintenance-over = Кто ждёт, больше этого не читает.
admin-maintenance-too-long =
    { $characters ->
        [one] Не больше { $characters } знака, пожалуйста.
        [few] Не больше { $characters } знаков, пожалуйста.
        [many] Не больше { $characters } знаков, пожалуйста.
       *[other] Не больше { $characters } знака, пожалуйста.
    }
day-chart-starting = Рисую график …
day-chart = Столбцы: картин в час. Линия: сколько прошло от просьбы до готовности.
