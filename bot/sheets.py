"""The presets as numbered tiles: which are on which page, and the pictures of these pages that ship with the bot."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.presets import Preset, Presets
from storage.jobs import SHEET, TILES_A_PAGE, Job, Recipe

TILE_SIDE = 256
"""Pixels of the longer side of a tile that is painted on somebody's photo."""


class SheetsDoNotFit(Exception):
    """The shipped pictures were made for other presets, so their numbers would lie: show names. For the operator."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    number: int
    preset: Preset


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    index: int
    """From 0."""
    first: int
    last: int
    tiles: tuple[Tile, ...]
    """Numbered from first to last, without those whose preset is gone."""
    count: int
    """Of all pages."""
    of: int
    """How many presets there are in all."""


def page_at(index: int, presets: Presets) -> Page:
    """The last page where there is none so far on."""
    index = min(index, _count(presets) - 1)
    start = index * TILES_A_PAGE
    return _page(start + 1, list(presets)[start : start + TILES_A_PAGE], presets)


def page_with(preset: Preset, presets: Presets) -> Page:
    """Where the preset is."""
    return page_at([one.key for one in presets].index(preset.key) // TILES_A_PAGE, presets)


def page_of(recipe: Recipe, presets: Presets) -> Page:
    """What a painted contact sheet shows."""
    return _page(recipe.first_number, [presets.get(style.preset) for style in recipe.styles], presets)


def _page(first: int, shown: Sequence[Preset | None], presets: Presets) -> Page:
    return Page(
        index=(first - 1) // TILES_A_PAGE,
        first=first,
        last=first + len(shown) - 1,
        tiles=tuple(Tile(number=number, preset=preset) for number, preset in enumerate(shown, first) if preset),
        count=_count(presets),
        of=len(presets),
    )


def _count(presets: Presets) -> int:
    return -(-len(presets) // TILES_A_PAGE)


def is_sheet(job: Job) -> bool:
    return job.request.recipe.method == SHEET


class SheetPictures:
    """One picture a page, none where they do not fit. Telegram's name of each is kept once it was sent."""

    def __init__(self, jpegs: Sequence[bytes] = ()) -> None:
        self._jpegs = tuple(jpegs)
        self._file_ids: dict[int, str] = {}

    def __len__(self) -> int:
        return len(self._jpegs)

    def known_as(self, index: int) -> str:
        """Telegram's file_id, or empty. The picture may have to be sent again after a restart."""
        return self._file_ids.get(index, "")

    def jpeg(self, index: int) -> bytes:
        return self._jpegs[index]

    def note(self, index: int, file_id: str) -> None:
        self._file_ids[index] = file_id

    def forget(self, index: int) -> None:
        """Telegram does not know it by that name any more."""
        self._file_ids.pop(index, None)


def load_pictures(presets: Presets, folder: Path) -> SheetPictures:
    """Of `impasto previews`. Raises SheetsDoNotFit."""
    try:
        pages = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["pages"]
        shown = [[entry["key"] for entry in page["presets"]] for page in pages]
        jpegs = [(folder / page["sheet"]).read_bytes() for page in pages]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SheetsDoNotFit(f"the contact sheets in {folder} cannot be read: {error!r}") from error
    wanted = [page_at(index, presets) for index in range(page_at(0, presets).count)]
    if shown != [[tile.preset.key for tile in page.tiles] for page in wanted]:
        raise SheetsDoNotFit(f"the contact sheets in {folder} show other presets: run make previews")
    return SheetPictures(jpegs)
