"""`make bench`: seconds from sending a photo to its painting in the chat, through the sandbox's Bot API, part by part.

Sandbox, bot and engine are processes of their own, idle and warm. Writes a table to artefacts/bench/end_to_end.tsv.
On a machine that does other work too, CPU seconds say more than seconds.
"""

import argparse
import json
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory

import httpx

from storage.database import row
from storage.store import Storage
from tests.bench.machine import described
from tests.bench.pairs import Pair, PicturesMissing, pairs
from tests.bench.pictures import opened
from tests.bench.tables import Row, markdown, write_tsv
from tests.journeys.house import House, Message, Person, is_painting, open_house

SIDE = 1280
PRESET = "mosaic"
PEOPLE = 3
PAUSE_SECONDS = 2.0
"""Between two paintings: the bot keeps Telegram's limit of messages a second, and the engine falls idle again."""
PATIENCE_SECONDS = 600.0
PARTS = ("accepted", "acknowledged", "claimed", "painted", "delivered")
PROCESSES = ("sandbox", "bot", "engine")


@dataclass(frozen=True, slots=True)
class Course:
    """One painting: seconds after the photo was sent, and CPU seconds of each process."""

    at: dict[str, float]
    cpu: dict[str, float]


def main(words: Sequence[str]) -> None:
    options = _options(words)
    try:
        chosen = pairs(options.photos, options.styles, all_of_them=False)
    except PicturesMissing as missing:
        sys.exit(str(missing))
    rows = [{**row, "load": described()["load"]} for row in measured(chosen, rounds=options.rounds)]
    write_tsv(options.out / "end_to_end.tsv", rows)
    print(f"\n{markdown([described()])}\n\n{markdown(rows)}", flush=True)


def _options(words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.end_to_end", description=__doc__)
    parser.add_argument("--photos", type=Path, required=True, help="folder of photos")
    parser.add_argument("--styles", type=Path, required=True, help="folder of style pictures")
    parser.add_argument("--rounds", type=int, default=10, help="paintings of each kind (default: 10)")
    parser.add_argument("--out", type=Path, default=Path("artefacts/bench"))
    return parser.parse_args(words)


def measured(chosen: Sequence[Pair], *, rounds: int) -> list[Row]:
    kinds: dict[str, Callable[[Person, Pair], Callable[[], object]]] = {"preset": with_preset, "pair": with_pair}
    settings = {"IMPASTO_DEFAULT_METHOD": "instant", "IMPASTO_LONGEST_SIDE": str(SIDE)}
    with TemporaryDirectory() as folder, open_house(Path(folder), **settings) as house:
        watch = Watch(house)
        with watch.listening(), Storage.open(Path(folder) / "data") as storage:
            for kind in kinds.values():  # loads the network, reads the preset
                somebody = house.person(PEOPLE - 1)  # whose turn comes last: a chat has so many answers a second
                watch.follow(somebody, kind(somebody, chosen[-1]), storage)
            return [
                _figures(name, [_round(kind, house, watch, storage, chosen, number) for number in range(rounds)])
                for name, kind in kinds.items()
            ]


def _round(
    kind: Callable[[Person, Pair], Callable[[], object]],
    house: House,
    watch: "Watch",
    storage: Storage,
    chosen: Sequence[Pair],
    number: int,
) -> Course:
    """Another person and another picture each time."""
    person, pair = house.person(number % PEOPLE), chosen[number % len(chosen)]
    send = kind(person, pair)
    time.sleep(PAUSE_SECONDS)
    return watch.follow(person, send, storage)


def with_preset(person: Person, pair: Pair) -> Callable[[], object]:
    """What is to be timed: a photo whose caption names a preset."""
    photo = jpeg(pair.photo)
    return lambda: person.send(photo, caption=f"/style {PRESET}")


def with_pair(person: Person, pair: Pair) -> Callable[[], object]:
    """What is to be timed: the second photo, once the first is answered."""
    seen = len(person.answers())
    person.send(jpeg(pair.photo))
    person.house.until(lambda: person.answers()[seen:] or None, seconds=PATIENCE_SECONDS)
    style = jpeg(pair.style)
    return lambda: person.send(style)


def jpeg(path: Path) -> bytes:
    """As Telegram's apps send a photo: 1,280 px, quality 87."""
    out = BytesIO()
    opened(path, longest_side=SIDE).save(out, "JPEG", quality=87)
    return out.getvalue()


class Watch:
    """Sees messages at the moment in which a chat page would."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._changed = threading.Condition()
        self._arrived: list[tuple[float, Message]] = []
        self._is_over = False

    @contextmanager
    def listening(self) -> Iterator[None]:
        thread = threading.Thread(target=self._listen, daemon=True)
        thread.start()
        time.sleep(1.0)  # until subscribed
        yield
        self._is_over = True

    def follow(self, person: Person, send: Callable[[], object], storage: Storage) -> Course:
        before, sent = self._cpu(), time.time()
        send()
        message, delivered = self._painting(person, sent)
        after = self._cpu()
        moments = row(storage.db, MOMENTS, {"chat": person.chat_id, "message": message["message_id"]})
        assert moments is not None
        return Course(
            at={**{name: moments[name] - sent for name in PARTS[:-1]}, "delivered": delivered - sent},
            cpu={name: after[name] - before[name] for name in PROCESSES},
        )

    def _painting(self, person: Person, since: float) -> tuple[Message, float]:
        def newest() -> tuple[Message, float] | None:
            for at, message in reversed(self._arrived):
                if at > since and message["chat"]["id"] == person.chat_id and is_painting(message):
                    return message, at
            return None

        with self._changed:
            self._changed.wait_for(newest, timeout=PATIENCE_SECONDS)
            found = newest()
        assert found, f"no painting within {PATIENCE_SECONDS} s"
        return found

    def _listen(self) -> None:
        try:
            with httpx.stream("GET", f"{self._house.http.base_url}/sandbox/events", timeout=None) as answer:
                for line in answer.iter_lines():
                    if line.startswith("data: ") and '"message": {' in line:
                        self._note(json.loads(line.removeprefix("data: "))["message"])
        except httpx.TransportError:
            if not self._is_over:  # the house is closed while we listen
                raise

    def _note(self, message: Message) -> None:
        with self._changed:
            self._arrived.append((time.time(), message))
            self._changed.notify_all()

    def _cpu(self) -> dict[str, float]:
        return {name: cpu_seconds(self._house.running[name].pid) for name in PROCESSES}


MOMENTS = """
    select jobs.created_at as accepted, jobs.claimed_at as claimed, jobs.finished_at as painted,
        (select settled_at from outbox where job_id = jobs.id and kind = 'acknowledgement') as acknowledged
    from jobs where chat_id = :chat and living_message_id = :message order by id desc limit 1
"""


def cpu_seconds(pid: int) -> float:
    """Of a process and the children it has now."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    own = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    lists = Path(f"/proc/{pid}/task").glob("*/children")
    return own + sum(cpu_seconds(int(child)) for children in lists for child in children.read_text().split())


def _figures(kind: str, courses: Sequence[Course]) -> Row:
    """Medians; of the whole also what 95 of 100 stay below."""
    whole = [course.at["delivered"] for course in courses]
    p95 = quantiles(whole, n=20, method="inclusive")[-1] if len(whole) > 1 else whole[0]
    parts = {f"{name}, s": median(course.at[name] for course in courses) for name in PARTS}
    cpu = {f"CPU {name}, s": median(course.cpu[name] for course in courses) for name in PROCESSES}
    return {"kind": kind, "N": len(courses), "p50, s": median(whole), "p95, s": p95, **parts, **cpu}


if __name__ == "__main__":
    main(sys.argv[1:])
