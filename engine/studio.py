"""A place to paint: the device, the loaded methods, and images in and out instead of tensors."""

from collections.abc import Callable, Sequence
from functools import partial

import torch
from PIL import Image

from engine.methods import ONE_PASS, Dials, Method, Region, Sitting, Step, Weights, load_method
from engine.methods.instant.method import Instant
from engine.nets.devices import DeviceMissing, device_named
from engine.tensors import to_image, to_mask, to_tensor

__all__ = ["MOST_AT_ONCE", "MOST_PIXELS_AT_ONCE", "DeviceMissing", "OnImage", "Studio", "device_named"]

MOST_AT_ONCE = 8
"""Few enough that a sheet still fills before one's eyes."""
MOST_PIXELS_AT_ONCE = 8 * 1280 * 1280
"""A pass takes about 200 bytes for each, so less than 3 GB."""

OnImage = Callable[[float, Callable[[], Image.Image]], None]
"""Called with the fraction done and a function that makes the picture of that moment. May raise: painting stops."""


class Studio:
    """Keeps every method it has loaded. Not for two threads at once."""

    def __init__(self, *, device: str, threads: int, weights: Weights) -> None:
        """`device` is "auto", "cpu" or "cuda"; `threads` 0 leaves the number to torch. Raises DeviceMissing."""
        if threads:
            torch.set_num_threads(threads)
        self.device = device_named(device)
        self._weights = weights
        self._methods: dict[str, Method] = {}

    @property
    def threads(self) -> int:
        return torch.get_num_threads()

    def most_at_once(self, longest_side: int) -> int:
        """Pictures of one size that are painted in one batch because it is faster.

        On a CPU a batch takes nearly as long as its pictures one by one (measured), and the first waits for the last.
        """
        if self.device.type != "cuda":
            return 1
        return max(1, min(MOST_AT_ONCE, MOST_PIXELS_AT_ONCE // longest_side**2))

    def load(self, method: str) -> Method:
        """Slow the first time. Raises UnknownMethod, BadWeights."""
        if method not in self._methods:
            self._methods[method] = load_method(method, device=self.device, weights=self._weights)
        return self._methods[method]

    def paint(
        self,
        method: str,
        content: Image.Image,
        styles: Sequence[tuple[Image.Image, float]],
        dials: Dials,
        *,
        init: Image.Image | None = None,
        regions: Sequence[tuple[Image.Image, int | None]] = (),
        on_image: OnImage,
    ) -> Image.Image:
        """The content painted at its own size. All images are RGB, but the regions' masks, which are grey."""

        def on_step(step: Step) -> None:
            on_image(step.fraction, partial(to_image, step.picture))

        painted = self.load(method).paint(
            to_tensor(content),
            [(to_tensor(style), weight) for style, weight in styles],
            dials,
            init=None if init is None else to_tensor(init),
            regions=[Region(to_mask(mask), style) for mask, style in regions],
            on_step=on_step,
        )
        return to_image(painted)

    def paint_together(self, sittings: Sequence[Sitting[Image.Image]]) -> list[Image.Image]:
        """Contents of one size, in one pass."""
        instant = self.load(ONE_PASS)
        assert isinstance(instant, Instant)
        painted = instant.paint_together(
            [
                (to_tensor(content), [(to_tensor(style), weight) for style, weight in styles], dials)
                for content, styles, dials in sittings
            ]
        )
        return [to_image(picture) for picture in painted]
