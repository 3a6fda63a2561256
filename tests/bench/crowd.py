"""A group in which everybody wants a painting: `python -m tests.bench.crowd --minutes 10`.

Sandbox, bot and engine are processes of their own. Everybody orders at once, and again as soon as they have theirs, for
so many minutes; then what is still owed is awaited. The sandbox refuses no call for being one too many, so calls in any
minute are counted: above 20 Telegram would answer with 429. Writes a table to artefacts/bench/crowd.tsv.
"""

import argparse
import sys
import time
from collections import Counter, deque
from collections.abc import Iterable, Sequence
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory
from typing import Any

from bot.rate_limiter import NOT_IN_A_CHAT
from bot.sandbox.groups import found_supergroup
from bot.sandbox.sandbox import Sandbox
from storage.database import Row as Found
from storage.database import rows
from storage.store import Storage
from tests.bench.machine import described
from tests.bench.tables import Row, markdown, write_tsv
from tests.journeys.house import TOKEN, House, Person, open_house, photo

PRESET = "wave"
FIRST_ID = 7_000
LOOK_SECONDS = 1.0
SECONDS_FOR_ONE = 6.0
"""To be owed a painting: two calls at twenty a minute. So long is awaited for each at the end."""
SETTINGS = {"IMPASTO_DEFAULT_METHOD": "instant", "IMPASTO_LONGEST_SIDE": "240"}


def main(words: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.crowd", description=__doc__)
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--minutes", type=float, default=10.0, help="for so long everybody orders again and again")
    parser.add_argument("--out", type=Path, default=Path("artefacts/bench"))
    options = parser.parse_args(words)
    row = measured(options.people, options.minutes)
    write_tsv(options.out / "crowd.tsv", [row])
    print(f"\n{markdown([described()])}\n\n{markdown([row])}", flush=True)


def measured(people: int, minutes: float) -> Row:
    with TemporaryDirectory() as folder:
        group = gather(Path(folder) / "sandbox", people)
        with open_house(Path(folder), **SETTINGS) as house, Storage.open(Path(folder) / "data") as storage:
            crowd = [Person(house, FIRST_ID + number, group) for number in range(people)]
            ordered = order_again_and_again(crowd, storage, seconds=60 * minutes)
            patience = SECONDS_FOR_ONE * people + 60
            house.until(lambda: _shown(storage).total() >= ordered or None, seconds=patience)
            house.until_settled(seconds=patience)
            return {"people": people, "minutes": f"{minutes:g}", **_told(storage), **_asked(house, group)}


def gather(folder: Path, people: int) -> int:
    """A supergroup of so many; its id."""
    folder.mkdir(parents=True)
    sandbox = Sandbox.open(folder, token=TOKEN)
    with sandbox.database:
        for number in range(people):
            name = f"Guest {number + 1}"
            sandbox.chatroom.add_person(
                {"id": FIRST_ID + number, "is_bot": False, "first_name": name, "language_code": "en"}
            )
        group = found_supergroup(sandbox, "A crowd", [])
    sandbox.close()
    return group.id


SHOWN = """
    select user_id, count(*) as paintings from jobs join outbox on outbox.job_id = jobs.id
    where outbox.kind = 'result' and outbox.state = 'sent' group by user_id
"""


def order_again_and_again(crowd: Sequence[Person], storage: Storage, *, seconds: float) -> int:
    """Everybody once at least; how many orders it were."""
    ordered: Counter[int] = Counter()
    until = time.monotonic() + seconds
    while not ordered or time.monotonic() < until:
        shown = _shown(storage)
        for person in crowd:
            if shown[person.id] == ordered[person.id]:
                ordered[person.id] += 1
                person.send(photo(person.id * 1000 + ordered[person.id]), caption=f"/style {PRESET}")
        time.sleep(LOOK_SECONDS)
    return ordered.total()


def _shown(storage: Storage) -> Counter[int]:
    """Paintings of each person."""
    return Counter({found["user_id"]: found["paintings"] for found in rows(storage.db, SHOWN, {})})


OUTCOMES = """
    select jobs.user_id, jobs.state, told.state as told, told.settled_at - jobs.created_at as waited
    from jobs left join outbox as told on told.job_id = jobs.id and told.kind = 'result' order by jobs.id
"""


def _told(storage: Storage) -> Row:
    orders = rows(storage.db, OUTCOMES, {})
    served = [order for order in orders if order["told"] == "sent"]
    twentieths = quantiles([order["waited"] for order in served], n=20, method="inclusive")
    return {
        "orders": len(orders),
        "painted and shown": len(served),
        "people served": len({order["user_id"] for order in served}),
        "waited p50, s": twentieths[9],
        "p95, s": twentieths[18],
        "longest, s": max(order["waited"] for order in served),
    }


def _asked(house: House, group: int) -> Row:
    requests = [
        request
        for request in house.log()["requests"]
        if str(request["params"].get("chat_id")) == str(group) and request["method"] not in NOT_IN_A_CHAT
    ]
    shown = Counter(name for request in requests if request["ok"] for name in _pictures(request))
    return {
        "calls in the group": len(requests),
        "most in a minute": most_in_a_minute(request["at"] for request in requests),
        "pictures sent": shown.total(),
        "shown twice": sum(times > 1 for times in shown.values()),
        "refused": sum(not request["ok"] for request in requests),
    }


def _pictures(request: Found) -> list[Any]:
    return [file["file_name"] for file in request["files"].values()]


def most_in_a_minute(moments: Iterable[float]) -> int:
    """In any 60 seconds."""
    lately: deque[float] = deque()
    most = 0
    for moment in sorted(moments):
        lately.append(moment)
        while lately[0] <= moment - 60:
            lately.popleft()
        most = max(most, len(lately))
    return most


if __name__ == "__main__":
    main(sys.argv[1:])
