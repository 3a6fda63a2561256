"""The race with `pastiche` 1.6.0: who brings pastiche's own loss down in how many seconds, and how a judge sees both.

Three run, each alone in its process with the same number of threads: pastiche with its defaults (L-BFGS, max pooling,
float32); Impasto's way down (pyramid, bfloat16) with pastiche's loss as its aim; and Impasto optimise as it is, which
aims elsewhere. The clocks of the first two start when pastiche has read its pictures, that of the third before it does.
Every state is judged by the same function: pastiche's own loss, in float32, of the picture clipped as a file is.
"""

import argparse
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor

from engine.methods import Dials, Step, load_method
from engine.nets.reader import CAFFE_MEAN_RGB
from engine.nets.vgg import Vgg19
from engine.tensors import to_image, to_tensor
from engine.weights import all_weights, vgg19_weights
from tests.bench.judge import Judge, Verdict
from tests.bench.machine import peak_mebibytes
from tests.bench.pairs import Pair
from tests.bench.pastiche_loss import descended
from tests.bench.pictures import opened
from tests.bench.tables import Row

KEPT_STEPS = (0, 1, 2, 5, 10, 15, 20, 30, 40, 50, 60, 80, 100, 125, 150, 175, 200, 250, 300, 350, 400, 450, 500)
"""pastiche's pictures after these steps, and after the last, are kept and judged."""
OUR_STATES = 25
"""So many states on our ways are judged."""

WALL, CPU, LOSS = "seconds", "CPU s", "pastiche's loss"
CLOCKS = (WALL, CPU)
LEAST_SHOWN = 0.01
"""CPU seconds: the axis is logarithmic, and nothing happens before."""


@dataclass(frozen=True, slots=True)
class State:
    """A picture on the way, and the work that led to it."""

    name: str
    wall: float
    cpu: float
    picture: Tensor
    """(1, 3, h, w) RGB of 0 to 1; smaller than the painting while it is still coarse."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """The same for all who run."""

    pair: Pair
    size: int
    steps: int
    """pastiche's; the others know themselves when to stop."""
    threads: int


def race(course: Course, judge: Judge, *, folder: Path, racers: Sequence[str]) -> list[Row]:
    """A row a state. Those not among the racers are judged by what they left in the folder, if they ran before."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in racers:
        _run_apart(name, course, folder)
    tracks = {name: states_in(_track(folder, name)) for name in RACERS if _track(folder, name).exists()}
    artist = pastiche_artist(course)
    verdict = _verdicts(course, judge)
    rows = [
        _row(name, state, loss_of(artist, state.picture), verdict(state.picture))
        for name, states in tracks.items()
        for state in states
    ]
    for name, states in tracks.items():
        to_image(states[-1].picture).save(folder / f"race-{name}.png")
    plot(rows, folder / "race.png")
    return rows


def _run_apart(name: str, course: Course, folder: Path) -> None:
    words = [name, course.pair.photo, course.pair.style, course.size, course.steps, course.threads]
    subprocess.run(
        [sys.executable, "-m", __name__, *map(str, words), str(_track(folder, name))], check=True, stdout=sys.stderr
    )


def _track(folder: Path, name: str) -> Path:
    return folder / f"race-{name}.pt"


def write_states(path: Path, states: Sequence[State]) -> None:
    torch.save([asdict(state) for state in states], path)


def states_in(path: Path) -> list[State]:
    return [State(**entry) for entry in torch.load(path, weights_only=True)]


def _verdicts(course: Course, judge: Judge) -> Callable[[Tensor], Verdict]:
    files = (course.pair.photo, course.pair.style)
    photo, style = (to_tensor(opened(file, longest_side=course.size)) for file in files)
    photo_read, style_read = judge.read(photo), judge.read(style)

    def verdict(picture: Tensor) -> Verdict:
        return judge.verdict(judge.read(at_size(picture, photo.shape[-2:])), photo=photo_read, style=style_read)

    return verdict


def _row(painter: str, state: State, loss: float, verdict: Verdict) -> Row:
    return {
        "painter": painter,
        "state": state.name,
        WALL: state.wall,
        CPU: state.cpu,
        LOSS: loss,
        **asdict(verdict),
    }


class Clock:
    """Wall and CPU seconds since it was made."""

    def __init__(self) -> None:
        self._wall, self._cpu = perf_counter(), process_time()

    def state(self, name: str, picture: Tensor) -> State:
        return State(name, perf_counter() - self._wall, process_time() - self._cpu, picture.clone())


def _some_of(states: Sequence[State]) -> Iterator[State]:
    """Spread over the steps, and the last."""
    yield from states[: -1 : max(1, len(states) // OUR_STATES)]
    yield states[-1]


def run_optimise(course: Course) -> Iterator[State]:
    painter = load_method("optimise", device=torch.device("cpu"), weights=all_weights())
    states: list[State] = []
    clock = Clock()
    photo = to_tensor(opened(course.pair.photo, longest_side=course.size))
    style = to_tensor(opened(course.pair.style, longest_side=2 * course.size))

    def keep(step: Step) -> None:
        states.append(clock.state(f"{step.fraction:.0%}", step.picture))

    painter.paint(photo, [(style, 1.0)], Dials(), on_step=keep)
    yield from _some_of(states)


def run_same_loss(course: Course) -> Iterator[State]:
    artist = pastiche_artist(course)
    vgg = Vgg19(vgg19_weights(), device=torch.device("cpu"), pooling="max")
    photo, style = _rgb(artist.pastiche).contiguous(), to_tensor(opened(course.pair.style, longest_side=course.size))
    clock = Clock()
    yield from _some_of([clock.state(name, picture) for name, picture in descended(vgg, artist, photo, style)])


def pastiche_artist(course: Course) -> Any:
    from pastiche.pastiche import PasticheArtist

    return PasticheArtist(str(course.pair.photo), [str(course.pair.style)], size=course.size, device="cpu")


def run_pastiche(course: Course) -> Iterator[State]:
    artist = pastiche_artist(course)
    clock = Clock()
    yield clock.state("step 0", _rgb(artist.pastiche))
    for step in range(1, course.steps + 1):
        artist.draw()
        if step in KEPT_STEPS or step == course.steps:
            yield clock.state(f"step {step}", _rgb(artist.pastiche))


RACERS: dict[str, Callable[[Course], Iterator[State]]] = {
    "pastiche": run_pastiche,
    "impasto-same-loss": run_same_loss,
    "impasto-optimise": run_optimise,
}


def plot(rows: Sequence[Row], file: Path) -> None:
    """Loss over CPU seconds, both in powers of ten."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(7, 4.5), layout="constrained")
    axes = figure.subplots()
    for painter in dict.fromkeys(str(row["painter"]) for row in rows):
        own = [row for row in rows if row["painter"] == painter and _figure(row, CPU) > LEAST_SHOWN]
        axes.plot([_figure(row, CPU) for row in own], [_figure(row, LOSS) for row in own], marker=".", label=painter)
    axes.set(xlabel="CPU seconds", ylabel="pastiche's own loss", xscale="log", yscale="log")
    axes.grid(which="major", alpha=0.3)
    axes.legend()
    figure.savefig(file, dpi=100)


def reached(rows: Sequence[Row]) -> list[Row]:
    """When each painter was first as low as pastiche in the end, and how many times sooner than pastiche itself."""
    end = [row for row in rows if row["painter"] == "pastiche"][-1]
    return [_reached(painter, rows, end) for painter in dict.fromkeys(str(row["painter"]) for row in rows)]


def _reached(painter: str, rows: Sequence[Row], end: Row) -> Row:
    own = [row for row in rows if row["painter"] == painter]
    low = [row for row in own if _figure(row, LOSS) <= _figure(end, LOSS)]
    times = {f"times sooner, {clock}": _figure(end, clock) / _figure(low[0], clock) if low else 0.0 for clock in CLOCKS}
    least = min(_figure(row, LOSS) for row in own)
    return {"painter": painter, "least loss": least, "there at": low[0]["state"] if low else "never", **times}


def _figure(row: Row, column: str) -> float:
    return float(str(row[column]))


def loss_of(artist: Any, picture: Tensor) -> float:
    """pastiche's own loss of an RGB picture of 0 to 1 of any size, clipped as a file would be."""
    bgr = at_size(picture, artist.content_size).flip(1) * 255 - _caffe_mean()
    held = artist.pastiche
    artist.pastiche = bgr
    try:
        with torch.no_grad():
            return float(artist._calc_loss())
    finally:
        artist.pastiche = held


def at_size(picture: Tensor, size: Sequence[int]) -> Tensor:
    if tuple(picture.shape[-2:]) == tuple(size):
        return picture.clamp(0, 1)
    return F.interpolate(picture, tuple(size), mode="bicubic", antialias=True).clamp(0, 1)


def _rgb(pastiche: Tensor) -> Tensor:
    """Not clipped: what pastiche itself goes on from."""
    return ((pastiche.detach() + _caffe_mean()) / 255).flip(1)


def _caffe_mean() -> Tensor:
    return torch.tensor(CAFFE_MEAN_RGB[::-1]).view(1, 3, 1, 1)


def main(words: Sequence[str]) -> None:
    """One racer, whose states go to a file."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.pastiche_race")
    parser.add_argument("racer", choices=RACERS)
    parser.add_argument("photo", type=Path)
    parser.add_argument("style", type=Path)
    parser.add_argument("size", type=int)
    parser.add_argument("steps", type=int)
    parser.add_argument("threads", type=int)
    parser.add_argument("out", type=Path)
    options = parser.parse_args(words)
    torch.set_num_threads(options.threads)
    pair = Pair(options.photo, options.style)
    course = Course(pair=pair, size=options.size, steps=options.steps, threads=options.threads)
    write_states(options.out, list(RACERS[options.racer](course)))
    print(f"{options.racer}: peak memory {peak_mebibytes():.0f} MiB")


if __name__ == "__main__":
    main(sys.argv[1:])
