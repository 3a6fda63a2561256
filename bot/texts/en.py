"""English."""

from collections.abc import Callable

from bot.style_names import NameRefusal
from bot.texts import Buttons, Commands, Counted, DialWords, Texts, Toasts
from storage.admission import Refusal
from storage.jobs import FailureReason
from storage.work.dream import GUIDE
from storage.work.work import CONTENT, INIT, REGION, STYLE


def counted(one: str, many: str) -> Callable[[int], str]:
    return lambda number: f"{number:,} {one if number == 1 else many}"


COUNTED = Counted(
    paintings=counted("painting", "paintings"),
    photos=counted("photo", "photos"),
    styles=counted("style", "styles"),
    days=counted("day", "days"),
    characters=counted("character", "characters"),
)


def in_line(ahead: int) -> str:
    return f"{COUNTED.paintings(ahead)} {'is' if ahead == 1 else 'are'} ahead of yours"


def first_in_others(styles: int) -> str:
    return f"the first photo in a blend of the {styles} after it"


def photos_blend(photos: int) -> str:
    return f"In a blend of your {COUNTED.photos(photos)}"


def size(pixels: int) -> str:
    return f"{pixels:,} px"


def duration(seconds: float) -> str:
    if seconds < 60:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min"


def decimal(number: float) -> str:
    return f"{number:g}"


TEXTS = Texts(
    code="en",
    own_name="English",
    welcome=(
        "Hello! I paint your photos. 🎨\n\n"
        "Send me two photos: first the one to paint, then one whose style you like. "
        "Or send one photo and choose a style from my shelf."
    ),
    help=(
        "How to get a painting:\n"
        "• Send two photos, one after the other or together: I paint the first in the style of the second. "
        "Wrong way round? Press ⇄ Swap.\n"
        "• Send one photo and choose a style from the buttons.\n"
        "• Write a style's name as the caption of your photo, like “{example}”.\n"
        "• Reply to a photo with another photo, or with /style and a name.\n"
        "• Reply to a photo with /styles to see it in all my styles at once, then press a number.\n"
        "• Blend styles: send more photos in one album, and I paint the first in a blend of the others; or name "
        "several, like /style {blend}.\n\n"
        "Under a painting, ✨ paints it again with all care, 🎛 changes strength, brush and colours, and 💾 keeps the "
        "style of your own photo under a name.\n"
        "Send a photo as a file to keep its full quality. Forward me one of my paintings, or send one that came as a "
        "file, and I can make it once more. In groups, reply to a photo with /style and a name.\n\n"
        "/styles shows all styles, /mystyles your own, /dream in reply to a photo dreams it, "
        "/cancel stops a painting, /settings changes language and size, "
        "/privacy says what I keep and /forget erases it."
    ),
    privacy=(
        "What I keep: your photos and paintings for {days}, so that the buttons under a painting work; styles "
        "that you saved, until you delete them; and the numbers of your chat and account with your language, so that "
        "I know where and how to answer. Nobody else sees them, nothing is used for anything else, and the place "
        "where photos were taken never gets into a painting.\n\n"
        "/forget erases all of it at once."
    ),
    ask_for_style="Lovely. Now the style: send a second photo, or choose one here.",
    ask_for_photo="{preset} it is. Now send me the photo to paint.",
    ask_for_style_in_group="Lovely. Now the style: reply to this with a second photo, or choose one here.",
    ask_for_photo_in_group="{preset} it is. Now reply to this with the photo to paint.",
    send_a_photo="Send me a photo and I will paint it. /help shows how.",
    not_a_picture="I can only paint pictures. Please send this as a photo, or as a JPEG, PNG or WebP file.",
    too_many_photos="I painted one photo of this album. To paint the others too, send them again, one at a time.",
    file_too_big="That file is too big for me: 20 MB is the most. Please send it as a photo instead of a file.",
    download_failed="I could not fetch that photo from Telegram. Please send it once more.",
    choose_preset="My styles. Choose one, then send me a photo.",
    sheet_of_presets="My styles, {first} to {last} of {all}. Choose a number, then send me a photo.",
    sheet_for_photo="My styles, {first} to {last} of {all}. Choose a number for your photo.",
    sheet_of_photo="Your photo in styles {first} to {last} of {all}. Choose a number, and I paint it large.",
    unknown_preset="I know no style called “{words}”. Here are those I have:",
    ambiguous_style="“{words}” could be {styles}. Please write a little more of the name, or choose here:",
    too_many_styles="I blend {styles} at most. Please name fewer, or choose one here:",
    style_saved="Saved as “{name}”. Shall I call it something else? Reply to this with a name.",
    own_style_name="My style {number}",
    ask_for_name="What shall I call “{name}”? Reply to this with the new name.",
    name_placeholder="A name, like Grandma’s quilt",
    style_renamed="“{name}” it is. To paint with it, write /style {name}, or choose it below your next photo.",
    my_styles="Your own styles. Press a number to paint with it.",
    my_styles_to_rename="Which one shall have another name?",
    my_styles_to_delete="Which one shall I delete?",
    my_styles_in_private=(
        "Your own styles are between the two of us: write /mystyles to me in our own chat. "
        "Here, reply to a photo with /style and a name."
    ),
    no_own_styles=(
        "You have no styles of your own yet. Send me two photos, and press 💾 below the painting to keep its style."
    ),
    delete_question="Shall I delete “{name}”? The paintings made with it stay.",
    settings="Which language shall I speak here, and how large shall I paint?",
    settings_sizes="600 px is quickest. Above 1,280 px a painting comes as a file: Telegram shrinks large photos.",
    size=size,
    forget_question=(
        "Shall I erase all your photos and paintings that I keep? What is already in this chat stays here; "
        "the buttons under it will stop working."
    ),
    forgotten="Done: your photos, paintings and drafts are erased here. Send a photo whenever you like to start anew.",
    erased="Erased.",
    nothing_to_cancel="Nothing is being painted for you right now. Send a photo to begin.",
    photo_put_away="I put your last photo away. Send a new one whenever you like.",
    went_wrong="Sorry, something went wrong on my side. Please try that once more.",
    next_in_line="Your painting is next in line",
    in_line=in_line,
    ready_in="ready in about {duration}",
    starting="Setting up the canvas",
    dream="A dream of your photo",
    dream_guided="A dream of your photo in the shapes of the other",
    dream_starting="Falling asleep",
    dream_of_what=(
        "Reply to a photo with /dream, and I show you what a network sees in it. Or send a photo with /dream as its "
        "caption; in reply to another photo, that one dreams in its shapes."
    ),
    dream_unknown_layer=(
        "I know no such layer. Write /dream alone, or name one of VGG-19’s: /dream relu4_2 for eyes, relu5_3 for "
        "birds, relu5_1:100 for one of its channels. A channel needs a dream without a second photo."
    ),
    first_in_others=first_in_others,
    painting="Painting … {percent} %",
    left="about {duration} left",
    done_in="painted in {duration}",
    dreamed_in="dreamed in {duration}",
    own_style="In the style of your photo",
    photos_blend=photos_blend,
    your_photo="your photo",
    a_style_of_your_own="a style of your own",
    made_by_newer="This was ordered from a newer version of me. Send a photo, and I will paint it as I know how.",
    counted=COUNTED,
    dials={
        "strength": DialWords(
            button="Strength {value}",
            caption="strength {value}",
            about="How strong it is. − brings your photo back, + takes it further.",
        ),
        "brush_size": DialWords(
            button="Brush {value}",
            caption="brush {value}",
            about="How large the strokes are. − makes them finer, + coarser.",
        ),
        "detail": DialWords(
            button="Detail {value}",
            caption="detail {value}",
            about="How much there is to see. − makes few large things, + many small ones.",
        ),
        "keep_colours": DialWords(button="🌈 My own colours: {value}", caption="your own colours"),
        "keep_faces": DialWords(button="🙂 Faces as they are: {value}", caption="faces painted like all else"),
    },
    on="on",
    off="off",
    either="or",
    decimal=decimal,
    cancelled="Stopped. Press 🔁 to paint it after all, or send a new photo.",
    may_not_show="It is painted, but I may not send pictures here. Ask an admin to allow me that, then press 🔁.",
    cannot_show="It is painted, but Telegram did not take the picture. Press 🔁 to try once more.",
    inputs={
        CONTENT: "The photo to paint",
        STYLE: "The style photo",
        INIT: "The painting to go on with",
        REGION: "The mask",
        GUIDE: "The photo whose shapes to dream",
    },
    expired={
        CONTENT: "I no longer have the photo to paint. Please send it again.",
        STYLE: "I no longer have the style photo. Please send it again.",
        INIT: "I no longer have the painting to go on with. Please send the photo once more, and I begin anew.",
        REGION: "I no longer have the mask. Please send the photo once more, and I begin anew.",
        GUIDE: "I no longer have the photo whose shapes to dream. Please send it again.",
    },
    duration=duration,
    refusals={
        Refusal.PERSON_FULL: (
            "You have {paintings} in line already. Wait for one to be done, or stop one with /cancel, "
            "then send this once more."
        ),
        Refusal.LINE_FULL: (
            "So many people are painting right now that my line is full. Please try again in {duration}."
        ),
        Refusal.PHOTOS_A_DAY: "You have sent me {photos} since yesterday, and more I cannot take. See you tomorrow!",
        Refusal.BYTES_A_DAY: (
            "Your photos since yesterday fill all the room that I have for one person. See you tomorrow, "
            "or send smaller ones then."
        ),
        Refusal.DISK_FULL: "I have no room left for photos right now. Please send this once more in {duration}.",
    },
    failures={
        FailureReason.NOT_AN_IMAGE: (
            "{image} is not a picture I can open. Please send it as a photo, or as JPEG, PNG or WebP."
        ),
        FailureReason.DAMAGED: (
            "{image} is damaged: part of the file is missing. Please send it again from the original."
        ),
        FailureReason.UNSUPPORTED_FORMAT: (
            "{image} is in a format I cannot read. Please send it as a photo instead of a file."
        ),
        FailureReason.TOO_MANY_PIXELS: (
            "{image} has too many pixels for me. Please send it as a photo instead of a file."
        ),
        FailureReason.TOO_SMALL: "{image} is too small to paint. Please send a larger one.",
        FailureReason.TOO_LONG_AND_THIN: "{image} is too long and thin. Please crop it and send it again.",
        FailureReason.IMAGE_GONE: "{image} was erased in the meantime. Please send it again.",
        FailureReason.OUT_OF_MEMORY: "This painting is too large for me right now. Press 🔁 to try again in a while.",
        FailureReason.ENGINE_DIED: (
            "I tried several times but could not finish this painting. Please try another photo."
        ),
        FailureReason.UNREADABLE: "I can no longer read what was ordered here. Please send the photo once more.",
        FailureReason.INTERNAL: "Something went wrong while painting, sorry. Press 🔁 to try again.",
    },
    name_refusals={
        NameRefusal.EMPTY: "A name needs a letter or two. Reply to this with one.",
        NameRefusal.TOO_LONG: "That name is too long: {characters} at most. Reply to this with another.",
        NameRefusal.ODD: (
            "A name may have letters, digits, spaces and emoji, but none of : + , @ /. Reply to this with another."
        ),
        NameRefusal.PRESET: "“{name}” is one of the styles on my own shelf. Reply to this with another name.",
        NameRefusal.TAKEN: "You have another style called “{name}”. Reply to this with another name.",
    },
    commands=Commands(
        style="Paint in a style: /style {example}",
        styles="Show all styles; in reply to a photo, on that photo",
        my_styles="Your own styles",
        dream="In reply to a photo: what a network dreams of it",
        cancel="Stop the painting",
        settings="Language and size of paintings",
        help="How it works",
        privacy="What is kept, and for how long",
        forget="Erase my photos and paintings",
    ),
    buttons=Buttons(
        cancel="❌ Cancel",
        properly="✨ Paint it properly",
        adjust="🎛 Adjust",
        undo="↩ Undo",
        done="✓ Done",
        less="−",
        greater="+",
        swap="⇄ Swap",
        again="🔁 Again",
        as_before="🔁 The same again",
        same="🖌 Same style again",
        keep="💾 Save style",
        own="⭐ {name}",
        all_mine="⭐ All of mine…",
        rename="✏️ Rename…",
        delete="🗑 Delete…",
        delete_yes="🗑 Delete it",
        more="🎨 More…",
        back="↩ Back",
        earlier="◀",
        later="▶",
        on_photo="🖼 All on my photo",
        forget_yes="Erase everything",
        forget_no="Keep it",
    ),
    toasts=Toasts(
        stopping="Stopping …",
        finished_already="This one is finished already.",
        not_yours="These buttons belong to someone else. Send me a photo of your own!",
        outdated="This button has had its day. Please send the photo once more.",
        swapping="Swapped: painting the other way round.",
        properly="Painting it with all care. Watch it grow!",
        dial_at_end="That is as far as it goes.",
        one_back="One step back.",
        on_it="On it!",
        saved="Style saved.",
        saved_in_group="Saved as “{name}”, for your eyes only. To rename it, write /mystyles to me in our own chat.",
        saved_already="You have this style already: it is “{name}”.",
        shelf_full="You have {styles}, and more I cannot keep. Delete one with /mystyles in our own chat first.",
        style_gone="That style is deleted. /mystyles shows those you have.",
        style_deleted="“{name}” is deleted.",
        settings_kept="Settings saved.",
        for_admins="Only admins of this group can change its settings.",
        painted_already="You have that one already. Look a little further down.",
        photo_unknown="I no longer have that photo. Please send it once more.",
        painting_unknown="I no longer have that painting. Please send the photo once more.",
        nothing_forgotten="Nothing was erased.",
        went_wrong="Sorry, that went wrong. Please try once more.",
    ),
)
