"""Inline keyboards, and the callback_data inside them: `v1:<action>:<ids>`, at most 64 bytes. Pure."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.presets import Preset, Presets
from bot.texts import Texts, languages
from storage.jobs import Job, JobId

VERSION = "v1"
PRESETS_A_ROW = 2
PRESETS_A_PAGE = 8
SHORTCUTS = 3


class Action(StrEnum):
    USE = "use"
    """use:<preset>, under a photo that waits for its style or in the menu of styles."""
    PAGE = "page"
    """page:<number> of the menu of styles."""
    CANCEL = "cancel"
    SWAP = "swap"
    AGAIN = "again"
    RETRY = "retry"
    """Under a painting that was stopped or failed: over the same message."""
    PAINT_WITH = "with"
    """with:<job>:<preset>: the job's content in this preset."""
    MORE = "more"
    """more:<job>:<page>: presets in place of the result's buttons."""
    BACK = "back"
    LANGUAGE = "lang"
    FORGET = "forget"
    """forget:yes, forget:no"""


@dataclass(frozen=True, slots=True)
class Press:
    """What a pressed button asks for."""

    action: Action
    ids: tuple[str, ...] = ()

    @property
    def job_id(self) -> JobId:
        return JobId(int(self.ids[0]))

    def to_data(self) -> str:
        return ":".join((VERSION, self.action, *self.ids))


NUMBERS_FIRST = {
    Action.CANCEL,
    Action.SWAP,
    Action.AGAIN,
    Action.RETRY,
    Action.PAINT_WITH,
    Action.MORE,
    Action.BACK,
    Action.PAGE,
}
ID_COUNTS = {Action.PAINT_WITH: 2, Action.MORE: 2}


def parse_press(data: str) -> Press | None:
    """None for a button of another version, or one that we never made."""
    version, _, rest = data.partition(":")
    name, *ids = rest.split(":")
    if version != VERSION or name not in list(Action):
        return None
    action = Action(name)
    if len(ids) != ID_COUNTS.get(action, 1) or not all(ids):
        return None
    numbers = [*(ids[:1] if action in NUMBERS_FIRST else ()), *(ids[1:] if action is Action.MORE else ())]
    if not all(number.isascii() and number.isdigit() for number in numbers):
        return None
    return Press(action, tuple(ids))


def style_menu(presets: Presets, texts: Texts, *, page: int = 0) -> InlineKeyboardMarkup:
    """Under "now the style" and /styles: a preset a button, in pages."""
    rows = _rows(
        [_button(preset.label(texts.code), Action.USE, preset.key) for preset in _page(presets, page)], PRESETS_A_ROW
    )
    turns = _page_turns(presets, texts, page, lambda number: Press(Action.PAGE, (str(number),)))
    return InlineKeyboardMarkup([*rows, turns] if turns else rows)


def while_painting(job: Job, texts: Texts) -> InlineKeyboardMarkup:
    """⇄ Swap only between two photos of the person: a preset is nobody's content."""
    return InlineKeyboardMarkup([[*_swap(job, texts), _button(texts.buttons.cancel, Action.CANCEL, job.id)]])


def under_result(job: Job, presets: Presets, texts: Texts) -> InlineKeyboardMarkup:
    first = [*_swap(job, texts), _button(texts.buttons.again, Action.AGAIN, job.id)]
    shortcuts = [
        _button(preset.label(texts.code), Action.PAINT_WITH, job.id, preset.key)
        for preset in shortcuts_for(job, presets)
    ]
    return InlineKeyboardMarkup([first, shortcuts, [_button(texts.buttons.more, Action.MORE, job.id, 0)]])


def after_stop(job_id: JobId, texts: Texts) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[_button(texts.buttons.again, Action.RETRY, job_id)]])


def more_styles(job_id: JobId, presets: Presets, texts: Texts, *, page: int) -> InlineKeyboardMarkup:
    buttons = [
        _button(preset.label(texts.code), Action.PAINT_WITH, job_id, preset.key) for preset in _page(presets, page)
    ]
    turns = _page_turns(presets, texts, page, lambda number: Press(Action.MORE, (str(job_id), str(number))))
    back = [_button(texts.buttons.back, Action.BACK, job_id)]
    return InlineKeyboardMarkup([*_rows(buttons, PRESETS_A_ROW), *([turns] if turns else []), back])


def language_menu() -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(
        [[_button(texts.own_name, Action.LANGUAGE, texts.code)] for texts in languages().values()]
    )


def forget_menu(texts: Texts) -> InlineKeyboardMarkup:
    yes = _button(texts.buttons.forget_yes, Action.FORGET, "yes")
    no = _button(texts.buttons.forget_no, Action.FORGET, "no")
    return InlineKeyboardMarkup([[yes, no]])


def shortcuts_for(job: Job, presets: Presets) -> list[Preset]:
    """Three presets other than the job's own; another three under the next painting, so that all get seen."""
    current = job.request.recipe.styles[0].preset
    others = [preset for preset in presets if preset.key != current]
    start = job.id * SHORTCUTS % len(others) if others else 0
    return list(islice([*others[start:], *others[:start]], SHORTCUTS))


def page_count(presets: Presets) -> int:
    return -(-len(presets) // PRESETS_A_PAGE)


def _page(presets: Presets, page: int) -> list[Preset]:
    start = min(page, page_count(presets) - 1) * PRESETS_A_PAGE
    return list(presets)[start : start + PRESETS_A_PAGE]


def _swap(job: Job, texts: Texts) -> list[InlineKeyboardButton]:
    if job.request.recipe.styles[0].preset:
        return []
    return [_button(texts.buttons.swap, Action.SWAP, job.id)]


def _page_turns(presets: Presets, texts: Texts, page: int, press: Callable[[int], Press]) -> list[InlineKeyboardButton]:
    turns = []
    if page > 0:
        turns.append(InlineKeyboardButton(texts.buttons.earlier, callback_data=press(page - 1).to_data()))
    if page < page_count(presets) - 1:
        turns.append(InlineKeyboardButton(texts.buttons.later, callback_data=press(page + 1).to_data()))
    return turns


def _button(label: str, action: Action, *ids: object) -> InlineKeyboardButton:
    return InlineKeyboardButton(label, callback_data=Press(action, tuple(map(str, ids))).to_data())


def _rows(buttons: Iterable[InlineKeyboardButton], width: int) -> list[Sequence[InlineKeyboardButton]]:
    remaining = iter(buttons)
    return list(iter(lambda: list(islice(remaining, width)), []))
