"""Trouble on demand: what goes wrong next, how often, and for which method."""

import asyncio
from dataclasses import dataclass
from enum import StrEnum

from bot.sandbox.database import Json


class FaultKind(StrEnum):
    FLOOD = "flood"
    """429 with retry_after."""
    BAD_GATEWAY = "bad_gateway"
    """502 with nginx's page, as Telegram's front end answers."""
    CUT_BEFORE = "cut_before"
    """The connection breaks while the request is still being sent; nothing happens."""
    CUT_AFTER = "cut_after"
    """The request is obeyed, then the connection breaks: the caller cannot know."""
    SLOW = "slow"
    """The request is obeyed, the answer comes `delay` seconds late."""
    BLOCKED = "blocked"
    """`person` blocks the bot."""
    UNBLOCKED = "unblocked"
    KICKED = "kicked"
    """The bot is thrown out of the group `chat_id`."""
    INVITED = "invited"
    UPGRADED = "upgraded"
    """The basic group `chat_id` becomes a supergroup with a new id."""
    DUPLICATE_UPDATE = "duplicate_update"
    """The next update comes again after it was confirmed."""
    LATE_ALBUM = "late_album"
    """The siblings of the next album come one by one, last first, `delay` seconds apart."""


REQUEST_FAULTS = frozenset(
    (FaultKind.FLOOD, FaultKind.BAD_GATEWAY, FaultKind.CUT_BEFORE, FaultKind.CUT_AFTER, FaultKind.SLOW)
)
POLLING = "getupdates"


@dataclass(slots=True)
class Fault:
    kind: FaultKind
    method: str = ""
    """Empty: any method but getUpdates."""
    times: int = 1
    retry_after: int = 1
    delay: float = 1.0
    person: int = 0
    chat_id: int = 0

    def hits(self, method: str) -> bool:
        return method == self.method.lower() if self.method else method != POLLING

    def as_json(self) -> Json:
        return {"fault": self.kind, "method": self.method, "times": self.times}


def fault_from(body: Json) -> Fault:
    """Raises ValueError in a sentence for what is no fault."""
    try:
        kind = FaultKind(body.get("fault", ""))
    except ValueError:
        raise ValueError(f"There is no such fault. Known: {', '.join(FaultKind)}.") from None
    return Fault(
        kind=kind,
        method=str(body.get("method") or ""),
        times=int(body.get("times", 1)),
        retry_after=int(body.get("retry_after", 1)),
        delay=float(body.get("delay", 1.0)),
        person=int(body.get("person", 0)),
        chat_id=int(body.get("chat_id", 0)),
    )


class FaultPlan:
    """The faults still to come, first asked first served. Gone after a restart."""

    def __init__(self) -> None:
        self._planned: list[Fault] = []

    def add(self, fault: Fault) -> None:
        self._planned.append(fault)

    def clear(self) -> None:
        self._planned.clear()

    def planned(self) -> list[Json]:
        return [fault.as_json() for fault in self._planned]

    def strike(self, method: str, kinds: frozenset[FaultKind]) -> Fault | None:
        """The fault that hits this request, used up by one."""
        return self._use(next((f for f in self._planned if f.kind in kinds and f.hits(method)), None))

    def take(self, kind: FaultKind) -> Fault | None:
        return self._use(next((fault for fault in self._planned if fault.kind is kind), None))

    def _use(self, fault: Fault | None) -> Fault | None:
        if fault is None:
            return None
        fault.times -= 1
        if fault.times <= 0:
            self._planned.remove(fault)
        return fault


async def slow_down(fault: Fault | None) -> None:
    if fault and fault.kind is FaultKind.SLOW:
        await asyncio.sleep(fault.delay)
