"""How buttons are laid out: rows, pages, and what those under a message ask for. Pure."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.presses import P, Press, data_of, press_in
from bot.texts import Texts

Row = Sequence[InlineKeyboardButton]


def button(label: str, press: Press) -> InlineKeyboardButton:
    return InlineKeyboardButton(label, callback_data=data_of(press))


def keyboard(*rows: Row) -> InlineKeyboardMarkup:
    """Without the empty rows."""
    return InlineKeyboardMarkup([row for row in rows if row])


def in_rows(buttons: Iterable[InlineKeyboardButton], width: int) -> list[Row]:
    remaining = iter(buttons)
    return list(iter(lambda: list(islice(remaining, width)), []))


def earlier_and_later(
    page: int, count: int, texts: Texts, press: Callable[[int], Press]
) -> tuple[list[InlineKeyboardButton], list[InlineKeyboardButton]]:
    """◀ and ▶, each where there is a page on that side."""
    earlier = [button(texts.say("button-earlier"), press(page - 1))] if page > 0 else []
    later = [button(texts.say("button-later"), press(page + 1))] if page < count - 1 else []
    return earlier, later


def ticked(label: str, holds: bool) -> str:
    return f"✓ {label}" if holds else label


def presses_under(markup: InlineKeyboardMarkup | None, kind: type[P]) -> Iterator[P]:
    """Those of this kind among the buttons of a message."""
    for row in markup.inline_keyboard if markup else ():
        for one in row:
            found = press_in(kind, one.callback_data)
            if found is not None:
                yield found


def offers(markup: InlineKeyboardMarkup | None, *kinds: type[Press]) -> bool:
    """Whether one of its buttons asks for one of these."""
    return any(True for kind in kinds for _ in presses_under(markup, kind))
