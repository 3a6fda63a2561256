"""How long people wait for an acknowledgement while a large clean-up runs: `python -m tests.bench.cleanup`.

From the update to the message, with real handlers, storage and delivery, and a Telegram in memory that answers at once.
"""

import argparse
import asyncio
import os
import tempfile
import time
from hashlib import sha256
from itertools import count
from pathlib import Path
from statistics import median
from typing import Any

from bot.cleaning import Cleaning
from bot.settings import Settings
from storage.admission import Limits
from tests.bot.scene import ADA, Scene, open_scene
from tests.bot.until import until

PAUSE_SECONDS = 0.05
"""Between two people who order."""
NUMBERS = count()
ENDLESS = Limits(jobs_per_person=10**6, jobs_total=10**6, photos_a_day=10**6)


def put_files(folder: Path, how_many: int) -> None:
    """That no row names, a week old. Flushed to the disk together: one by one, as in a real put, would take an hour."""
    week_ago = time.time() - 7 * 24 * 3600
    for number in range(how_many):
        name = sha256(b"%d" % number).hexdigest()
        path = folder / name[:2] / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"a photo")
        os.utime(path, (week_ago, week_ago))
    os.sync()


async def acknowledgement_seconds(scene: Scene, number: int) -> float:
    """Then the job is stopped, so that the line stays short."""
    person = {**ADA, "id": 1000 + number}
    before = len(scene.telegram.said)
    started = time.perf_counter()
    await scene.send(person, **scene.photo(f"photo{number}"), caption="wave")
    await scene.delivery.start_due()
    await until(lambda: len(scene.telegram.said) > before)
    taken = time.perf_counter() - started
    (job,) = await scene.store.run(lambda storage: storage.jobs.open_of(1000 + number))
    await scene.store.cancel(job.id)
    return taken


async def measure(folder: Path, files: int) -> None:
    async with open_scene(folder, Settings(limits=ENDLESS)) as scene:
        report("nothing else going on", await ordering(scene, asyncio.create_task(asyncio.sleep(5))))
        await asyncio.to_thread(put_files, folder / "images", files)
        started = time.perf_counter()
        cleaning = Cleaning(scene.store, older_than_seconds=30 * 24 * 3600)
        seconds = await ordering(scene, asyncio.create_task(asyncio.to_thread(cleaning.clean_once)))
        report(f"{files} files are swept in {time.perf_counter() - started:.0f} s", seconds)


async def ordering(scene: Scene, meanwhile: asyncio.Task[Any]) -> list[float]:
    """Until that has ended."""
    seconds = []
    while not meanwhile.done():
        seconds.append(await acknowledgement_seconds(scene, next(NUMBERS)))
        await asyncio.sleep(PAUSE_SECONDS)
    return seconds


def report(what: str, seconds: list[float]) -> None:
    ordered = sorted(seconds)
    figures = {"median": median(ordered), "95 %": ordered[int(len(ordered) * 0.95)], "longest": ordered[-1]}
    print(f"{what}: {len(ordered)} acknowledgements,", ", ".join(f"{k} {v * 1000:.0f} ms" for k, v in figures.items()))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=100_000)
    parser.add_argument("--on", type=Path, help="a folder on the disk to measure; one in memory shows what is ours")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.on) as folder:
        asyncio.run(measure(Path(folder), options.files))


if __name__ == "__main__":
    main()
