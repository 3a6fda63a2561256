"""Where pixels are computed: bytes in, bytes out, news on the way. Another kind of executor is one more class."""

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING, Protocol

from PIL import Image

from engine.decoder import Decoder
from engine.failures import BadImage, CannotPaint
from engine.images import PREVIEW_SIDE, encode_painting, encode_preview, enlarged
from engine.logs import event
from engine.methods import ONE_PASS, Dials, Sitting, Weights
from engine.methods.optimise.settings import Settings
from engine.sheets import composed, tile_of
from storage.jobs import SHEET, Recipe

if TYPE_CHECKING:  # torch takes seconds to import, and most commands never need it
    from engine.studio import Studio

WARM_METHODS = ("instant", "optimise")
STYLE_DETAIL = 2
"""A style image is kept at up to this many times the painting's side, for large brushes and long shapes."""
TILE_STYLE_SIDE = 1024
"""A preset is read at its own size, as for a large painting, which then finds its signature known."""
MOST_STYLE_SIDE = 4096
"""Whatever the painting's side is: 200 MB as numbers. Several styles share that room."""
MOST_MASK_SIDE = 2048
"""Finer than a mask is used of a painting that is larger."""

log = logging.getLogger(__name__)

OnProgress = Callable[[float, Callable[[], bytes]], None]
"""Called with the fraction done and a function that encodes a preview JPEG. May raise: painting stops at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaintRequest:
    content: bytes
    styles: tuple[tuple[bytes, float], ...]
    """Encoded images with their shares of the painting, in the recipe's order."""
    recipe: Recipe
    init: bytes | None = None
    regions: tuple[tuple[bytes, int | None], ...] = ()
    """Masks, as encoded images, each with the style, counted from 0, that paints its white; None keeps the photo."""
    settings: Settings | None = None
    """How optimise goes about it; None is its own way."""


Order = tuple[PaintRequest, OnProgress]


@dataclass(frozen=True, slots=True, kw_only=True)
class Painting:
    jpeg: bytes
    width: int
    height: int
    seconds: float
    """Of several that were painted together, each an equal share."""


class Executor(Protocol):
    @property
    def device(self) -> str:
        """For the operator; like `threads`, it may be asked for from any thread."""
        ...

    @property
    def threads(self) -> int: ...

    def warm_up(self) -> None:
        """Load now what the first painting would otherwise wait for. Raises CannotPaint."""
        ...

    def paint(self, request: PaintRequest, on_progress: OnProgress) -> Painting:
        """Raises BadImage, CannotPaint, and whatever `on_progress` raises."""
        ...

    def most_together(self, recipe: Recipe) -> int:
        """How many jobs of its method and size are painted together because that is faster; 1 where it is not."""
        ...

    def paint_together(self, orders: Sequence[Order]) -> list[Painting | Exception]:
        """What comes of each: its painting, or what `paint` would have raised. None suffers for another's fault."""
        ...

    def close(self) -> None: ...


class LocalExecutor:
    """Paints in this process, with pictures opened by a decoding child. Belongs to one thread."""

    def __init__(self, weights: Weights, *, device: str = "auto", threads: int = 0) -> None:
        """`device` is "auto", "cpu" or "cuda"; `threads` 0 leaves the number to torch."""
        self._weights = weights
        self._device_wanted = device
        self._threads_wanted = threads
        self._studio: Studio | None = None
        self._decoder = Decoder()

    @property
    def device(self) -> str:
        """What was asked for, until the studio is there. Safe from any thread, and loads nothing."""
        return str(self._studio.device) if self._studio else self._device_wanted

    @property
    def threads(self) -> int:
        return self._studio.threads if self._studio else self._threads_wanted

    def warm_up(self) -> None:
        self._decoder.start()
        for method in WARM_METHODS:
            self._studio_for(method)

    def paint(self, request: PaintRequest, on_progress: OnProgress) -> Painting:
        started = time.perf_counter()
        paint = self._sheet if request.recipe.method == SHEET else self._picture
        painted = paint(request, on_progress)
        jpeg = encode_painting(painted, request.recipe)
        return Painting(jpeg=jpeg, width=painted.width, height=painted.height, seconds=time.perf_counter() - started)

    def most_together(self, recipe: Recipe) -> int:
        if self._studio is None or recipe.method != ONE_PASS:
            return 1
        return self._studio.most_at_once(recipe.longest_side)

    def paint_together(self, orders: Sequence[Order]) -> list[Painting | Exception]:
        """Pictures of one shape in one batch."""
        started = time.perf_counter()
        ends: dict[int, Painting | Exception] = {}
        shapes: dict[tuple[int, int], dict[int, Sitting[Image.Image]]] = {}
        for index, order in enumerate(orders):
            try:
                sitting = self._sitting(*order)
                shapes.setdefault(sitting[0].size, {})[index] = sitting
            except Exception as error:  # it is told to the one whose order this is
                ends[index] = error
        for sittings in shapes.values():
            recipes = [orders[index][0].recipe for index in sittings]
            painted = self._batch(list(sittings.values()), recipes)
            ends |= zip(sittings, painted or [self._end_of(orders[index]) for index in sittings], strict=True)
        share = (time.perf_counter() - started) / len(orders)
        return [_with_seconds(ends[index], share) for index in range(len(orders))]

    def close(self) -> None:
        self._decoder.close()

    def _sitting(self, request: PaintRequest, on_progress: OnProgress) -> Sitting[Image.Image]:
        content, styles, _ = self._open_all(request)
        on_progress(0.0, lambda: encode_preview(content, longest_side=request.recipe.longest_side))
        return content, styles, dials_of(request.recipe)

    def _batch(
        self, sittings: Sequence[Sitting[Image.Image]], recipes: Sequence[Recipe]
    ) -> Sequence[Painting | Exception] | None:
        """None where it fails: they are too much at once, or one cannot be painted, and alone they show which."""
        try:
            painted = self._studio_for(ONE_PASS).paint_together(sittings)
            with ThreadPoolExecutor(thread_name_prefix="encoding") as threads:
                jpegs = list(threads.map(encode_painting, painted, recipes))
        except Exception as error:
            log.warning(event("batch_failed", jobs=len(sittings), error=error))
            return None
        return [
            Painting(jpeg=jpeg, width=picture.width, height=picture.height, seconds=0.0)
            for jpeg, picture in zip(jpegs, painted, strict=True)
        ]

    def _end_of(self, order: Order) -> Painting | Exception:
        try:
            return self.paint(*order)
        except Exception as error:  # as above
            return error

    def _picture(self, request: PaintRequest, on_progress: OnProgress) -> Image.Image:
        recipe = request.recipe
        content, styles, init = self._open_all(request)

        def preview(picture: Image.Image) -> bytes:
            return encode_preview(picture, longest_side=recipe.longest_side)

        on_progress(0.0, lambda: preview(content))
        return self._studio_for(recipe.method).paint(
            recipe.method,
            content,
            styles,
            replace(dials_of(recipe), settings=request.settings),
            init=init,
            regions=self._masks(request),
            on_image=lambda fraction, picture: on_progress(fraction, lambda: preview(picture())),
        )

    def _sheet(self, request: PaintRequest, on_progress: OnProgress) -> Image.Image:
        """A tile a style, a few in a batch where that is faster."""
        recipe, places = request.recipe, len(request.styles)
        photo = self._open(request.content, 2 * recipe.longest_side, role="content")
        content = tile_of(photo, longest_side=recipe.longest_side)
        tiles: list[Image.Image] = []

        def sheet() -> Image.Image:
            return composed(tiles or [content], places=places, first_number=recipe.first_number)

        def report() -> None:
            on_progress(len(tiles) / places, lambda: encode_preview(sheet(), longest_side=PREVIEW_SIDE))

        report()
        studio = self._studio_for(ONE_PASS)
        with self._opened_ahead(request) as styles:
            while few := list(islice(styles, studio.most_at_once(recipe.longest_side))):
                tiles += studio.paint_together([(content, [(style, 1.0)], dials_of(recipe)) for style in few])
                report()
        return sheet()

    @contextmanager
    def _opened_ahead(self, request: PaintRequest) -> Iterator[Iterator[Image.Image]]:
        """The styles of a sheet, one opened while another is painted in."""
        opening = ThreadPoolExecutor(max_workers=1, thread_name_prefix="opening")
        try:
            yield opening.map(
                lambda index, style: self._open(style[0], TILE_STYLE_SIDE, role="style", index=index),
                range(len(request.styles)),
                request.styles,
            )
        finally:
            opening.shutdown(cancel_futures=True)

    def _studio_for(self, method: str) -> "Studio":
        """With torch imported and the method loaded, once. Raises CannotPaint, UnknownMethod."""
        from engine.nets.vgg import BadWeights
        from engine.studio import DeviceMissing, Studio

        try:
            if self._studio is None:
                self._studio = Studio(device=self._device_wanted, threads=self._threads_wanted, weights=self._weights)
            self._studio.load(method)
        except (DeviceMissing, BadWeights) as error:
            raise CannotPaint(str(error)) from error
        return self._studio

    def _open_all(
        self, request: PaintRequest
    ) -> tuple[Image.Image, list[tuple[Image.Image, float]], Image.Image | None]:
        side = request.recipe.longest_side
        content = enlarged(self._open(request.content, side, role="content"), longest_side=side)
        own_side = style_side(side, len(request.styles))
        styles = [
            (self._open(data, own_side, role="style", index=index), weight)
            for index, (data, weight) in enumerate(request.styles)
        ]
        init = None if request.init is None else self._open(request.init, side, role="init")
        return content, styles, init

    def _masks(self, request: PaintRequest) -> list[tuple[Image.Image, int | None]]:
        side = min(request.recipe.longest_side, MOST_MASK_SIDE)
        return [
            (self._open(data, side, role="region", index=index).convert("L"), style)
            for index, (data, style) in enumerate(request.regions)
        ]

    def _open(self, data: bytes, longest_side: int, *, role: str, index: int = 0) -> Image.Image:
        try:
            return self._decoder.decode(data, longest_side=longest_side)
        except BadImage as error:
            raise BadImage(error.reason, image=role, index=index, detail=error.detail) from error


def style_side(longest_side: int, count: int) -> int:
    """Pixels of the longer side at which each of so many style images is kept, for a painting of that size."""
    return min(STYLE_DETAIL * longest_side, int(MOST_STYLE_SIDE / max(1, count) ** 0.5))


def _with_seconds(end: Painting | Exception, seconds: float) -> Painting | Exception:
    return replace(end, seconds=seconds) if isinstance(end, Painting) else end


def dials_of(recipe: Recipe) -> Dials:
    return Dials(
        longest_side=recipe.longest_side,
        strength=recipe.strength,
        brush_size=recipe.brush_size,
        keep_colours=recipe.keep_colours,
        keep_faces=recipe.keep_faces,
        seed=recipe.seed,
    )
