"""The menu of styles: what its buttons ask for, and how they lie.

They are answered in the files beside this one, except for contact sheets: those who answer show the menu again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.context import MessageContext
from bot.journeys.painting import PRESETS_A_ROW, page_count, preset_label, presets_on
from bot.layout import button, earlier_and_later, in_rows, keyboard
from bot.presets import Presets
from bot.presses import Owner, Press, press
from bot.reading import OWN_IN_MENU
from bot.shelf import Named
from bot.texts import Texts
from storage.names import JobId
from storage.own_styles import OwnStyle
from storage.work.painting import Painting


@press("use", owner=Owner.ANYBODY)
@dataclass(frozen=True, slots=True)
class UsePreset(Press):
    preset: str


@press("own", owner=Owner.MENU)
@dataclass(frozen=True, slots=True)
class UseOwn(Press):
    """As `UsePreset`."""

    style_id: int


@press("same", owner=Owner.REQUESTER, of=Painting)
@dataclass(frozen=True, slots=True)
class SameStyle(Press):
    """The job's styles and dials."""

    job: JobId


@press("asbefore", owner=Owner.MENU)
@dataclass(frozen=True, slots=True)
class AsBefore(Press):
    """Whatever is written in the picture above: it was made here, and came back."""


@press("sheet", owner=Owner.ANYBODY)
@dataclass(frozen=True, slots=True)
class SheetOfPhoto(Press):
    """A contact sheet of the photo above, over the same message."""

    page: int


@press("page", owner=Owner.ANYBODY)
@dataclass(frozen=True, slots=True)
class MenuPage(Press):
    page: int


@press("pair", owner=Owner.MENU)
@dataclass(frozen=True, slots=True)
class PairAnyway(Press):
    """The photo above is the style of the one that waits, although both are one picture."""


class Mode(StrEnum):
    """What a press on one of a person's own styles does."""

    USE = "use"
    RENAME = "rename"
    DELETE = "delete"
    SHARE = "share"


@press("mine", owner=Owner.MENU)
@dataclass(frozen=True, slots=True)
class ShowOwn(Press):
    """The list of one's own styles."""

    mode: Mode


@dataclass(frozen=True, slots=True, kw_only=True)
class Offers:
    """What stands above the presets."""

    same_as: JobId | None = None
    """Whose style was used last."""
    own: Sequence[OwnStyle] = ()
    """That were saved or used last."""
    for_photo: bool = False
    """A photo waits, and can be shown in all presets."""
    as_before: bool = False
    """It says itself how it was made."""


def styles_keyboard(presets: Presets, texts: Texts, offers: Offers, *, page: int = 0) -> InlineKeyboardMarkup:
    """Under "now the style" and /styles: a preset a button, in pages; above them what is the person's own."""
    as_before = [button(texts.say("button-as-before"), AsBefore())] if offers.as_before else []
    same = [button(texts.say("button-same"), SameStyle(offers.same_as))] if offers.same_as is not None else []
    on_photo = [button(texts.say("button-on-photo"), SheetOfPhoto(0))] if offers.for_photo else []
    offered = [button(preset_label(preset, texts), UsePreset(preset.key)) for preset in presets_on(page, presets)]
    earlier, later = earlier_and_later(page, page_count(presets), texts, MenuPage)
    return keyboard(
        as_before,
        [*same, *on_photo],
        *in_rows(own_buttons(offers.own, texts), PRESETS_A_ROW),
        *in_rows(offered, PRESETS_A_ROW),
        [*earlier, *later],
    )


def choices_keyboard(choices: Sequence[Named], texts: Texts) -> InlineKeyboardMarkup:
    """The styles that were meant, and no others."""
    buttons = [
        button(texts.say("button-own", name=one.name), UseOwn(one.id))
        if isinstance(one, OwnStyle)
        else button(one.label(texts.code), UsePreset(one.key))
        for one in choices
    ]
    return keyboard(*in_rows(buttons, PRESETS_A_ROW))


def same_keyboard(texts: Texts) -> InlineKeyboardMarkup:
    return keyboard([button(texts.say("button-pair-anyway"), PairAnyway())])


def own_offered(here: MessageContext) -> tuple[OwnStyle, ...]:
    """None in a group, where everybody reads what they are called."""
    return () if here.is_in_group else here.known.own_latest


def own_buttons(own: Sequence[OwnStyle], texts: Texts) -> list[InlineKeyboardButton]:
    """A few of them; where there are more, the last button shows all."""
    few = own if len(own) <= OWN_IN_MENU else own[: OWN_IN_MENU - 1]
    buttons = [button(texts.say("button-own", name=style.name), UseOwn(style.id)) for style in few]
    return [*buttons, *([button(texts.say("button-all-mine"), ShowOwn(Mode.USE))] if len(few) < len(own) else [])]
