"""Whether a painting made with a preset's swatch is as good as one made with the master that the swatch was grown from.

Both are judged by the master. A preset's key is the name of its master's file.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from statistics import mean

from tqdm import tqdm

from bot.presets import load_presets
from engine.tensors import to_tensor
from tests.bench.judge import Judge, Reading, Verdict
from tests.bench.painters import painted_apart
from tests.bench.pairs import Pair, found
from tests.bench.pictures import opened
from tests.bench.tables import Row

PHOTOS = ("portrait_freckles", "heidelberg_bridge")
MEASURES = ("style", "gram", "content")


@dataclass(frozen=True, slots=True)
class Course:
    """How all of them are painted."""

    painter: str
    size: int
    threads: int
    folder: Path


@dataclass(frozen=True, slots=True)
class Compared:
    preset: str
    photo: str
    master: Verdict
    """Of the painting made with the master; the other with the swatch."""
    swatch: Verdict


def compare(photos: Path, masters: Path, keys: Collection[str], judge: Judge, course: Course) -> list[Compared]:
    """Every master's preset, or those with these keys, on every photo. Raises PicturesMissing."""
    presets = [preset for preset in load_presets() if preset.artist and (preset.key in keys or not keys)]
    work = [(preset, found(photos, photo)) for preset in presets for photo in PHOTOS]
    with_master = [Pair(photo, found(masters, preset.key)) for preset, photo in work]
    with_swatch = [Pair(photo, preset.image) for preset, photo in work]
    paintings = zip(_painted(with_master, "masters", course), _painted(with_swatch, "swatches", course), strict=True)
    given = lru_cache(maxsize=len(PHOTOS) + 2)(partial(_read, judge, size=course.size))
    compared = []
    for pair, both in tqdm(zip(with_master, paintings, strict=True), desc="judging", total=len(work), unit="pair"):
        photo, master = given(pair.photo), given(pair.style)
        verdicts = [judge.verdict(_read(judge, file, course.size), photo=photo, style=master) for file in both]
        compared.append(Compared(pair.style.stem, pair.photo.stem, *verdicts))
    return compared


def swatch_rows(compared: Sequence[Compared]) -> list[Row]:
    """A row a preset, means over its photos, the one that loses most by its swatch first; then the mean of all."""
    presets = dict.fromkeys(one.preset for one in compared)
    rows = [_row(preset, [one for one in compared if one.preset == preset]) for preset in presets]
    rows.sort(key=lambda row: -float(str(row["style: swatch / master"])))
    return [*rows, _row(f"mean of {len(presets)}", compared)]


def _painted(pairs: Sequence[Pair], name: str, course: Course) -> list[Path]:
    folder = course.folder / name
    paintings = painted_apart(course.painter, pairs, size=course.size, threads=course.threads, folder=folder)
    return [Path(painted.file) for painted in paintings]


def _read(judge: Judge, file: Path, size: int) -> Reading:
    return judge.read(to_tensor(opened(file, longest_side=size)))


def _row(name: str, compared: Sequence[Compared]) -> Row:
    row: dict[str, object] = {"preset": name}
    for measure in MEASURES:
        for with_what in ("master", "swatch"):
            row[f"{measure}, {with_what}"] = mean(getattr(getattr(one, with_what), measure) for one in compared)
    ratio = mean(one.swatch.style for one in compared) / mean(one.master.style for one in compared)
    return {**row, "style: swatch / master": ratio}
