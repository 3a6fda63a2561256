"""Processes for the storage tests to start, freeze and kill: `players.py ROLE FOLDER …`. Each says "ready" first."""

import sys
import time
from collections.abc import Callable
from pathlib import Path
from random import Random

from storage.database import write_transaction
from storage.jobs import FailureReason, JobRequest
from storage.places import Place
from storage.queue import LeaseLost
from storage.store import Storage
from storage.wake import WakeListener
from storage.work.painting import Painting
from storage.work.styles import Style

LEASE_SECONDS = 0.3


def produce(storage: Storage, count: int) -> None:
    """Enqueue jobs 0 to count - 1, those of an earlier run again; print each number once it is accepted."""
    for number in range(count):
        storage.inbox.add(number, "{}")
        photo = storage.images.put(f"photo {number}".encode())
        style = Style(image=storage.images.put(b"style"))
        user = number % 7
        work = Painting(content=photo, styles=(style,))
        asked = JobRequest(key=str(number), place=Place(chat_id=user), user_id=user, work=work)
        storage.queue.enqueue(asked, settle_update=number)
        print(number, flush=True)


def consume(storage: Storage, name: str) -> None:
    """Paint until killed; print each job completed. Some are tried again, given back, or outlive their lease."""
    random = Random(name + str(time.time()))
    with WakeListener(storage.wake_folder, "engine") as listener:
        while True:
            claims = storage.queue.claim(name, lease_seconds=LEASE_SECONDS)
            for claim in claims:
                fate = random.random()
                try:
                    storage.queue.renew(claim, progress=0.5, lease_seconds=LEASE_SECONDS)
                    if fate < 0.05:
                        storage.queue.give_back(claim)
                        continue
                    if fate < 0.07:
                        storage.queue.fail(claim, reason=FailureReason.INTERNAL, retry=True)
                        continue
                    if fate < 0.09:
                        time.sleep(1.5 * LEASE_SECONDS)
                    result = storage.images.put(f"result {claim.job_id} {claim.attempt}".encode())
                    storage.queue.complete(claim, result=result, paint_seconds=0.1)
                    print(claim.job_id, flush=True)
                except LeaseLost:
                    continue
            if not claims:
                listener.wait(0.05)


def hold_the_lock(storage: Storage) -> None:
    with write_transaction(storage.db):
        print("holding", flush=True)
        time.sleep(600)


def answer_wake_ups(storage: Storage) -> None:
    """For every wake-up as an engine, claim and print."""
    with WakeListener(storage.wake_folder, "engine") as listener:
        print("listening", flush=True)
        while True:
            listener.wait(60)
            for claim in storage.queue.claim("listener", limit=100):
                print(claim.job_id, flush=True)


ROLES: dict[str, Callable[..., None]] = {
    "produce": lambda storage, count: produce(storage, int(count)),
    "consume": consume,
    "hold_the_lock": hold_the_lock,
    "answer_wake_ups": answer_wake_ups,
    "open": lambda storage: None,
}


def main(role: str, folder: str, *arguments: str) -> None:
    with Storage.open(Path(folder)) as storage:
        print("ready", flush=True)
        ROLES[role](storage, *arguments)


if __name__ == "__main__":
    main(*sys.argv[1:])
