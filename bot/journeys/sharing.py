"""↗ under a painting, 🔗 under one's own styles: sent to a chat, or passed on as a link that can be taken back."""

from dataclasses import dataclass

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions, SwitchInlineQueryChosenChat

from bot.context import Context, JobContext, PressContext
from bot.journeys.links import RECIPE, STYLE, NotShared, address_of, share_recipe
from bot.journeys.replying import sent
from bot.journeys.styles.choosing import own_called
from bot.journeys.telling_how import telling_buttons
from bot.journeys.works import Back
from bot.layout import Icon, button, keyboard
from bot.presses import Owner, Press, answers, press
from bot.texts import Texts
from storage.jobs import Job
from storage.names import JobId
from storage.work.painting import Painting

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


@press("share", owner=Owner.REQUESTER, of=Painting)
@dataclass(frozen=True, slots=True)
class Share(Press):
    """In place of the painting's buttons."""

    job: JobId


@answers(Share)
async def share(here: JobContext, press: Share, context: Context) -> str:
    await here.edit_keyboard(share_keyboard(here.job, here.texts, is_inline=bool(context.bot.supports_inline_queries)))
    return ""


@press("link", owner=Owner.REQUESTER, of=Painting)
@dataclass(frozen=True, slots=True)
class ShareRecipe(Press):
    """A link to how it was painted, for other people's photos."""

    job: JobId


@answers(ShareRecipe)
async def share_the_recipe(here: JobContext, press: ShareRecipe, context: Context) -> str:
    painting = here.job.work
    assert isinstance(painting, Painting)
    try:
        token = await context.store.run(lambda storage: share_recipe(storage, here.person_id, painting))
    except NotShared:
        return here.toasts.say("toast-style-not-shared")
    await say_link(here, "recipe-shared", RECIPE, token, context)
    return ""


@press("sharestyle", owner=Owner.MENU)
@dataclass(frozen=True, slots=True)
class ShareStyle(Press):
    """A style of one's own, under its name."""

    style_id: int


@answers(ShareStyle)
async def share_style(here: PressContext, press: ShareStyle, context: Context) -> str:
    style = own_called(press.style_id, here)
    if style is None:
        return here.toasts.say("toast-style-gone")
    token = await context.store.run(lambda storage: storage.shares.share_style(here.person_id, style.id))
    await say_link(here, "style-shared", STYLE, token, context, name=style.name)
    return ""


@press("unshare", owner=Owner.MENU)
@dataclass(frozen=True, slots=True)
class Unshare(Press):
    token: str


@answers(Unshare)
async def unshare(here: PressContext, press: Unshare, context: Context) -> str:
    """Only what is the person's own: a token names nobody."""
    was_shared = await context.store.run(lambda storage: storage.shares.revoke(here.person_id, press.token))
    if not was_shared:
        return here.toasts.say("toast-shared-no-more")
    await here.edit_text(here.texts.say("link-taken-back"))
    return here.toasts.say("toast-shared-no-more")


async def say_link(here: PressContext, message: str, kind: str, token: str, context: Context, **values: str) -> None:
    """A new message, which can be forwarded as it is."""
    link = address_of(kind, token, bot_name=context.bot.username)
    take_back = keyboard([button(here.texts.say("button-unshare"), Unshare(token))])
    text = here.texts.say(message, link=link, **values)
    await sent(
        here.update_id,
        lambda: here.message.reply_text(
            text,
            do_quote=False,
            reply_markup=take_back,
            link_preview_options=NO_PREVIEW,
            message_thread_id=here.thread_id,
        ),
    )


# ---------------------------------------------------------------------------------------------------- buttons


def share_button(job_id: JobId) -> InlineKeyboardButton:
    return button(Icon.SHARE, Share(job_id))


def share_keyboard(job: Job, texts: Texts, *, is_inline: bool) -> InlineKeyboardMarkup:
    """`is_inline`: the bot's inline mode is on (core.telegram.org/bots/inline); without it nothing can be sent so."""
    anywhere = SwitchInlineQueryChosenChat(
        query=query_for(job.id), allow_user_chats=True, allow_group_chats=True, allow_channel_chats=True
    )
    send = InlineKeyboardButton(texts.say("button-send-to"), switch_inline_query_chosen_chat=anywhere)
    link = button(texts.say("button-link"), ShareRecipe(job.id))
    return keyboard(
        [*([send] if is_inline else []), link],
        telling_buttons(job.id, texts),
        [button(texts.say("button-back"), Back(job.id))],
    )


def query_for(job_id: JobId) -> str:
    """Which finds this painting, for its person."""
    return f"#{job_id}"
