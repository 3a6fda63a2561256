"""The contact sheets that ship with the presets: painting them, and telling whether they still fit.

Beside the sheets lies a manifest. It names the presets in the order of the tiles, and holds the checksums of all that
the sheets were made from, so that nobody is shown a number that means another style.
"""

import hashlib
import json
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image, ImageOps
from tqdm import tqdm

from engine.contact_sheet import GAP
from engine.decoder import Decoder
from engine.failures import BadImage
from engine.files import TEXTS, BadInput, read_file
from engine.kinds import Inputs, Made, OnProgress
from engine.weights import PAINTER_SHA256
from storage.names import ImageRef
from storage.work.contact_sheet import TILES_A_PAGE, TILES_A_ROW, ContactSheet
from storage.work.styles import Style
from storage.work.work import CONTENT, STYLE

SHEETS = "sheets"
MANIFEST = "manifest.json"
PAINTED_SIDE = 384
"""Tiles are painted at this size and then reduced: finer than they could be painted."""
SHEET_WIDTH = 1024
"""About as many pixels as a telephone has across."""
Make = Callable[[ContactSheet, Inputs, OnProgress], Made]
LARGEST_BYTES = 200_000
QUALITIES = range(90, 34, -2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Swatch:
    """A preset, as far as a contact sheet is concerned."""

    key: str
    picture: Path

    @property
    def facts(self) -> Mapping[str, str]:
        return {"key": self.key, "swatch": checksum(read_file(self.picture))}


def swatches_in(folder: Path) -> list[Swatch]:
    """In the order of presets.toml. Raises BadInput."""
    table = folder / "presets.toml"
    try:
        entries = tomllib.loads(read_file(table).decode())["preset"]
        return [Swatch(key=entry["key"], picture=folder / entry["image"]) for entry in entries]
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError) as error:
        raise BadInput(f"{table} is not a table of presets: {error}") from error


def make_sheets(folder: Path, photo: Path, make: Make) -> list[Path]:
    """Paint the photo in every preset of the folder; the sheets written. Raises BadInput, CannotPaint."""
    swatches, square = swatches_in(folder), _square(photo)
    sheets = folder / SHEETS
    written, pages = [], []
    for number, some in enumerate(_pages(swatches), start=1):
        path = sheets / f"{number}.jpg"
        first_number = 1 + (number - 1) * TILES_A_PAGE
        jpeg = _light_jpeg(_painted(square, some, first_number, make))
        sheets.mkdir(exist_ok=True)
        path.write_bytes(jpeg)
        written.append(path)
        pages.append({"sheet": path.name, "sha256": checksum(jpeg), "presets": [swatch.facts for swatch in some]})
    for old in set(sheets.glob("*.jpg")) - set(written):
        old.unlink()
    manifest = {"photo": photo.name, "painter": PAINTER_SHA256, "pages": pages}
    (sheets / MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n")
    return written


def complaints(folder: Path) -> list[str]:
    """Why the sheets of the folder no longer fit, a line each; empty when they do. Raises BadInput."""
    sheets = folder / SHEETS
    try:
        manifest = json.loads(read_file(sheets / MANIFEST))
    except ValueError as error:
        raise BadInput(f"{sheets / MANIFEST} is not JSON: {error}") from error
    return [*_about_presets(manifest, swatches_in(folder)), *_about_sheets(manifest, sheets)]


def checksum(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _about_presets(manifest: Mapping[str, Any], swatches: Sequence[Swatch]) -> Iterator[str]:
    if manifest["painter"] != PAINTER_SHA256:
        yield "the instant painter has other weights now"
    if [[entry["key"] for entry in page["presets"]] for page in manifest["pages"]] != [
        [swatch.key for swatch in some] for some in _pages(swatches)
    ]:
        yield "presets came, went or changed places"
        return
    painted = [entry["swatch"] for page in manifest["pages"] for entry in page["presets"]]
    for swatch, was in zip(swatches, painted, strict=True):
        if swatch.facts["swatch"] != was:
            yield f"the picture of preset {swatch.key} changed"


def _about_sheets(manifest: Mapping[str, Any], sheets: Path) -> Iterator[str]:
    for page in manifest["pages"]:
        if checksum(read_file(sheets / page["sheet"])) != page["sha256"]:
            yield f"{page['sheet']} is not the picture that was made"


def _painted(square: bytes, swatches: Sequence[Swatch], first_number: int, make: Make) -> Image.Image:
    data = [read_file(swatch.picture) for swatch in swatches]
    work = ContactSheet(
        content=ImageRef(checksum(square)),
        styles=tuple(Style(image=ImageRef(checksum(picture))) for picture in data),
        longest_side=PAINTED_SIDE,
        first_number=first_number,
    )
    with tqdm(total=len(swatches), desc="painting", disable=None, leave=False) as bar:
        try:
            made = make(
                work,
                {CONTENT: [square], STYLE: data},
                lambda fraction, _: bar.update(fraction * len(swatches) - bar.n),
            )
        except BadImage as error:
            raise BadInput(f"{swatches[error.index].picture} {TEXTS[error.reason]}") from error
    return _reduced(made)


def _reduced(made: Made) -> Image.Image:
    """As wide as SHEET_WIDTH where a row is full; a short page has tiles of the same size."""
    scale = SHEET_WIDTH / (TILES_A_ROW * (PAINTED_SIDE + GAP) - GAP)
    with Image.open(BytesIO(made.data)) as sheet:
        width, height = round(sheet.width * scale), round(sheet.height * scale)
        return sheet.resize((width, height), Image.Resampling.LANCZOS)


def _light_jpeg(sheet: Image.Image) -> bytes:
    """The best of at most LARGEST_BYTES, if any is. Brushwork is hard to compress, but hides what that costs."""
    for quality in QUALITIES:
        out = BytesIO()
        sheet.save(out, "JPEG", quality=quality, subsampling=2)
        if out.tell() <= LARGEST_BYTES:
            break
    return out.getvalue()


def _square(photo: Path) -> bytes:
    """The middle of the photo, as a PNG."""
    decoder = Decoder()
    try:
        image = decoder.decode(read_file(photo), longest_side=4 * PAINTED_SIDE)
    except BadImage as error:
        raise BadInput(f"{photo} {TEXTS[error.reason]}") from error
    finally:
        decoder.close()
    out = BytesIO()
    ImageOps.fit(image, (min(image.size),) * 2).save(out, "PNG")
    return out.getvalue()


def _pages(swatches: Sequence[Swatch]) -> list[Sequence[Swatch]]:
    return [swatches[start : start + TILES_A_PAGE] for start in range(0, len(swatches), TILES_A_PAGE)]
