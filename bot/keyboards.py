"""Inline keyboards, and the callback_data inside them: `v1:<action>:<ids>`, at most 64 bytes. Pure."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.dials import Turn, percent
from bot.presets import Preset, Presets
from bot.settings import INSTANT
from bot.sheets import Page
from bot.texts import Texts, languages
from storage.jobs import TILES_A_ROW, Job, JobId, Recipe, Style
from storage.own_styles import OwnStyle

VERSION = "v1"
PRESETS_A_ROW = 2
PRESETS_A_PAGE = 8
OWN_IN_MENU = 4
NUMBERS_A_ROW = 6
LANGUAGES_A_ROW = 3
SHORTCUTS = 3


class Action(StrEnum):
    USE = "use"
    """use:<preset>, under a photo that waits for its style or in the menu of styles."""
    SAME = "same"
    """same:<job>, under a photo that waits for its style: the job's recipe."""
    PAGE = "page"
    """page:<number> of the menu of styles."""
    NUMBER = "number"
    """number:<preset>, under the contact sheet."""
    LEAF = "leaf"
    """leaf:<page> of the contact sheet."""
    SHEET = "sheet"
    """sheet:<page>, under a menu of styles for a photo: a contact sheet of that photo, over the same message."""
    TILES = "tiles"
    """tiles:<job>:<page>: a contact sheet of the job's content; under one, its other pages."""
    TILE = "tile"
    """tile:<job>:<preset>, under a contact sheet of a photo."""
    CANCEL = "cancel"
    SWAP = "swap"
    AGAIN = "again"
    RETRY = "retry"
    """Under a painting that was stopped or failed: over the same message."""
    PAINT_WITH = "with"
    """with:<job>:<preset>: the job's content in this preset."""
    PROPER = "proper"
    """Over the same message, beginning with the painting in it."""
    ADJUST = "adjust"
    """The dials in place of the result's buttons."""
    DIAL = "dial"
    """dial:<job>:<turn>"""
    ABOUT = "about"
    """about:<job>:strength, about:<job>:brush: what the dial does."""
    KEEP = "keep"
    """The painting's style picture, as a style of one's own."""
    UNDO = "undo"
    """The painting before this one, in the same message."""
    MORE = "more"
    """more:<job>:<page>: presets in place of the result's buttons."""
    BACK = "back"
    MINE = "mine"
    """mine:use, mine:rename, mine:delete: one's own styles, and what a press on one does."""
    OWN = "own"
    """own:<own style>: as `use`."""
    RENAME = "rename"
    """rename:<own style>"""
    DELETE = "delete"
    """delete:<own style>, which asks, and then"""
    DELETE_YES = "deleteyes"
    """deleteyes:<own style>"""
    LANGUAGE = "lang"
    SIZE = "size"
    """size:<pixels>"""
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
    Action.SAME,
    Action.MORE,
    Action.BACK,
    Action.PAGE,
    Action.LEAF,
    Action.SHEET,
    Action.TILES,
    Action.TILE,
    Action.PROPER,
    Action.ADJUST,
    Action.DIAL,
    Action.ABOUT,
    Action.UNDO,
    Action.KEEP,
    Action.SIZE,
    Action.OWN,
    Action.RENAME,
    Action.DELETE,
    Action.DELETE_YES,
}
NUMBERS_ONLY = {Action.MORE, Action.TILES}
ID_COUNTS = {Action.PAINT_WITH: 2, Action.MORE: 2, Action.DIAL: 2, Action.ABOUT: 2, Action.TILES: 2, Action.TILE: 2}
STRENGTH, BRUSH = "strength", "brush"
MINE_USE, MINE_RENAME, MINE_DELETE = "use", "rename", "delete"
SECOND_IDS = {Action.DIAL: {str(turn) for turn in Turn}, Action.ABOUT: {STRENGTH, BRUSH}}


def parse_press(data: str) -> Press | None:
    """None for a button of another version, or one that we never made."""
    version, _, rest = data.partition(":")
    name, *ids = rest.split(":")
    if version != VERSION or name not in list(Action):
        return None
    action = Action(name)
    if len(ids) != ID_COUNTS.get(action, 1) or not all(ids):
        return None
    numbers = [*(ids[:1] if action in NUMBERS_FIRST else ()), *(ids[1:] if action in NUMBERS_ONLY else ())]
    if not all(number.isascii() and number.isdigit() for number in numbers):
        return None
    if action in SECOND_IDS and ids[1] not in SECOND_IDS[action]:
        return None
    return Press(action, tuple(ids))


def style_menu(
    presets: Presets,
    texts: Texts,
    *,
    page: int = 0,
    same_as: JobId | None = None,
    own: Sequence[OwnStyle] = (),
    for_photo: bool = False,
) -> InlineKeyboardMarkup:
    """Under "now the style" and /styles: a preset a button, in pages; above them what is the person's own.

    That is the style of the last painting, and the styles that they saved or used last. `for_photo`: a photo waits,
    and can be shown in all presets.
    """
    same = [_button(texts.buttons.same, Action.SAME, same_as)] if same_as is not None else []
    on_photo = [_button(texts.buttons.on_photo, Action.SHEET, 0)] if for_photo else []
    mine = _rows(own_buttons(own, texts), PRESETS_A_ROW)
    rows = _rows(
        [_button(preset.label(texts.code), Action.USE, preset.key) for preset in _page(presets, page)], PRESETS_A_ROW
    )
    turns = _page_turns(presets, texts, page, lambda number: Press(Action.PAGE, (str(number),)))
    return InlineKeyboardMarkup(_without_empty([[*same, *on_photo], *mine, *rows, turns]))


def numbers(page: Page, texts: Texts, *, for_photo: bool = False) -> InlineKeyboardMarkup:
    """Under the contact sheet, a number a tile. `for_photo` as in `style_menu`."""
    buttons = [_button(str(tile.number), Action.NUMBER, tile.preset.key) for tile in page.tiles]
    on_photo = [_button(texts.buttons.on_photo, Action.SHEET, page.index)] if for_photo else []
    back, forth = _turn_ends(page.index, page.count, texts, lambda index: Press(Action.LEAF, (str(index),)))
    return InlineKeyboardMarkup(_without_empty([*_rows(buttons, TILES_A_ROW), [*back, *on_photo, *forth]]))


def numbers_on_photo(job_id: JobId, page: Page, texts: Texts) -> InlineKeyboardMarkup:
    """Under the contact sheet that the job painted on somebody's photo."""
    buttons = [_button(str(tile.number), Action.TILE, job_id, tile.preset.key) for tile in page.tiles]
    turns = _turns(page.index, page.count, texts, lambda index: Press(Action.TILES, (str(job_id), str(index))))
    return InlineKeyboardMarkup(_without_empty([*_rows(buttons, TILES_A_ROW), turns]))


def offers(keyboard: InlineKeyboardMarkup | None, *actions: Action) -> bool:
    """Whether one of its buttons does that."""
    return any(press.action in actions for press in _presses(keyboard))


def own_buttons(own: Sequence[OwnStyle], texts: Texts) -> list[InlineKeyboardButton]:
    """A few of them; where there are more, the last button shows all."""
    few = own if len(own) <= OWN_IN_MENU else own[: OWN_IN_MENU - 1]
    buttons = [_button(texts.buttons.own.format(name=style.name), Action.OWN, style.id) for style in few]
    return [*buttons, *([_button(texts.buttons.all_mine, Action.MINE, MINE_USE)] if len(few) < len(own) else [])]


def my_styles(own: Sequence[OwnStyle], texts: Texts, *, mode: str = MINE_USE) -> InlineKeyboardMarkup | None:
    """A number for each style of the list above; None where there is none."""
    if not own:
        return None
    action = {MINE_RENAME: Action.RENAME, MINE_DELETE: Action.DELETE}.get(mode, Action.OWN)
    numbers = [_button(str(number), action, style.id) for number, style in enumerate(own, 1)]
    rename = _button(texts.buttons.rename, Action.MINE, MINE_RENAME)
    delete = _button(texts.buttons.delete, Action.MINE, MINE_DELETE)
    back = _button(texts.buttons.back, Action.MINE, MINE_USE)
    return InlineKeyboardMarkup([*_rows(numbers, NUMBERS_A_ROW), [rename, delete] if mode == MINE_USE else [back]])


def delete_menu(style_id: int, texts: Texts) -> InlineKeyboardMarkup:
    yes = _button(texts.buttons.delete_yes, Action.DELETE_YES, style_id)
    return InlineKeyboardMarkup([[yes, _button(texts.buttons.forget_no, Action.MINE, MINE_USE)]])


def same_style_in(keyboard: InlineKeyboardMarkup | None) -> JobId | None:
    """The job whose style a menu offers once more."""
    return next((press.job_id for press in _presses(keyboard) if press.action is Action.SAME), None)


def while_painting(job: Job, texts: Texts) -> InlineKeyboardMarkup:
    """⇄ Swap only between two photos of the person: a preset is nobody's content."""
    return InlineKeyboardMarkup([[*_swap(job, texts), _button(texts.buttons.cancel, Action.CANCEL, job.id)]])


def under_result(job: Job, presets: Presets, texts: Texts, *, has_earlier: bool = False) -> InlineKeyboardMarkup:
    """`has_earlier`: the message held a painting before this one."""
    adjust = _button(texts.buttons.adjust, Action.ADJUST, job.id)
    more = _button(texts.buttons.more, Action.MORE, job.id, 0)
    again = _button(texts.buttons.again, Action.AGAIN, job.id)
    second = [adjust, *_swap(job, texts), *_undo(job.id, texts, has_earlier), more]
    shortcuts = [
        _button(preset.label(texts.code), Action.PAINT_WITH, job.id, preset.key)
        for preset in shortcuts_for(job, presets)
    ]
    last = [*_keep(job, texts), _button(texts.buttons.on_photo, Action.TILES, job.id, 0)]
    return InlineKeyboardMarkup(_without_empty([[*_properly(job, texts), again], second, shortcuts, last]))


def dials(job: Job, texts: Texts, *, has_earlier: bool = False) -> InlineKeyboardMarkup:
    """In place of the result's buttons: a row a dial, its name between its ends."""
    said, recipe = texts.buttons, job.request.recipe
    strength = said.strength.format(percent=percent(recipe.strength))
    brush = said.brush.format(size=texts.decimal(recipe.brush_size))
    colours = said.colours_on if recipe.keep_colours else said.colours_off
    return InlineKeyboardMarkup(
        [
            *([properly] if (properly := _properly(job, texts)) else []),
            _dial(job.id, texts, strength, STRENGTH, Turn.WEAKER, Turn.STRONGER),
            _dial(job.id, texts, brush, BRUSH, Turn.FINER, Turn.COARSER),
            [_button(colours, Action.DIAL, job.id, Turn.COLOURS)],
            [*_undo(job.id, texts, has_earlier), _button(said.done, Action.BACK, job.id)],
        ]
    )


def after_stop(
    job_id: JobId, texts: Texts, *, can_retry: bool = True, has_earlier: bool = False
) -> InlineKeyboardMarkup | None:
    """None where there is nothing to press."""
    retry = [_button(texts.buttons.again, Action.RETRY, job_id)] if can_retry else []
    row = [*retry, *_undo(job_id, texts, has_earlier)]
    return InlineKeyboardMarkup([row]) if row else None


def more_styles(job_id: JobId, presets: Presets, texts: Texts, *, page: int) -> InlineKeyboardMarkup:
    buttons = [
        _button(preset.label(texts.code), Action.PAINT_WITH, job_id, preset.key) for preset in _page(presets, page)
    ]
    turns = _page_turns(presets, texts, page, lambda number: Press(Action.MORE, (str(job_id), str(number))))
    back = [_button(texts.buttons.back, Action.BACK, job_id)]
    return InlineKeyboardMarkup([*_rows(buttons, PRESETS_A_ROW), *([turns] if turns else []), back])


def settings_menu(texts: Texts, sizes: Sequence[int], size: int) -> InlineKeyboardMarkup:
    """What holds now has a tick. Sizes are there where there is a choice."""
    spoken = [
        _button(_ticked(each.own_name, each.code == texts.code), Action.LANGUAGE, each.code)
        for each in languages().values()
    ]
    large = [_button(_ticked(texts.size(each), each == size), Action.SIZE, each) for each in sizes]
    return InlineKeyboardMarkup([*_rows(spoken, LANGUAGES_A_ROW), *([large] if len(large) > 1 else [])])


def _ticked(label: str, holds: bool) -> str:
    return f"✓ {label}" if holds else label


def forget_menu(texts: Texts) -> InlineKeyboardMarkup:
    yes = _button(texts.buttons.forget_yes, Action.FORGET, "yes")
    no = _button(texts.buttons.forget_no, Action.FORGET, "no")
    return InlineKeyboardMarkup([[yes, no]])


def shortcuts_for(job: Job, presets: Presets) -> list[Preset]:
    """A few presets other than the job's own; others under the next painting, so that all get seen."""
    current = {style.preset for style in job.request.recipe.styles}
    others = [preset for preset in presets if preset.key not in current]
    start = job.id * SHORTCUTS % len(others) if others else 0
    return list(islice([*others[start:], *others[:start]], SHORTCUTS))


def can_swap(recipe: Recipe) -> bool:
    """Between two pictures of the person: a preset is nobody's content, and a blend has no one style."""
    return len(recipe.styles) == 1 and not recipe.styles[0].preset


def page_count(presets: Presets) -> int:
    return -(-len(presets) // PRESETS_A_PAGE)


def _page(presets: Presets, page: int) -> list[Preset]:
    start = min(page, page_count(presets) - 1) * PRESETS_A_PAGE
    return list(presets)[start : start + PRESETS_A_PAGE]


def _swap(job: Job, texts: Texts) -> list[InlineKeyboardButton]:
    if not can_swap(job.request.recipe):
        return []
    return [_button(texts.buttons.swap, Action.SWAP, job.id)]


def savable_style(recipe: Recipe) -> Style | None:
    """The one style picture, where it has no name yet."""
    style = recipe.styles[0]
    return style if len(recipe.styles) == 1 and not style.preset and not style.own else None


def _keep(job: Job, texts: Texts) -> list[InlineKeyboardButton]:
    return [_button(texts.buttons.keep, Action.KEEP, job.id)] if savable_style(job.request.recipe) else []


def _properly(job: Job, texts: Texts) -> list[InlineKeyboardButton]:
    """Only an instant painting can be painted better."""
    if job.request.recipe.method != INSTANT:
        return []
    return [_button(texts.buttons.properly, Action.PROPER, job.id)]


def _undo(job_id: JobId, texts: Texts, has_earlier: bool) -> list[InlineKeyboardButton]:
    return [_button(texts.buttons.undo, Action.UNDO, job_id)] if has_earlier else []


def _dial(job_id: JobId, texts: Texts, label: str, name: str, down: Turn, up: Turn) -> list[InlineKeyboardButton]:
    return [
        _button(texts.buttons.less, Action.DIAL, job_id, down),
        _button(label, Action.ABOUT, job_id, name),
        _button(texts.buttons.greater, Action.DIAL, job_id, up),
    ]


def _page_turns(presets: Presets, texts: Texts, page: int, press: Callable[[int], Press]) -> list[InlineKeyboardButton]:
    return _turns(page, page_count(presets), texts, press)


def _turns(page: int, count: int, texts: Texts, press: Callable[[int], Press]) -> list[InlineKeyboardButton]:
    back, forth = _turn_ends(page, count, texts, press)
    return [*back, *forth]


def _turn_ends(
    page: int, count: int, texts: Texts, press: Callable[[int], Press]
) -> tuple[list[InlineKeyboardButton], list[InlineKeyboardButton]]:
    """◀ and ▶, each where there is a page on that side."""
    back = [InlineKeyboardButton(texts.buttons.earlier, callback_data=press(page - 1).to_data())]
    forth = [InlineKeyboardButton(texts.buttons.later, callback_data=press(page + 1).to_data())]
    return back if page > 0 else [], forth if page < count - 1 else []


def _button(label: str, action: Action, *ids: object) -> InlineKeyboardButton:
    return InlineKeyboardButton(label, callback_data=Press(action, tuple(map(str, ids))).to_data())


def _presses(keyboard: InlineKeyboardMarkup | None) -> Iterator[Press]:
    for row in keyboard.inline_keyboard if keyboard else ():
        for button in row:
            press = parse_press(button.callback_data) if isinstance(button.callback_data, str) else None
            if press:
                yield press


def _without_empty(rows: Iterable[Sequence[InlineKeyboardButton]]) -> list[Sequence[InlineKeyboardButton]]:
    return [row for row in rows if row]


def _rows(buttons: Iterable[InlineKeyboardButton], width: int) -> list[Sequence[InlineKeyboardButton]]:
    remaining = iter(buttons)
    return list(iter(lambda: list(islice(remaining, width)), []))
