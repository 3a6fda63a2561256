"""The numbers under a contact sheet: what they ask for, and that they lie as the tiles do."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Message

from bot.journeys.styles.menu import SheetOfPhoto
from bot.layout import button, earlier_and_later, in_rows, keyboard, offers
from bot.presses import Owner, Press, press
from bot.sheets import SheetPage
from bot.texts import Texts
from storage.names import JobId
from storage.work.contact_sheet import TILES_A_ROW, ContactSheet


@press("number", owner=Owner.ANYBODY)
@dataclass(frozen=True, slots=True)
class ChooseNumber(Press):
    """Under the sheet of the presets."""

    preset: str


@press("leaf", owner=Owner.ANYBODY)
@dataclass(frozen=True, slots=True)
class ShowPage(Press):
    """Another page of the sheet of the presets."""

    page: int


@press("tile", owner=Owner.ANYBODY, of=ContactSheet)
@dataclass(frozen=True, slots=True)
class PaintTile(Press):
    """Under a sheet of somebody's photo."""

    job: JobId
    preset: str


@press("tiles", owner=Owner.ANYBODY)
@dataclass(frozen=True, slots=True)
class SheetOfWork(Press):
    """A sheet of the photo that the job was made from; under such a sheet, its other pages."""

    job: JobId
    page: int


def numbers_keyboard(page: SheetPage, texts: Texts, *, for_photo: bool = False) -> InlineKeyboardMarkup:
    """Under the sheet of the presets. `for_photo`: a photo waits, and can be shown in all of them."""
    numbers = [button(str(tile.number), ChooseNumber(tile.preset.key)) for tile in page.tiles]
    on_photo = [button(texts.say("button-on-photo"), SheetOfPhoto(page.index))] if for_photo else []
    return _below(numbers, page, texts, ShowPage, between=on_photo)


def tiles_keyboard(job_id: JobId, page: SheetPage, texts: Texts) -> InlineKeyboardMarkup:
    """Under the sheet that the job painted on somebody's photo."""
    numbers = [button(str(tile.number), PaintTile(job_id, tile.preset.key)) for tile in page.tiles]
    return _below(numbers, page, texts, lambda index: SheetOfWork(job_id, index))


def on_photo_button(job_id: JobId, texts: Texts) -> InlineKeyboardButton:
    return button(texts.say("button-on-photo"), SheetOfWork(job_id, 0))


def is_contact_sheet(message: Message) -> bool:
    return offers(message.reply_markup, ChooseNumber, PaintTile)


def _below(
    numbers: Iterable[InlineKeyboardButton],
    page: SheetPage,
    texts: Texts,
    turn: Callable[[int], Press],
    *,
    between: Iterable[InlineKeyboardButton] = (),
) -> InlineKeyboardMarkup:
    earlier, later = earlier_and_later(page.index, page.count, texts, turn)
    return keyboard(*in_rows(numbers, TILES_A_ROW), [*earlier, *between, *later])
