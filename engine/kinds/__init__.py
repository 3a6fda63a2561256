"""The kinds of work as this engine makes them: one file each, and one line in KINDS."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pkgutil import resolve_name
from typing import TYPE_CHECKING, Any, cast

from engine.decoder import Decoder
from engine.failures import CannotPaint
from engine.kinds.kind import Inputs, Kind, Made, OnProgress, Order
from engine.methods import Weights
from storage.work import Work

if TYPE_CHECKING:  # torch takes seconds to import, and most commands never need it
    from engine.kinds.resources import Resources

__all__ = ["KINDS", "Inputs", "Kind", "Kinds", "Made", "OnProgress", "Order"]

KINDS: Mapping[str, str] = {
    "painting": "engine.kinds.painting:PaintingKind",
    "contact_sheet": "engine.kinds.contact_sheet:ContactSheetKind",
    "day_chart": "engine.kinds.day_chart:DayChartKind",
    "dream": "engine.kinds.dream:DreamKind",
    "collage": "engine.kinds.collage:CollageKind",
    "before_after": "engine.kinds.before_after:BeforeAfterKind",
}
"""Name, as in storage.work → the class that makes it, from what the kinds share."""


class Kinds:
    """Makes work of any kind, each loaded when it is first needed. For one thread, but where it says otherwise."""

    def __init__(self, weights: Weights, *, device: str = "auto", threads: int = 0) -> None:
        """`device` is "auto", "cpu" or "cuda"; `threads` 0 leaves the number to torch."""
        self._weights = weights
        self._device_wanted = device
        self._threads_wanted = threads
        self._decoder = Decoder()
        self._resources: Resources | None = None
        self._loaded: dict[str, Kind[Any]] = {}

    @property
    def device(self) -> str:
        """What was asked for, until a kind is loaded. Safe from any thread, and loads nothing."""
        return str(self._resources.device) if self._resources else self._device_wanted

    @property
    def threads(self) -> int:
        """As `device`."""
        return self._resources.threads if self._resources else self._threads_wanted

    def warm_up(self) -> None:
        """Load now what the first piece of work would otherwise wait for. Raises CannotPaint."""
        self._decoder.start()
        for name in KINDS:
            self._kind(name).warm_up()

    def make(self, work: Work, inputs: Inputs, on_progress: OnProgress) -> Made:
        """Raises BadImage, Unreadable, CannotPaint, and whatever `on_progress` raises."""
        started = time.perf_counter()
        made = self._kind(work.NAME).make(work, inputs, on_progress)
        return replace(made, seconds=time.perf_counter() - started)

    def together(self, work: Work) -> int:
        """How many of its batch are made together because that is faster; 1 while nobody knows. From any thread."""
        kind = self._loaded.get(work.NAME)
        return kind.together(work) if kind and work.batch_key else 1

    def make_together(self, orders: Sequence[Order[Any]]) -> list[Made | Exception]:
        """What comes of each order of one batch: what is made, or what `make` would have raised."""
        started = time.perf_counter()
        try:
            ends = self._kind(orders[0][0].NAME).make_together(orders)
        except CannotPaint as error:
            return [error for _ in orders]
        share = (time.perf_counter() - started) / len(orders)
        return [replace(end, seconds=share) if isinstance(end, Made) else end for end in ends]

    def close(self) -> None:
        self._decoder.close()

    def _kind(self, name: str) -> Kind[Any]:
        """With torch imported and the kind loaded, once. Raises CannotPaint."""
        if name not in self._loaded:
            self._loaded[name] = self._load(name)
        return self._loaded[name]

    def _load(self, name: str) -> Kind[Any]:
        from engine.kinds.resources import Resources
        from engine.nets.devices import DeviceMissing
        from engine.nets.vgg import BadWeights

        try:
            if self._resources is None:
                self._resources = Resources(
                    self._weights, self._decoder, device=self._device_wanted, threads=self._threads_wanted
                )
            return cast(type[Kind[Any]], resolve_name(KINDS[name]))(self._resources)
        except (DeviceMissing, BadWeights) as error:
            raise CannotPaint(str(error)) from error
