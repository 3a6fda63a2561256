"""The presets as numbered tiles: which are on which page, and the pictures of these pages that ship with the bot."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TypeAlias

from bot.presets import Preset, Presets
from bot.texts import Texts
from storage.names import ImageRef
from storage.work.contact_sheet import TILES_A_PAGE, ContactSheet

TILE_SIDE = 256
"""Pixels of the longer side of a tile that is painted on somebody's photo."""


class SheetsDoNotFit(Exception):
    """The shipped pictures were made for other presets, so their numbers would lie: show names. For the operator."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    number: int
    preset: Preset


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetPage:
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


def page_at(index: int, presets: Presets) -> SheetPage:
    """The last page where there is none so far on."""
    index = min(index, _count(presets) - 1)
    start = index * TILES_A_PAGE
    return _page(start + 1, list(presets)[start : start + TILES_A_PAGE], presets)


def page_with(preset: Preset, presets: Presets) -> SheetPage:
    """Where the preset is."""
    return page_at([one.key for one in presets].index(preset.key) // TILES_A_PAGE, presets)


def page_of(sheet: ContactSheet, presets: Presets) -> SheetPage:
    """What a painted contact sheet shows."""
    return _page(sheet.first_number, [presets.get(style.preset) for style in sheet.styles], presets)


def _page(first: int, shown: Sequence[Preset | None], presets: Presets) -> SheetPage:
    return SheetPage(
        index=(first - 1) // TILES_A_PAGE,
        first=first,
        last=first + len(shown) - 1,
        tiles=tuple(Tile(number=number, preset=preset) for number, preset in enumerate(shown, first) if preset),
        count=_count(presets),
        of=len(presets),
    )


def _count(presets: Presets) -> int:
    return -(-len(presets) // TILES_A_PAGE)


def caption_of(page: SheetPage, message: str, texts: Texts) -> str:
    """One line, because names between a contact sheet and its numbers would push the picture off a telephone."""
    return texts.say(message, first=page.first, last=page.last, all=page.of)


@dataclass(frozen=True, slots=True)
class SheetPicture:
    jpeg: bytes
    ref: ImageRef
    """What Telegram calls it is kept by this name (storage.telegram_files)."""


SheetPictures: TypeAlias = tuple[SheetPicture, ...]
"""One a page; none where they do not fit."""


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
    return tuple(SheetPicture(jpeg, ImageRef(sha256(jpeg).hexdigest())) for jpeg in jpegs)
