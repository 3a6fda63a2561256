"""What many who wait cost the one storage thread: `python -m tests.bench.waiting`.

One look of the progress loop with so many people in line, and one forecast beside so many finished jobs. In CPU time,
the best of several rounds: what the work takes when nobody else is at it.
"""

import argparse
import asyncio
import tempfile
import time
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from bot.settings import Settings
from storage.admission import Limits
from storage.database import write_transaction
from storage.jobs import JobRequest
from storage.names import ImageRef
from storage.places import Place
from storage.store import Storage
from storage.work.painting import OPTIMISE, Painting
from storage.work.styles import Style
from tests.bot.scene import ADA, Scene, open_scene
from tests.bot.until import until

T = TypeVar("T")
ROUNDS = 20
GOAL_MILLISECONDS = 20.0
ENDLESS = Limits(jobs_per_person=10**6, jobs_total=10**6, photos_a_day=10**6)


def finish_jobs(storage: Storage, how_many: int) -> None:
    """As if they had been painted over months."""
    picture = ImageRef(sha256(b"a picture").hexdigest())
    work = Painting(content=picture, styles=(Style(image=picture),), method=OPTIMISE)
    job_id, _ = storage.queue.enqueue(JobRequest(key="first", place=Place(chat_id=1), user_id=1, work=work))
    (claim,) = storage.queue.claim("bench")
    storage.queue.complete(claim, result=picture, paint_seconds=30.0)
    columns = [column for (_, column, *_) in storage.db.conn.execute("pragma table_info(jobs)") if column != "id"]
    copied = ", ".join("jobs.key || '-' || number" if column == "key" else f"jobs.{column}" for column in columns)
    with write_transaction(storage.db):
        storage.db.conn.execute(
            f"""
            insert into jobs ({", ".join(columns)})
            with recursive numbers(number) as (select 1 union all select number + 1 from numbers where number < ?)
            select {copied} from jobs, numbers where jobs.id = ?
            """,
            (how_many - 1, job_id),
        )


async def fill_the_line(scene: Scene, people: int) -> None:
    """Each with a message that shows how they stand."""
    for number in range(people):
        await scene.send({**ADA, "id": 1000 + number}, **scene.photo(f"photo{number}"), caption="wave")
        await scene.delivery.start_due()
        await until(lambda waiting=number: len(scene.telegram.said) > waiting)  # type: ignore[misc]
    await scene.delivery.finish(seconds=60)


async def milliseconds(scene: Scene, call: Callable[[Storage], T]) -> float:
    """Of the storage thread."""

    def timed(storage: Storage) -> float:
        started = time.thread_time()
        call(storage)
        return time.thread_time() - started

    return min([await scene.store.run(timed) for _ in range(ROUNDS)]) * 1000


async def measure(folder: Path, people: int, jobs: int) -> None:
    async with open_scene(folder, Settings(default_method=OPTIMISE, limits=ENDLESS)) as scene:
        await scene.store.run(lambda storage: finish_jobs(storage, jobs))
        await fill_the_line(scene, people)
        last = await scene.store.run(lambda storage: storage.jobs.latest(999 + people, 999 + people))
        assert last
        look = await milliseconds(scene, lambda storage: storage.line.frames())
        forecast = await milliseconds(scene, lambda storage: storage.line.position(last.id))
        print(f"one look at {people} who wait: {look:.1f} ms of each 500 (goal: {GOAL_MILLISECONDS:.0f})")
        print(f"one forecast, beside {jobs} finished jobs: {forecast:.1f} ms")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=200)
    parser.add_argument("--jobs", type=int, default=200_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(measure(Path(folder), options.people, options.jobs))


if __name__ == "__main__":
    main()
