"""What the kinds of work share: the device, the loaded methods, the decoder, and how a result is written."""

import torch
from PIL import Image

from engine.decoder import Decoder
from engine.failures import BadImage, CannotPaint
from engine.images import encode_result
from engine.kinds.kind import Made
from engine.methods import Method, Weights, load_method
from engine.methods.instant.method import Instant
from engine.nets.devices import device_named
from engine.nets.vgg import BadWeights
from storage.work import Work
from storage.work.painting import INSTANT

MOST_AT_ONCE = 8
"""Few enough that a sheet still fills before one's eyes."""
MOST_PIXELS_AT_ONCE = 8 * 1280 * 1280
"""A pass takes about 200 bytes for each, so less than 3 GB."""


class Resources:
    """For one thread."""

    def __init__(self, weights: Weights, decoder: Decoder, *, device: str, threads: int) -> None:
        """`device` is "auto", "cpu" or "cuda"; `threads` 0 leaves the number to torch. Raises DeviceMissing."""
        if threads:
            torch.set_num_threads(threads)
        self.device = device_named(device)
        self.threads = torch.get_num_threads()
        self.weights = weights
        self._decoder = decoder
        self._methods: dict[str, Method] = {}

    def method(self, name: str) -> Method:
        """Slow the first time. Raises UnknownMethod, CannotPaint."""
        if name not in self._methods:
            self._methods[name] = self._loaded(name)
        return self._methods[name]

    def _loaded(self, name: str) -> Method:
        try:
            return load_method(name, device=self.device, weights=self.weights)
        except BadWeights as error:
            raise CannotPaint(str(error)) from error

    def instant(self) -> Instant:
        method = self.method(INSTANT)
        assert isinstance(method, Instant)
        return method

    def most_at_once(self, longest_side: int) -> int:
        """Pictures of one size that the instant method paints in one batch because it is faster.

        On a CPU a batch takes nearly as long as its pictures one by one (measured), and the first waits for the last.
        """
        if self.device.type != "cuda":
            return 1
        return max(1, min(MOST_AT_ONCE, MOST_PIXELS_AT_ONCE // max(1, longest_side**2)))

    def opened(self, data: bytes, longest_side: int, *, role: str, index: int = 0) -> Image.Image:
        """RGB, no side longer than that. Raises BadImage, which names role and index, and CannotPaint."""
        try:
            return self._decoder.decode(data, longest_side=longest_side)
        except BadImage as error:
            raise BadImage(error.reason, role=role, index=index, detail=error.detail) from error

    def made(self, image: Image.Image, work: Work) -> Made:
        """The result as a JPEG with its recipe."""
        return Made(data=encode_result(image, work), medium=work.MEDIUM, width=image.width, height=image.height)
