"""/settings: the language of a chat and the size of its paintings; and of a group its rules, for its admins alone."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from telegram import InlineKeyboardMarkup, Update

from bot.context import Context, MessageContext, PressContext, message_context
from bot.journeys.pressing import is_chat_admin
from bot.journeys.replying import reply
from bot.layout import Row, button, in_rows, keyboard, ticked
from bot.presses import Owner, Press, answers, press
from bot.sizes import size_here, sizes_offered
from bot.texts import Texts, languages
from storage.chats import GroupRules

LANGUAGES_A_ROW = 3
JOBS_AN_HOUR = (0, 5, 20)
"""Of one person; 0 is no limit."""


class Who(StrEnum):
    EVERYBODY = "everybody"
    ADMINS = "admins"


class Shown(StrEnum):
    """Of a painting on its way."""

    PROGRESS = "progress"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """What holds in a chat."""

    texts: Texts
    size: int
    rules: GroupRules | None
    """Of a group."""


async def on_settings(update: Update, context: Context) -> None:
    here = await message_context(update, context)
    if not await is_chat_admin(here, context):
        await reply(here, here.texts.say("toast-for-admins"))
        return
    sizes, chosen = sizes_offered(context.settings), chosen_in(here, context)
    await reply(here, settings_text(chosen, sizes), settings_keyboard(chosen, sizes))


def chosen_in(here: MessageContext, context: Context) -> Chosen:
    return Chosen(
        texts=here.texts,
        size=size_here(here.known.longest_side, context.settings),
        rules=here.known.rules if here.is_in_group else None,
    )


@press("lang", owner=Owner.CHAT_ADMIN)
@dataclass(frozen=True, slots=True)
class ChooseLanguage(Press):
    code: str


@answers(ChooseLanguage)
async def choose_language(here: PressContext, press: ChooseLanguage, context: Context) -> str:
    if press.code not in languages():
        return here.toasts.say("toast-outdated")
    texts = await context.services.languages.choose(here.chat.id, press.code)
    return await show(here, replace(chosen_in(here, context), texts=texts), context)


@press("size", owner=Owner.CHAT_ADMIN)
@dataclass(frozen=True, slots=True)
class ChooseSize(Press):
    longest_side: int


@answers(ChooseSize)
async def choose_size(here: PressContext, press: ChooseSize, context: Context) -> str:
    if press.longest_side not in sizes_offered(context.settings):
        return here.toasts.say("toast-outdated")
    await context.store.run(lambda storage: storage.chats.set_longest_side(here.chat.id, press.longest_side))
    return await show(here, replace(chosen_in(here, context), size=press.longest_side), context)


@press("who", owner=Owner.CHAT_ADMIN)
@dataclass(frozen=True, slots=True)
class ChooseWho(Press):
    who: Who


@answers(ChooseWho)
async def choose_who(here: PressContext, press: ChooseWho, context: Context) -> str:
    return await rule(here, replace(here.known.rules, admins_only=press.who is Who.ADMINS), context)


@press("hour", owner=Owner.CHAT_ADMIN)
@dataclass(frozen=True, slots=True)
class ChooseJobsAnHour(Press):
    jobs: int


@answers(ChooseJobsAnHour)
async def choose_jobs_an_hour(here: PressContext, press: ChooseJobsAnHour, context: Context) -> str:
    if press.jobs not in JOBS_AN_HOUR:
        return here.toasts.say("toast-outdated")
    return await rule(here, replace(here.known.rules, jobs_an_hour=press.jobs), context)


@press("shown", owner=Owner.CHAT_ADMIN)
@dataclass(frozen=True, slots=True)
class ChooseShown(Press):
    shown: Shown


@answers(ChooseShown)
async def choose_shown(here: PressContext, press: ChooseShown, context: Context) -> str:
    return await rule(here, replace(here.known.rules, quiet=press.shown is Shown.NOTHING), context)


async def rule(here: PressContext, rules: GroupRules, context: Context) -> str:
    if not here.is_in_group:
        return here.toasts.say("toast-outdated")
    await context.store.run(lambda storage: storage.chats.set_rules(here.chat.id, rules))
    return await show(here, replace(chosen_in(here, context), rules=rules), context)


async def show(here: PressContext, chosen: Chosen, context: Context) -> str:
    sizes = sizes_offered(context.settings)
    await here.edit_text(settings_text(chosen, sizes), settings_keyboard(chosen, sizes))
    return chosen.texts.say("toast-settings-kept")


# ---------------------------------------------------------------------------------------------------- the menu


def settings_text(chosen: Chosen, sizes: Sequence[int]) -> str:
    """The sizes are explained only where there is a choice."""
    said = ["settings", *(["settings-sizes"] if len(sizes) > 1 else []), *(["settings-rules"] if chosen.rules else [])]
    return "\n\n".join(chosen.texts.say(each) for each in said)


def settings_keyboard(chosen: Chosen, sizes: Sequence[int]) -> InlineKeyboardMarkup:
    """What holds now has a tick. Sizes are there where there is a choice."""
    texts = chosen.texts
    spoken = [
        button(ticked(each.own_name, each.code == texts.code), ChooseLanguage(each.code))
        for each in languages().values()
    ]
    large = [button(ticked(texts.say("size", pixels=each), each == chosen.size), ChooseSize(each)) for each in sizes]
    rules = rules_rows(chosen.rules, texts) if chosen.rules else ()
    return keyboard(*in_rows(spoken, LANGUAGES_A_ROW), large if len(large) > 1 else [], *rules)


def rules_rows(rules: GroupRules, texts: Texts) -> Sequence[Row]:
    """Who, how often, how loudly."""
    who, shown = Who.ADMINS if rules.admins_only else Who.EVERYBODY, Shown.NOTHING if rules.quiet else Shown.PROGRESS
    return (
        [button(ticked(texts.say(f"button-who-{each}"), each is who), ChooseWho(each)) for each in Who],
        [
            button(ticked(jobs_text(each, texts), each == rules.jobs_an_hour), ChooseJobsAnHour(each))
            for each in JOBS_AN_HOUR
        ],
        [button(ticked(texts.say(f"button-shown-{each}"), each is shown), ChooseShown(each)) for each in Shown],
    )


def jobs_text(jobs: int, texts: Texts) -> str:
    return texts.say("button-jobs-an-hour", jobs=jobs) if jobs else texts.say("button-no-limit")
