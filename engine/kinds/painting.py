"""Making paintings: by whichever method, with their dials, regions and settings; instant ones in batches."""

import logging
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from PIL import Image
from torch import Tensor

from engine.images import encode_preview, enlarged
from engine.kinds.kind import Inputs, Kind, Made, OnProgress, Order
from engine.kinds.limits import LONGEST_SIDES, SEEDS, check_dials, check_styles, check_within
from engine.kinds.optimise_settings import settings_from
from engine.logs import event
from engine.methods import Dials, Region, Step
from engine.sizes import mask_side, style_side
from engine.tensors import to_image, to_mask, to_tensor
from storage.work import Unreadable
from storage.work.dials import dial_values
from storage.work.painting import INSTANT, METHODS, OPTIMISE, Painting
from storage.work.work import CONTENT, INIT, REGION, STYLE

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Opened:
    """A painting's pictures."""

    content: Image.Image
    styles: Sequence[tuple[Image.Image, float]]
    """With their shares of the painting."""
    init: Image.Image | None
    regions: Sequence[tuple[Image.Image, int | None]]
    """Grey masks, with what `storage.work.painting.Region` says of each."""


class PaintingKind(Kind[Painting]):
    def warm_up(self) -> None:
        for method in METHODS:
            self._resources.method(method)

    def make(self, work: Painting, inputs: Inputs, on_progress: OnProgress) -> Made:
        opened, dials = self._opened(work, inputs), dials_for(work)

        def report(fraction: float, picture: Image.Image | Tensor) -> None:
            def preview() -> bytes:
                image = to_image(picture) if isinstance(picture, Tensor) else picture
                return encode_preview(image, longest_side=work.longest_side)

            # Of a method of one pass there is nothing to show on the way but the photo.
            on_progress(fraction, None if work.method == INSTANT else preview)

        def on_step(step: Step) -> None:
            report(step.fraction, step.picture)

        report(0.0, opened.content)
        painted = self._resources.method(work.method).paint(
            to_tensor(opened.content),
            [(to_tensor(style), weight) for style, weight in opened.styles],
            dials,
            init=None if opened.init is None else to_tensor(opened.init),
            regions=[Region(to_mask(mask), style) for mask, style in opened.regions],
            on_step=on_step,
        )
        return self._resources.made(to_image(painted), work)

    def together(self, work: Painting) -> int:
        return self._resources.most_at_once(work.longest_side)

    def make_together(self, orders: Sequence[Order[Painting]]) -> list[Made | Exception]:
        """Those of one shape in one batch."""
        ends: dict[int, Made | Exception] = {}
        shapes: dict[tuple[int, int], dict[int, Opened]] = {}
        for index, (work, inputs, on_progress) in enumerate(orders):
            try:
                opened = self._opened(work, inputs)
                on_progress(0.0, None)
                shapes.setdefault(opened.content.size, {})[index] = opened
            except Exception as error:  # it is told to the one whose order this is
                ends[index] = error
        for alike in shapes.values():
            made = self._batch([orders[index][0] for index in alike], list(alike.values()))
            ends |= zip(alike, made or self._one_by_one([orders[index] for index in alike]), strict=True)
        return [ends[index] for index in range(len(orders))]

    def _one_by_one(self, orders: Sequence[Order[Painting]]) -> Sequence[Made | Exception]:
        return [self.attempt(order) for order in orders]

    def _batch(self, works: Sequence[Painting], opened: Sequence[Opened]) -> Sequence[Made] | None:
        """None where it fails: they are too much at once, or one cannot be painted, and alone they show which."""
        try:
            painted = self._resources.instant().paint_together(
                [
                    (
                        to_tensor(one.content),
                        [(to_tensor(style), weight) for style, weight in one.styles],
                        dials_for(work),
                    )
                    for work, one in zip(works, opened, strict=True)
                ]
            )
            with ThreadPoolExecutor(thread_name_prefix="encoding") as threads:
                return list(threads.map(self._resources.made, map(to_image, painted), works))
        except Exception as error:
            log.warning(event("batch_failed", jobs=len(works), error=error))
            return None

    def _opened(self, work: Painting, inputs: Inputs) -> Opened:
        """None is opened for what cannot be painted anyway. Raises Unreadable, BadImage."""
        check(work)
        side, opened = work.longest_side, self._resources.opened
        own_side = style_side(side, len(work.styles))
        (photo,), inits = inputs[CONTENT], inputs.get(INIT, ())
        content = enlarged(opened(photo, side, role=CONTENT), longest_side=side)
        return Opened(
            content=content,
            styles=[
                (opened(data, own_side, role=STYLE, index=index), style.weight)
                for index, (data, style) in enumerate(zip(inputs[STYLE], work.styles, strict=True))
            ],
            init=next((opened(data, side, role=INIT) for data in inits), None),
            regions=[
                (opened(data, mask_side(side), role=REGION, index=index).convert("L"), region.style)
                for index, (data, region) in enumerate(zip(inputs.get(REGION, ()), work.regions, strict=True))
            ],
        )


def check(work: Painting) -> None:
    """Raises Unreadable where no painting can come of it, whatever its pictures are."""
    if work.method not in METHODS:
        raise Unreadable(f"there is no method {work.method!r:.40}; there are: {', '.join(METHODS)}")
    if work.method != OPTIMISE and (work.init or work.regions):
        raise Unreadable(f"only {OPTIMISE} paints regions, or begins with another painting")
    check_styles(work.styles)
    check_within("longest_side", work.longest_side, LONGEST_SIDES)
    check_dials(work)
    check_within("seed", work.seed, SEEDS)
    for region in work.regions:
        if region.style is not None:
            check_within("a region's style", region.style, (0, len(work.styles) - 1))
    settings_from(work.settings)


def dials_for(work: Painting) -> Dials:
    """Whatever the kind declares as a dial has its parameter here. Raises Unreadable."""
    settings = settings_from(work.settings) if work.settings else None
    return Dials(**dial_values(work), seed=work.seed, settings=settings)
