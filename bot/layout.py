"""How buttons are laid out: rows, pages, and what those under a message ask for. Pure."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import StrEnum
from itertools import islice

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.presses import P, Press, data_of, press_in
from bot.texts import Texts

Row = Sequence[InlineKeyboardButton]
IN_TWOS, IN_THREES = 20, 12
"""Characters that a telephone shows of a button in a row of two and of three; Telegram cuts what is longer with "…"."""

ARTICLES = frozenset(("the", "il", "la", "l’", "el", "las", "los", "der", "die", "das"))


class Icon(StrEnum):
    """Buttons without words, for a row of many."""

    ADJUST = "🎛"
    MORE = "🎨"
    SWAP = "⇄"
    AGAIN = "🔁"
    UNDO = "↩"
    REDO = "↪"
    SHARE = "↗"


def cut(label: str, longest: int) -> str:
    """As many whole words as fit, without a leading article; one long word is cut."""
    words = label.split()
    while len(words) > 2 and len(" ".join(words)) > longest:
        words.pop(1 if words[1].casefold() in ARTICLES else -1)
    short = " ".join(words)
    return short if len(short) <= longest else f"{short[: longest - 1]}…"


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
