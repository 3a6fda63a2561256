### English: every text a person reads. Texts are plain: no markup (projectfluent.org/fluent/guide).

own-name = English
welcome =
    Hello! I paint your photos. 🎨

    Send me two photos: first the one to paint, then one whose style you like. Or send one photo and choose a style from my shelf.
help =
    How to get a painting:
    • Send two photos, one after the other or together: I paint the first in the style of the second. Wrong way round? Press ⇄ Swap.
    • Send one photo and choose a style from the buttons.
    • Write a style's name as the caption of your photo, like “{ $example }”.
    • Reply to a photo with another photo, or with /style and a name.
    • Reply to a photo with /styles to see it in all my styles at once, then press a number.
    • Blend styles: send more photos in one album, and I paint the first in a blend of the others; or name several, like /style { $blend }.

    Under a painting, ✨ paints it again with all care, 🎛 changes strength, brush and colours, and 💾 keeps the style of your own photo under a name.
    Send a photo as a file to keep its full quality. Forward me one of my paintings, or send one that came as a file, and I can make it once more. In groups, reply to a photo with /style and a name.

    /styles shows all styles, /mystyles your own, /dream in reply to a photo dreams it, /cancel stops a painting, /settings changes language and size, /privacy says what I keep and /forget erases it.
privacy =
    What I keep: your photos and paintings for { $days ->
        [one] { $days } day
       *[other] { $days } days
    }, so that the buttons under a painting work; styles that you saved, until you delete them; and the numbers of your chat and account with your language, so that I know where and how to answer. Nobody else sees them, nothing is used for anything else, and the place where photos were taken never gets into a painting.

    /forget erases all of it at once.
ask-for-style = Lovely. Now the style: send a second photo, or choose one here.
photo-waits-for-style = Your photo is waiting for its style. Send a second photo, write a style’s name, or choose one here.
# The second photo is the first one once more.
ask-whether-same = That is the same photo again. Send another one for the style, or let me paint it in its own.
story-unseen = Telegram does not show me stories. Please send me the picture itself.
ask-what-album-means =
    { $photos ->
        [one] One photo. What shall I do with it?
       *[other] { $photos } photos. Shall I paint all of them in one style, or the first in a blend of the others?
    }
# After "all in one style".
ask-for-style-of-all =
    { $photos ->
        [one] Now the style: send one more photo, or choose one here.
       *[other] Now the style for all { $photos }: send one more photo, or choose one here.
    }
# A sentence that says why follows.
album-taken-in-part =
    { $photos ->
        [one] I took { $taken } of { $photos } photo.
       *[other] I took { $taken } of { $photos } photos.
    }
ask-for-photo = { $preset } it is. Now send me the photo to paint.
# A bot in a group hears only what answers it or calls it (core.telegram.org/bots/features#privacy-mode).
ask-for-style-in-group = Lovely. Now the style: reply to this with a second photo, or choose one here.
album-half-in-group = Of this album Telegram shows me only one photo. Reply to this with the photo whose style you like, or choose one here. I see whole albums once I am an admin.
# Follows `help` where the bot is in privacy mode.
help-in-group = In this group I see only what calls me or replies to me, and of an album one photo. An admin can change that: make me an admin, or turn my privacy mode off in @BotFather.
# When the bot is added. The command is one with a style's name.
greeting-in-group = Hello! Reply to a photo with { $command }, and I paint it in that style. 🎨
ask-for-photo-in-group = { $preset } it is. Now reply to this with the photo to paint.
send-a-photo = Send me a photo and I will paint it. /help shows how.
not-a-picture = I can only paint pictures. Please send this as a photo, or as a JPEG, PNG or WebP file.
too-many-photos = I painted one photo of this album. To paint the others too, send them again, one at a time.
file-too-big = That file is too big for me: 20 MB is the most. Please send it as a photo instead of a file.
download-failed = I could not fetch that photo from Telegram. Please send it once more.
choose-preset = My styles. Choose one, then send me a photo.
sheet-of-presets = My styles, { $first } to { $last } of { $all }. Choose a number, then send me a photo.
# The same, where a photo waits.
sheet-for-photo = My styles, { $first } to { $last } of { $all }. Choose a number for your photo.
# Each tile is the person's photo.
sheet-of-photo = Your photo in styles { $first } to { $last } of { $all }. Choose a number, and I paint it large.
unknown-preset = I know no style called “{ $words }”. Choose one of mine, or send a photo of that style:
# Buttons with these styles follow.
ambiguous-style = “{ $words }” could be any of these. Which one shall it be?
too-many-styles =
    I blend { $styles ->
        [one] { $styles } style
       *[other] { $styles } styles
    } at most. Please name fewer, or choose one here:
# Also asks for a better name.
style-saved = Saved as “{ $name }”. Shall I call it something else? Reply to this with a name.
# What an own style is called until its person says otherwise.
own-style-name = My style { $number }
ask-for-name = What shall I call “{ $name }”? Reply to this with the new name.
# In the empty field for the answer, at most 64 characters.
name-placeholder = A name, like Grandma’s quilt
style-renamed = “{ $name }” it is. To paint with it, write /style { $name }, or choose it below your next photo.
# A list follows, as after the two below.
my-styles = Your own styles. Press a number to paint with it.
my-styles-to-rename = Which one shall have another name?
my-styles-to-delete = Which one shall I delete?
my-styles-in-private = Your own styles are between the two of us: write /mystyles to me in our own chat. Here, reply to a photo with /style and a name.
no-own-styles = You have no styles of your own yet. Send me two photos, and press 💾 below the painting to keep its style.
# From a link to a style or a recipe; the menu of styles follows.
link-leads-nowhere = That link is shared no more. Choose one of my styles, then send me a photo.
# A message to be forwarded.
style-shared =
    “{ $name }”: paint your own photos in this style.
    { $link }
recipe-shared =
    Paint your own photo like this one:
    { $link }
link-taken-back = This link leads nowhere any more.
my-styles-to-share = Which one shall I make a link for? Whoever has the link paints with it, under the name that it has here.
# Read in other chats, by people who have seen nothing else of it.
inline-caption = { $name }’s photo in { $style } · made with @{ $bot }
# The style is a photo too, which has no name.
inline-caption-photos = { $name }’s photo in the style of another · made with @{ $bot }
inline-preset = { $style }: send @{ $bot } your photo, and get it painted like this.
# The button above inline results, which opens the chat with the bot.
inline-paint-a-photo = Paint a photo
history = Your paintings here, the newest first. Press a number to have it again.
history-empty = There are no paintings of yours here yet. Send a photo to begin.
# In a list of paintings.
day = { DATETIME($at, dateStyle: "medium") }
delete-question = Shall I delete “{ $name }”? The paintings made with it stay.
settings = Which language shall I speak here, and how large shall I paint?
# Follows where a size can be chosen.
settings-sizes = 600 px is quickest. ⬇ below a painting sends it in full size: Telegram shrinks large photos.
# Follows in a group.
settings-rules = Who may paint here, how many paintings a person may have in an hour, and whether I show how they come along: it is up to you.
size = { $pixels } px
forget-question = Shall I erase all your photos and paintings that I keep? What is already in this chat stays here; the buttons under it will stop working.
forgotten = Done: your photos, paintings and drafts are erased here. Send a photo whenever you like to start anew.
# In place of a painting that was under way.
erased = Erased.
nothing-to-cancel = Nothing is being painted for you right now. Send a photo to begin.
photo-put-away = I put your last photo away. Send a new one whenever you like.
went-wrong = Sorry, something went wrong on my side. Please try that once more.
next-in-line = Your painting is next in line
in-line =
    { $paintings ->
        [one] { $paintings } painting is ahead of yours
       *[other] { $paintings } paintings are ahead of yours
    }
ready-in = ready in about { $duration }
starting = Setting up the canvas
# The engine is away: stands in the message of whoever waits until it is back.
painter-resting = The painter is resting. I’ll go on as soon as it is back.
# What a dream's caption begins with, as the next.
dream = A dream of your photo
dream-guided = A dream of your photo in the shapes of the other
dream-starting = Falling asleep
dream-of-what = Reply to a photo with /dream, and I show you what a network sees in it. Or send a photo with /dream as its caption; in reply to another photo, that one dreams in its shapes.
dream-unknown-layer = I know no such layer. Write /dream alone, or name one of VGG-19’s: /dream relu4_2 for eyes, relu5_3 for birds, relu5_1:100 for one of its channels. A channel needs a dream without a second photo.
# What an album of so many style photos means; follows `starting`.
first-in-others =
    { $photos ->
        [one] the first photo in the style of the one after it
       *[other] the first photo in a blend of the { $photos } after it
    }
painting = Painting … { $percent } %
left = about { $duration } left
done-in = painted in { $duration }
# Captions that stand alone wherever they are passed on. $style is the name of a style, or another-picture.
collage = A photo + { $style }
before-after = Before and after · { $style }
another-picture = another picture
collage-starting = Putting it together

dreamed-in = dreamed in { $duration }
own-style = In the style of your photo
# In place of `own-style`, for more than one style photo.
photos-blend =
    { $photos ->
        [one] In a blend of your photo
       *[other] In a blend of your { $photos } photos
    }
# As a part of a blend, as the next.
your-photo = your photo
# In a group, where its name is nobody else's business.
a-style-of-your-own = a style of your own
# In place of a caption, where only a newer version knows what was made.
made-by-newer = This was ordered from a newer version of me. Send a photo, and I will paint it as I know how.

## Dials: on a button, under a result where a dial does not stand as usual, and what it does

dial-strength = Strength { $value }
dial-strength-caption = strength { $value }
dial-strength-about = How strong it is. − brings your photo back, + takes it further.
dial-brush_size = Brush { $value }
dial-brush_size-value =
    { $step ->
        [0] very fine
        [1] fine
        [2] medium
        [3] bold
        [4] very bold
       *[5] huge
    }
dial-brush_size-caption = brush { $value }
dial-brush_size-about = How large the strokes are. − makes them finer, + coarser.
dial-detail = Detail { $value }
dial-detail-value =
    { $step ->
        [0] sparse
        [1] calm
        [2] medium
        [3] rich
       *[4] teeming
    }
dial-detail-caption = detail { $value }
dial-detail-about = How much there is to see. − makes few large things, + many small ones.
dial-keep_colours = 🌈 My own colours: { $value }
dial-keep_colours-caption = your own colours
dial-keep_faces = 🙂 Faces as they are: { $value }
dial-keep_faces-caption = faces painted like all else
# How a switch stands.
on = on
off = off
dial-percent = { $percent } %
# A message of its own below what took long, so that a telephone rings.
notice-ready = Your painting is ready ↑
notice-failed = That did not work out ↑
cancelled = Stopped. Press 🔁 to paint it after all, or send a new photo.
# The chat's admins forbid pictures, so that it cannot be sent.
may-not-show = It is painted, but I may not send pictures here. Ask an admin to allow me that, then press 🔁.
# Telegram refuses the picture, for whatever other reason.
cannot-show = It is painted, but Telegram did not take the picture. Press 🔁 to try once more.

## What went wrong: whose fault, by role

# The $image of a failure, at the beginning of a sentence.
input-content = The photo to paint
input-style = The style photo
input-init = The painting to go on with
input-region = The mask
input-result = The painting
input-guide = The photo whose shapes to dream

## What is no longer kept, by role

expired-content = I no longer have the photo to paint. Please send it again.
expired-style = I no longer have the style photo. Please send it again.
expired-init = I no longer have the painting to go on with. Please send the photo once more, and I begin anew.
expired-region = I no longer have the mask. Please send the photo once more, and I begin anew.
expired-result = I no longer have that painting. Please send the photo once more, and I begin anew.
expired-guide = I no longer have the photo whose shapes to dream. Please send it again.

## Durations, already rounded to what is honest

seconds = { $seconds } s
minutes = { $minutes } min

## Why nothing was ordered, by storage.admission.Refusal

refusal-person_full =
    You have { $paintings ->
        [one] { $paintings } painting
       *[other] { $paintings } paintings
    } in line already. Wait for one to be done, or stop one with /cancel, then send this once more.
refusal-line_full = So many people are painting right now that my line is full. Please try again in { $duration }.
refusal-photos_a_day =
    You have sent me { $photos ->
        [one] { $photos } photo
       *[other] { $photos } photos
    } since yesterday, and more I cannot take. See you tomorrow!
refusal-bytes_a_day = Your photos since yesterday fill all the room that I have for one person. See you tomorrow, or send smaller ones then.
refusal-disk_full = I have no room left for photos right now. Please send this once more in { $duration }.

refusal-admins_only = In this group only admins paint with me. Write to me in a chat of our own, and I paint for you there.
refusal-hour_full = That was as much as a person may paint here in an hour. Please try again a little later, or write to me in a chat of our own.

## Why a painting failed, by storage.jobs.FailureReason

failure-not_an_image = { $image } is not a picture I can open. Please send it as a photo, or as JPEG, PNG or WebP.
failure-damaged = { $image } is damaged: part of the file is missing. Please send it again from the original.
failure-unsupported_format = { $image } is in a format I cannot read. Please send it as a photo instead of a file.
failure-too_many_pixels = { $image } has too many pixels for me. Please send it as a photo instead of a file.
failure-too_small = { $image } is too small to paint. Please send a larger one.
failure-too_long_and_thin = { $image } is too long and thin. Please crop it and send it again.
failure-image_gone = { $image } was erased in the meantime. Please send it again.
failure-out_of_memory = This painting is too large for me right now. Press 🔁 to try again in a while.
failure-engine_died = I tried several times but could not finish this painting. Please try another photo.
failure-unreadable = I can no longer read what was ordered here. Please send the photo once more.
failure-internal = Something went wrong while painting, sorry. Press 🔁 to try again.

## Why a name was not taken, by bot.style_names.NameRefusal

name-refusal-empty = A name needs a letter or two. Reply to this with one.
name-refusal-too_long =
    That name is too long: { $characters ->
        [one] { $characters } character
       *[other] { $characters } characters
    } at most. Reply to this with another.
name-refusal-odd = A name may have letters, digits, spaces and emoji, but none of : + , @ /. Reply to this with another.
name-refusal-preset = “{ $name }” is one of the styles on my own shelf. Reply to this with another name.
name-refusal-taken = You have another style called “{ $name }”. Reply to this with another name.

## On the bot's profile, before anybody writes to it

# Above the empty chat, at most 512 characters.
about-bot =
    I paint your photos. 🎨

    Send me two photos: first the one to paint, then one whose style you like. Or send one, and choose from my own styles: a starry night, a great wave, stained glass, ink, neon and more.
# On the profile, and where it is shared; at most 120 characters.
about-bot-short = Send two photos, and I paint the first in the style of the second. 🎨

## One line for each command in Telegram's menu, at most 256 characters

command-style = Paint in a style: /style { $example }
command-styles = Show all styles; in reply to a photo, on that photo
command-mystyles = Your own styles
command-history = Your paintings here, to have them again
command-dream = In reply to a photo: what a network dreams of it
command-cancel = Stop the painting
command-settings = Language and size of paintings
command-help = How it works
command-privacy = What is kept, and for how long
command-forget = Erase my photos and paintings

## Buttons

button-cancel = ❌ Cancel
button-properly = ✨ Properly
button-adjust = 🎛 Adjust
button-undo = ↩ Undo
button-redo = ↪ Redo
button-file = ⬇ Full size
# Puts the dials away.
button-done = ✓ Done
button-less = −
button-greater = +
button-pair-anyway = In its own style
button-album-each = All in one style
button-album-blend = First in the others
button-styles = 🖼 All styles
# Rules of a group, in rows of two and three.
button-who-everybody = Everybody
button-who-admins = Admins only
button-no-limit = No limit
button-jobs-an-hour = { $jobs } an hour
button-shown-progress = Show progress
button-shown-nothing = Quiet
button-swap = ⇄ Swap
button-again = 🔁 Again
# Under a picture that was made here and came back as a file.
button-as-before = 🔁 The same again
button-same = 🖌 Same style again
button-keep = 💾 Save style
button-own = ⭐ { $name }
button-all-mine = ⭐ All of mine…
button-rename = ✏️ Rename…
button-delete = 🗑 Delete…
button-share = 🔗 Share…
button-before-after = 🖼 Before/after
button-made-of = 🧩 Made of
button-link = 🔗 Link
button-send-to = 📤 Send to…
button-make-your-own = 🎨 Make your own
button-unshare = 🔗 Take back
button-delete-yes = 🗑 Delete it
button-back = ↩ Back
button-earlier = ◀
button-later = ▶
# All styles, as a contact sheet of the person's photo.
button-on-photo = 🖼 All on my photo
button-forget-yes = Erase everything
button-forget-no = Keep it

## Short answers to a pressed button, at most 200 characters

toast-stopping = Stopping …
toast-finished-already = This one is finished already.
toast-not-yours = That is for whoever asked. 🔁 and 🎨 under a painting make one of your own.
toast-now-your-photo = Now reply to this message with your photo.
toast-outdated = This button has had its day. Please send the photo once more.
toast-swapping = Swapped: painting the other way round.
toast-properly = Painting it with all care. Watch it grow!
toast-dial-at-end = That is as far as it goes.
toast-one-back = One step back.
toast-one-forth = And forth again.
toast-here-it-is = Here it is.
toast-on-it = On it!
toast-saved = Style saved.
toast-saved-in-group = Saved as “{ $name }”, for your eyes only. To rename it, write /mystyles to me in our own chat.
toast-saved-already = You have this style already: it is “{ $name }”.
toast-shelf-full =
    You have { $styles ->
        [one] { $styles } style
       *[other] { $styles } styles
    }, and more I cannot keep. Delete one with /mystyles in our own chat first.
toast-style-gone = That style is deleted. /mystyles shows those you have.
toast-shows-own-picture = This would show everybody a picture of yours. Paint it in our own chat, and I make it there.
toast-style-not-shared = This painting has a style that is not shared. Save it with 🎨 💾, then share it in /mystyles.
toast-shared-no-more = That link leads nowhere any more.
toast-style-deleted = “{ $name }” is deleted.
toast-settings-kept = Settings saved.
toast-for-admins = Only admins of this group can change its settings.
toast-painted-already = You have that one already. Look a little further down.
toast-photo-unknown = I no longer have that photo. Please send it once more.
# The job that a button belongs to was erased, or is of another chat.
toast-painting-unknown = I no longer have that painting. Please send the photo once more.
toast-nothing-forgotten = Nothing was erased.
toast-went-wrong = Sorry, that went wrong. Please try once more.

## What only those who run the bot see, and whom they shut out.

# Also in a toast. To whoever was banned, once.
toast-barred-banned = I can’t paint for you any more: whoever runs me has decided so.
toast-barred-not_allowed = I paint only for people who were let in. Ask whoever runs me, and give this number: { $person }.
privacy-of-the-banned = Of an account that was shut out I keep its number, after /forget too, until it is let in again.
admin-whom = Whom? Write { $command } in reply to a message, or with a number after it.
admin-banned = { $who } is banned. What was in line is cancelled. /unban { $who } takes it back.
admin-not-banned = Those who run me can’t be banned, and neither can I.
admin-unbanned = { $who } is not banned any more.
admin-was-not-banned = { $who } was not banned.
admin-allowed = { $who } is let in. /disallow { $who } takes it back.
admin-list-is-off = Everybody is heard now; the list holds once IMPASTO_ALLOW_LIST is 1.
admin-disallowed = { $who } is not on the list any more.
admin-was-not-allowed = { $who } was not on the list.
stats =
    The last 24 hours:
    • { $people ->
        [one] { $people } person
       *[other] { $people } people
    }
    • { $paintings ->
        [one] { $paintings } painting
       *[other] { $paintings } paintings
    }
    • { $waiting } waiting now
    • { $failed } failed
stats-waits = • ready after { $half } for half of them, after { $most } for 95 of 100
admin-maintenance-how = Write /maintenance and a sentence: whoever asks for a painting or waits for one reads it. /maintenance off ends it.
admin-maintenance-said =
    Whoever waits reads this, until /maintenance off:

    { $words }
admin-maintenance-over = Whoever waits reads nothing of it any more.
admin-maintenance-too-long =
    { $characters ->
        [one] At most { $characters } character, please.
       *[other] At most { $characters } characters, please.
    }
day-chart-starting = Drawing …
day-chart = Bars: paintings an hour. Line: how long they took from asking to done.
